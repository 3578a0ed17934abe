// Writing is not disturbed: fast keys, an input method's compositions, what an editor offers at the caret, and words
// dragged elsewhere come out as they do without the extension.
import { until } from "../../e2e/browser.mjs";

const SENTENCE = "we leverage every plain word that people utilize to say what is guaranteed and what is not ";
const words = (count) => SENTENCE.repeat(18).split(" ").slice(0, count).join(" ");

/** Does something with the extension and, where it did not come out as it must, the same without it, with all that went
 * before: only a difference between the two is the extension's doing. Without a `must` both are done in any case. */
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
    if (must !== undefined) bench.note(`${what}: the editor itself does otherwise, with and without the extension`);
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
  if (bench.facts.sends) {
    await bench.part("sending and an answer beside it", () => alike(bench, [], "what was sent and answered", conversed, undefined));
    await bench.part("a prompt that is held", () => held(bench));
  }
  if (bench.facts.popup) await bench.part("names offered at the caret", () => alike(bench, [], "names at the caret", offered, undefined));
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

/** Names are offered at the caret, beside marked words and a hint that the pointer brought: its keys are the list's. */
async function offered(each) {
  const { page } = each;
  const popup = () => page.evaluate(() => window.bench.popup());
  const told = [];
  const tell = async () => told.push([await popup(), await each.model(), await page.evaluate(() => window.kit.beforeCaret())]);
  const comes = (what) => until(popup, Boolean, what);
  const goes = (what) => until(popup, (found) => !found, what);
  const chosen = (name) => until(popup, (found) => found?.items[found.at] === name, `${name} is chosen`);
  await each.begin(["We leverage this and guaranteed"]);
  await page.move({ x: 900, y: 700 });
  await page.type(" with @a");
  await comes("names are offered");
  const [{ rect }] = await page.evaluate(() => window.kit.words("leverage"));
  await page.move({ x: rect.x + 6, y: rect.y + rect.height / 2 + 1 });
  await page.move({ x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 }, 3);
  if (each.off) await each.rest(400);
  else await until(() => each.hint(), Boolean, "the hint beside it");
  await tell();
  await page.key("ArrowDown");
  await chosen("alan");
  await page.key("ArrowDown");
  await chosen("alice");
  await page.key("ArrowUp");
  await chosen("alan");
  await tell();
  await page.key("Enter");
  await goes("the list goes when a name is chosen");
  await each.rest(200);
  await tell();
  // Escape takes the list away and nothing else, while a hint is there.
  await page.type(" or @b");
  await comes("names are offered again");
  if (!each.off) await until(() => each.hint(), Boolean, "the hint is there still");
  await page.key("Escape");
  await goes("the list goes with Escape");
  if (!each.off) await until(() => each.hint(), (found) => found === undefined, "the hint goes with Escape");
  await tell();
  await page.key("Enter");
  await page.type("utilize, then");
  await each.rest(200);
  await tell();
  return told;
}

/** Enter sends and empties the composer, an answer streams in beside, and the next prompt is written meanwhile. */
async function conversed(each) {
  const { page, listener } = each;
  const sent = () => page.evaluate(() => window.bench.sent());
  await each.begin([""]);
  await page.type("We leverage this");
  if (!each.off) await each.stands("\\bleverage\\b", "before it is sent");
  await page.key("Enter");
  const began = Date.now();
  await each.settles(sent, ["We leverage this"], "what was sent");
  if (!each.off) {
    await until(() => page.evaluate(() => window.bench.answerMarks()), (found) => found.length > 0, "a mark in the answer");
    each.same(await page.evaluate(() => window.bench.isStreaming()), true, "marked while it streams");
  }
  await page.type("Then utilize that");
  await page.evaluate(() => window.bench.streamed());
  const took = Date.now() - began;
  const model = await each.model();
  if (!each.off) {
    await each.settles(() => page.evaluate(() => [...new Set(window.bench.answerMarks())].sort()), ["leverage", "utilize"], "marks of the answer");
    const [changes] = [...listener.answers.values()];
    if (changes > took / 250 + 2) throw new Error(`the answer was told ${changes} times in ${took} ms`);
  }
  await page.key("Enter");
  await each.settles(sent, ["We leverage this", "Then utilize that"], "what was sent");
  await page.evaluate(() => window.bench.streamed());
  if (!each.off) await each.settles(async () => (await page.evaluate(() => window.kit.marks().length - window.bench.answerMarks().length * !window.kit.facts().plain)), 0, "marks in the empty composer");
  return [model, await each.model(), await sent(), await page.evaluate(() => window.bench.log())];
}

/** What the guide holds is held once, goes out with a reason, once, and as it was written. */
async function held(bench) {
  const { page, listener } = bench;
  const sent = () => page.evaluate(() => window.bench.sent().slice(2));
  const from = listener.events.length;
  await bench.begin([""]);
  await page.type("Ask of Nightjar");
  await until(() => bench.marks(), (found) => found.some(({ text }) => text === "Nightjar"), "the mark of what is held");
  await page.key("Enter");
  await until(() => bench.hint(), (found) => /Not sent yet/.test(found?.text ?? ""), "the hint of what is held");
  bench.same([await sent(), await bench.model()], [[], ["Ask of Nightjar"]], "held, and as it was");
  await bench.press("Send anyway");
  await bench.press("Approved exception");
  await until(() => bench.hint(), (found) => /Send it once more/.test(found?.text ?? ""), "the hint says what to do");
  bench.same(await sent(), [], "nothing is sent for the person");
  await bench.rest(700);
  await page.key("Enter");
  await bench.settles(async () => [await sent(), await bench.model()], [["Ask of Nightjar"], [""]], "sent once, and the composer empty");
  await bench.settles(() => listener.events.slice(from).filter(({ kind }) => kind === "flag_dismissed").map(({ rule, reason }) => [rule, reason]), [["prompt.codename", "approved_exception"]], "the log");
}
