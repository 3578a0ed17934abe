// The extension under a writer's keys in a real Chromium: from key to painted mark, and what share of the page's main
// thread it takes.
import { join } from "node:path";
import { root, serve, until } from "../e2e/browser.mjs";
import { mixedGuide } from "./guides.mjs";
import { middleOf, plainText } from "./texts.mjs";
import { median, quantile } from "./timing.mjs";

const WHERE = "Chromium, the extension";
const rest = (ms) => new Promise((done) => setTimeout(done, ms));

export async function inExtension(report, browser, { quick, say }) {
  const site = await serve(join(root, "tests/pages"));
  const stage = { browser, quick, report, address: (path) => `http://localhost:${site.port}/${path}` };
  try {
    say("keys in 100,000 words of rich text under 10,000 rules");
    await loadGuide(browser, mixedGuide(10_000), 10_000);
    await keyRows(stage, { path: "rich.html", selector: "#rich", kind: "rich text", words: 100_000, rules: 10_000, goals: true });
    say("keys in a textarea");
    await keyRows(stage, { path: "fields.html", selector: "#area", kind: "textarea", words: 5_000, rules: 10_000, goals: false });
  } finally {
    site.close();
  }
}

/** Puts a guide in force the way a person does: by the options page. */
async function loadGuide(browser, source, rules) {
  const page = await browser.context.newPage();
  await page.goto(browser.url("pages/options.html"));
  await page.locator("#guide-file").setInputFiles({ name: `bench-${rules}.yaml`, mimeType: "text/yaml", buffer: Buffer.from(source) });
  await page.locator(".notice", { hasText: "is in force" }).waitFor({ timeout: 60_000 });
  await page.close();
}

/** Whether anything is marked: in the page's registry of highlights, or in a layer over a plain field. */
function marked(selector) {
  if ("value" in document.querySelector(selector)) return document.querySelector("housestyle-marks") !== null;
  return [...CSS.highlights].some(([name, set]) => name.startsWith("housestyle-") && set.size > 0);
}

/** A page with a draft in its field, the caret in the draft's middle. */
async function openDraft({ browser, address }, { path, selector, words }, on) {
  const page = await browser.context.newPage();
  await page.goto(address(path));
  // Marks are held near the view alone: the top must have one, so that it can be told when all was judged.
  const text = `We leverage it. ${plainText(words)}`;
  await page.evaluate(
    ([selector, text, on]) => {
      const field = document.querySelector(selector);
      if (!on) field.setAttribute("data-housestyle", "off");
      if ("value" in field) field.value = text;
      else field.replaceChildren(...text.split("\n").map((line) => Object.assign(document.createElement("p"), { textContent: line })));
    },
    [selector, text, on],
  );
  await page.locator(selector).click({ position: { x: 60, y: 12 } });
  if (on) await until(() => page.evaluate(marked, selector), Boolean, "the first mark", 30_000);
  await page.evaluate(
    ([selector, index]) => {
      const field = document.querySelector(selector);
      if ("value" in field) {
        const at = field.value.split("\n").slice(0, index).join("\n").length + 30;
        field.setSelectionRange(at, at);
      } else {
        const line = field.children[index];
        line.scrollIntoView({ block: "center" });
        getSelection().collapse(line.firstChild, line.firstChild.data.indexOf(" ", 200));
      }
    },
    [selector, middleOf(text)],
  );
  await rest(400);
  const session = await page.context().newCDPSession(page);
  // In processor time, so that what else the machine does is not counted.
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  return { page, session };
}

const PHRASE = " now and then we write a little more text here";

/** Main-thread milliseconds of each key: script, style and layout, by the browser's own metrics. */
async function mainThread({ page, session }, from, keys, costs) {
  await page.bringToFront();
  await rest(100);
  const busy = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    const of = (name) => metrics.find((metric) => metric.name === name).value * 1000;
    return of("ScriptDuration") + of("LayoutDuration") + of("RecalcStyleDuration");
  };
  for (let key = from; key < from + keys; key++) {
    const before = await busy();
    await page.keyboard.type(PHRASE[key % PHRASE.length]);
    await rest(50);
    costs.push((await busy()) - before);
  }
}

