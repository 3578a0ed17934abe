// Every mark stands on its words, whatever happens to text, page and window; and none is left behind.
const WORDS = "\\b(leverage|utilize|guaranteed)\\b";

export async function mark(bench) {
  const { facts, page } = bench;
  const filler = (index) => (index % 3 === 0 ? `Block ${index}: we leverage plain words here.` : `Block ${index} says nothing of note, only plain words.`);
  const blocks = facts.multiline ? Array.from({ length: 45 }, (_, index) => filler(index)) : ["Words we leverage, then utilize."];
  await bench.begin(blocks);
  const change = (does) => page.evaluate(does);
  if (facts.multiline) {
    await bench.part("scrolling", async () => {
      await bench.stands(WORDS, "at the end");
      await page.evaluate(() => (window.kit.scrollerOf(window.kit.field()).scrollTop = 0));
      await bench.stands(WORDS, "at the beginning");
      const box = await page.evaluate(() => window.kit.end());
      await page.move({ x: box.x > 0 ? Math.min(box.x, 300) : 200, y: 200 });
      await page.wheel(130);
      await bench.rest(250);
      await bench.stands(WORDS, "after the wheel");
    });
  }
  await bench.begin(facts.multiline ? ["First we leverage it.", "Then utilize the rest."] : ["First we leverage it, then utilize the rest."]);
  await bench.part("typing", async () => {
    await bench.stands(WORDS, "at first", { least: 2 });
    await page.type(" It is guaranteed.");
    await bench.stands(WORDS, "behind", { least: 3 });
    await page.key("Control+Home");
    await page.type("So, ");
    await bench.stands(WORDS, "before", { least: 3 });
  });
  await bench.part("undo", async () => {
    await page.key("Control+End");
    // Some editors take back all of the last second at once, which would be the whole text here.
    await bench.rest(1_200);
    await page.key("Backspace");
    await page.key("Backspace");
    await bench.stands("\\b(leverage|utilize)\\b", "a word cut short", { least: 2 });
    await page.key("Control+z");
    await bench.rest(150);
    const whole = (await bench.model()).join(" ").includes("guaranteed");
    await bench.stands(whole ? WORDS : "\\b(leverage|utilize)\\b", "after undo", { least: 2 });
  });
  await bench.part("resizing", async () => {
    await page.size(640, 800);
    await bench.stands("\\b(leverage|utilize)\\b|guaranteed\\b", "narrow", { least: 2 });
    await page.size(1100, 900);
    await bench.stands("\\b(leverage|utilize)\\b|guaranteed\\b", "wide again", { least: 2 });
  });
  await bench.part("zoom", async () => {
    await change(() => (document.body.style.zoom = "1.3"));
    await bench.rest(150);
    await bench.stands("\\b(leverage|utilize)\\b|guaranteed\\b", "at 130%", { least: 2 });
    await change(() => (document.body.style.zoom = ""));
    await bench.stands("\\b(leverage|utilize)\\b|guaranteed\\b", "at 100%", { least: 2 });
  });
  if (facts.rerender) {
    await bench.part("after the editor rendered anew", async () => {
      await change(() => window.bench.rerender());
      await bench.rest(200);
      await bench.stands("\\b(leverage|utilize)\\b|guaranteed\\b", "rendered anew", { least: 2 });
    });
  }
  await bench.part("the text goes", async () => {
    await change(async () => void (await window.bench.setModel([""])));
    await bench.bare("marks without text");
  });
  await bench.part("the field goes", async () => {
    await bench.begin(["We leverage it."]);
    await bench.stands(WORDS, "before it goes");
    await change(() => window.kit.field().remove());
    await bench.bare("marks without a field");
  });
}
