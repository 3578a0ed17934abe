// A suggestion changes the editor's model and nothing around it; undo, redo and the next keys do what they should.
const squash = (texts) => texts.join("");

export async function apply(bench) {
  const { facts, page } = bench;
  const lines = ["Plain before.", "We can leverage it very well.", "Plain after"];
  const first = await bench.begin(lines);
  const at = facts.multiline ? 1 : 0;
  const bold = facts.bold && (await page.evaluate(async ([block, from, to]) => (await window.bench.bold(block, from, to), await window.bench.marked(block)), [at, 19, 23]));
  await bench.toEnd();
  await page.type("!");
  const before = [...first.slice(0, -1), `${first.at(-1)}!`];
  const after = before.map((text) => text.replace("leverage", "use"));
  await bench.settles(() => bench.model(), before, "before");
  const runs = () => page.evaluate(async (block) => (await window.bench.marked(block)).filter((run) => run.bold).map((run) => window.kit.one(run.text)), at);
  const caret = () => page.evaluate(() => window.kit.beforeCaret());
  await bench.rest(300);
  await bench.fix("leverage", "use");
  await bench.settles(() => bench.model(), after, "the model");
  await bench.part("what is displayed", () => bench.settles(() => page.evaluate(() => window.kit.seen()), after, "the DOM"));
  if (bold) await bench.part("formatting", async () => bench.same(await runs(), [bold.find((run) => run.bold)?.text], "bold runs"));
  await bench.part("the caret stays", () => bench.settles(caret, squash(after), "before the caret"));
  await bench.part("one undo", async () => {
    await page.key("Control+z");
    await bench.settles(() => bench.model(), before, "the model");
    await bench.settles(() => page.evaluate(() => window.kit.seen()), before, "the DOM");
    await bench.settles(() => bench.read(), before, "the checker's text");
  });
  let now = after;
  await bench.part("one redo", async () => {
    if ((await bench.redone(() => bench.model(), after)) === "none") now = before;
  });
  await bench.part("typing afterwards", async () => {
    await bench.toEnd();
    await page.type(" Zed.");
    const wanted = [...now.slice(0, -1), `${now.at(-1)} Zed.`];
    await bench.settles(() => bench.model(), wanted, "the model");
    await bench.settles(() => bench.read(), wanted, "the checker's text");
  });
  // A word that is bold itself, and the caret in the block of the fix.
  if (facts.bold) {
    await bench.part("a bold word, the caret behind it", async () => {
      await bench.begin(["We leverage it well"]);
      await page.evaluate(() => window.bench.bold(0, 3, 11));
      await bench.toEnd();
      await page.type("!");
      await bench.rest(300);
      await bench.fix("leverage", "use");
      await bench.settles(() => bench.model(), ["We use it well!"], "the model");
      bench.same(await page.evaluate(async () => (await window.bench.marked(0)).filter((run) => run.bold).map((run) => run.text.trim())), ["use"], "bold runs");
      await bench.settles(caret, "We use it well!", "before the caret");
      await page.key("Control+z");
      await bench.settles(() => bench.model(), ["We leverage it well!"], "undone");
    });
    await bench.part("a word half bold", async () => {
      await bench.begin(["We leverage it well"]);
      await page.evaluate(() => window.bench.bold(0, 3, 8));
      await bench.toEnd();
      await page.type("!");
      await bench.fix("leverage", "use");
      await bench.settles(() => bench.model(), ["We use it well!"], "the model");
      await page.key("Control+z");
      await bench.settles(() => bench.model(), ["We leverage it well!"], "undone");
    });
  }
  await bench.part("leaving a word out", async () => {
    const text = await bench.begin(["Our best-in-class plan"]);
    await page.type("!");
    await bench.rest(300);
    await bench.settles(() => bench.model(), [`${text[0]}!`], "what was typed");
    await bench.fix("best-in-class", "Leave it out");
    await bench.settles(() => bench.model(), ["Our plan!"], "the model");
    await page.key("Control+z");
    await bench.settles(() => bench.model(), [`${text[0]}!`], "undone");
  });
}