/** From the key that completes a flagged word to the frame in which its mark is painted. */
async function keyToMark(page, selector, rounds) {
  const times = [];
  for (let round = 0; round < rounds; round++) {
    await page.keyboard.type(" leverag");
    await rest(150);
    await page.evaluate((selector) => {
      const count = () => [...CSS.highlights].reduce((sum, [name, set]) => sum + (name.startsWith("housestyle-") ? set.size : 0), 0);
      const before = count();
      window.took = new Promise((done, fail) => {
        setTimeout(() => fail(new Error("no mark within 10 s")), 10_000);
        document.querySelector(selector).addEventListener(
          "keydown",
          (event) => {
            const look = () => {
              if (count() > before) requestAnimationFrame(() => setTimeout(() => done(performance.now() - event.timeStamp)));
              else setTimeout(look, 0);
            };
            look();
          },
          { once: true },
        );
      });
    }, selector);
    await page.keyboard.press("e");
    times.push(await page.evaluate(() => window.took));
    await rest(100);
  }
  return times;
}

/** From a key to the frame in which it is painted, by whatever the page does itself. */
async function keyToFrame(page, selector, rounds) {
  await page.bringToFront();
  const times = [];
  for (let round = 0; round < rounds; round++) {
    await page.evaluate((selector) => {
      window.took = new Promise((done) => {
        document.querySelector(selector).addEventListener(
          "keydown",
          (event) => requestAnimationFrame(() => setTimeout(() => done(performance.now() - event.timeStamp))),
          { once: true },
        );
      });
    }, selector);
    await page.keyboard.press("e");
    times.push(await page.evaluate(() => window.took));
    await rest(100);
  }
  return times;
}

async function keyRows(stage, field) {
  const { quick, report } = stage;
  const off = await openDraft(stage, field, false);
  const on = await openDraft(stage, field, true);
  const [costs, without, warm] = [[], [], []];
  // In turns, so that what else the machine does strikes both alike; the first keys warm up.
  const [turns, turn] = quick ? [field.goals ? 2 : 1, 12] : [16, 25];
  for (const draft of [off, on]) await mainThread(draft, 0, quick ? 3 : 40, warm);
  for (let done = 0; done < turns; done++) {
    await mainThread(off, done * turn, turn, without);
    await mainThread(on, done * turn, turn, costs);
  }
  const cell = { where: `${WHERE}, ${field.kind}, mixed guide`, words: field.words, rules: field.rules, unit: "ms" };
  for (const [name, share] of [["p50", 0.5], ["p99", 0.99]]) {
    const [ours, theirs] = [quantile(costs, share), quantile(without, share)];
    report.add({ ...cell, figure: `key, page's main thread in all, ${name}`, ours, peer: "the extension off", peer_value: theirs, ratio: ours / theirs });
    // Both are processor time and typed in turns: what the one has above the other, quantile for quantile, is the
    // extension's. The row below charges it with the page's own tail as well.
    const row = { ...cell, figure: `key, share of the page's main thread, with the extension less without, ${name}`, ours: Math.max(0, ours - theirs) };
    if (field.goals && share === 0.99) report.goal(row, { most: 2 });
    else report.add(row);
  }
  const base = median(without);
  report.add({
    ...cell, figure: "key, page's main thread, p99 above the median without the extension",
    ours: quantile(costs, 0.99) - base, peer: "the extension off", peer_value: quantile(without, 0.99) - base,
  });
  if (field.goals) {
    await on.page.bringToFront();
    const times = await keyToMark(on.page, field.selector, quick ? 4 : 60);
    const frames = await keyToFrame(off.page, field.selector, quick ? 4 : 60);
    const peer = "key to painted letter, the extension off";
    report.add({ ...cell, figure: "key to painted mark, p50", ours: median(times), peer, peer_value: median(frames) });
    report.goal({ ...cell, figure: "key to painted mark, p95", ours: quantile(times, 0.95), peer, peer_value: quantile(frames, 0.95) }, { most: 50 });
  }
  await on.page.close();
  await off.page.close();
}
