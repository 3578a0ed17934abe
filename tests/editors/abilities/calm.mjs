// Writing is not disturbed: fast keys, an input method's compositions, and words dragged elsewhere come out as they do
// without the extension.
const SENTENCE = "we leverage every plain word that people utilize to say what is guaranteed and what is not ";
const words = (count) => SENTENCE.repeat(18).split(" ").slice(0, count).join(" ");

/** Does something with the extension and, where it did not come out as it must, the same without it, with all that went
 * before: only a difference between the two is the extension's doing. */
async function alike(bench, earlier, what, does, must) {
  const on = await does(bench);
  const before = [...earlier];
  earlier.push(does);
  if (JSON.stringify(on) === JSON.stringify(must)) return;
  const other = await bench.without();
  try {
    for (const each of before) await each(other);
    const off = await does(other);
    bench.same(on, off, what);
    bench.note(`${what}: the editor itself does otherwise, with and without the extension`);
  } finally {
    await other.close();
  }
}

export async function calm(bench) {
  const count = bench.short ? 60 : 300;
  const text = words(count);
  const earlier = [];
  await bench.part(`${count} words at speed`, () =>
    alike(bench, earlier, `${count} words`, async (each) => {
      await each.begin([""]);
      await each.page.burst(text);
      await each.rest(300);
      return { model: (await each.model()).join("\n"), seen: (await each.page.evaluate(() => window.kit.seen())).join("\n") };
    }, { model: text, seen: text }),
  );
  if (bench.page.compose) {
    await bench.part("composition", () =>
      alike(bench, earlier, "composition", async (each) => {
        await each.begin(["We leverage this,"]);
        await each.rest(300);
        await each.page.evaluate(() => {
          window.heard = [];
          for (const type of ["compositionstart", "compositionend"]) window.kit.view().addEventListener(type, ({ type }) => window.heard.push(type), true);
        });
        await each.page.compose(["k", "こ", "こん", "今日"], "今日");
        // Nobody begins the next one within a few milliseconds.
        await each.rest(100);
        await each.page.compose(["は"], "は");
        await each.page.type(" utilize");
        await each.rest(300);
        return { text: (await each.model()).join("\n"), events: await each.page.evaluate(() => window.heard) };
      }, { text: "We leverage this,今日は utilize", events: ["compositionstart", "compositionend", "compositionstart", "compositionend"] }),
    );
  } else bench.note("no input method can be driven here");
  if (bench.driver.name === "chromium" && bench.facts.multiline) {
    await bench.part("drag and drop", () =>
      alike(bench, earlier, "drag and drop", async (each) => {
        await each.begin(["We leverage plain words.", "Then comes the end"]);
        await each.rest(400);
        const [word] = await each.page.evaluate(() => window.kit.words("\\bleverage\\b"));
        const [target] = await each.page.evaluate(() => window.kit.words("\\bcomes\\b"));
        const middle = ({ rect }) => ({ x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 });
        await each.page.click(middle(word), 2);
        await each.page.drag(middle(word), { x: target.rect.x, y: middle(target).y });
        await each.rest(300);
        return (await each.model()).map((text) => text.replace(/ /g, ""));
      }, ["Weplainwords.", "Thenleveragecomestheend"]),
    );
  }
}
