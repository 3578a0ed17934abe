// Times in a real Chromium: first focus to first mark, the page's share of a keystroke, and key to mark. Prints nothing;
// writes rows of {figure, where, unit, ours, goal}.
import { writeFileSync } from "node:fs";
import { richMarks, stopWorker, until } from "../e2e/browser.mjs";
import { stage } from "../e2e/pages.mjs";

const options = process.argv.slice(2);
const out = options[options.indexOf("--out") + 1];
const quick = options.includes("--quick");
const rounds = quick ? 3 : 9;
const at = await stage();
const rows = [];
const quantile = (values, share) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))];
const row = (figure, where, values, goal, share = 0.5) =>
  rows.push({ figure, where, unit: "ms", ours: Math.round(quantile(values, share) * 100) / 100, runs: values.length, goal });

/** From the focus to the first mark, as the page's own clock and registry see it. */
async function focusToMark() {
  const page = await at.browser.context.newPage();
  await page.goto(at.address("rich.html"));
  await page.evaluate(() => {
    window.marked = new Promise((done) => {
      const rich = document.getElementById("rich");
      rich.addEventListener("focus", () => {
        const began = performance.now();
        const look = () => {
          const seen = [...CSS.highlights].some(([name, set]) => name.startsWith("housestyle-") && set.size > 0);
          if (seen) done(performance.now() - began);
          else setTimeout(look, 1);
        };
        look();
      });
    });
  });
  await page.locator("#last").click();
  const took = await page.evaluate(() => window.marked);
  await page.close();
  return took;
}

const asleep = [];
const awake = [];
await focusToMark();
for (let round = 0; round < rounds; round++) {
  awake.push(await focusToMark());
  await stopWorker(at.browser);
  await new Promise((done) => setTimeout(done, 400));
  asleep.push(await focusToMark());
}
row("first focus to first mark, median", "background awake", awake);
row("first focus to first mark, median", "background asleep", asleep, 150);

/** Main-thread time per keystroke with the extension on, less that with it off, from the browser's own trace. */
async function keystrokes(path, selector, words, on) {
  const page = await at.browser.context.newPage();
  await page.goto(at.address(path));
  await page.evaluate(
    ([selector, words, on]) => {
      const field = document.querySelector(selector);
      if (!on) field.setAttribute("data-housestyle", "off");
      const lines = [];
      for (let i = 0; i < words; i += 50) lines.push(`${"plain words of a draft ".repeat(10).trim()}${i % 1000 === 0 ? " leverage" : ""}`);
      if ("value" in field) field.value = lines.join("\n");
      else {
        field.textContent = "";
        for (const line of lines) field.append(Object.assign(document.createElement("p"), { textContent: line }));
      }
    },
    [selector, words, on],
  );
  await page.locator(selector).click({ position: { x: 60, y: 12 } });
  await page.keyboard.press("End");
  await page.waitForTimeout(700);
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  const busy = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    const of = (name) => metrics.find((metric) => metric.name === name).value * 1000;
    return of("ScriptDuration") + of("LayoutDuration") + of("RecalcStyleDuration");
  };
  const costs = [];
  for (const key of "now and then we write a little more text here".slice(0, quick ? 20 : 45)) {
    const before = await busy();
    await page.keyboard.type(key);
    await page.waitForTimeout(40);
    costs.push((await busy()) - before);
  }
  await page.close();
  return costs;
}

for (const [where, path, selector] of [["rich text, 20,000 words", "rich.html", "#rich"], ["textarea, 5,000 words", "fields.html", "#area"]]) {
  const words = selector === "#rich" ? 20_000 : 5_000;
  const off = await keystrokes(path, selector, words, false);
  const on = await keystrokes(path, selector, words, true);
  const base = quantile(off, 0.5);
  const share = on.map((cost) => Math.max(0, cost - base));
  row("share of the page's main thread per keystroke, p50", where, share, 2, 0.5);
  row("share of the page's main thread per keystroke, p99", where, share, 2, 0.99);
}

/** From a key that completes a flagged word to its mark. */
{
  const page = await at.open("rich.html");
  await page.locator("#last").click();
  await until(() => richMarks(page), (found) => found.length > 10);
  const times = [];
  for (let round = 0; round < rounds * 3; round++) {
    await page.keyboard.type("leverag");
    await page.waitForTimeout(120);
    times.push(
      await page.evaluate(() => {
        const count = () => [...CSS.highlights].reduce((sum, [name, set]) => sum + (name.startsWith("housestyle-") ? set.size : 0), 0);
        const before = count();
        window.took = new Promise((done) => {
          document.getElementById("rich").addEventListener(
            "beforeinput",
            () => {
              const began = performance.now();
              const look = () => (count() > before ? done(performance.now() - began) : setTimeout(look, 0));
              look();
            },
            { once: true },
          );
        });
      }).then(async () => {
        await page.keyboard.press("e");
        return page.evaluate(() => window.took);
      }),
    );
    await page.keyboard.type(" ");
  }
  row("key to mark, p50", "rich text, background awake", times, 50, 0.5);
  row("key to mark, p95", "rich text, background awake", times, 50, 0.95);
  await page.close();
}

writeFileSync(out, JSON.stringify(rows, null, 2));
await at.end();
