// From the first focus to the first mark, with the engine awake and asleep, and what of it each step takes. Runs in a
// browser that nothing but the writer drives, since what drives the tests halts each worker at its start.
import { join } from "node:path";
import { root, serve, until } from "../e2e/browser.mjs";
import { bareBrowser } from "./bare_browser.mjs";
import { mixedGuide } from "./guides.mjs";
import { median } from "./timing.mjs";

const WHERE = "Chromium, the extension";
const rest = (ms) => new Promise((done) => setTimeout(done, ms));

/** What the background marks on its way, in order, and what ends there. */
const STEPS = [
  ["script", "the browser starts the worker"],
  ["compiled", "the Wasm is compiled"],
  ["started", "the engine starts"],
  ["flags", "the text is told and judged"],
];

export async function wakingRows(report, { extension, quick, say }) {
  const site = await serve(join(root, "tests/pages"));
  const browser = await bareBrowser(extension);
  try {
    const address = `http://localhost:${site.port}/rich.html`;
    const rounds = {};
    // The larger one first: a browser that has only just started is slow for some seconds.
    for (const rules of [10_000, 1_000]) {
      say(`first focus to first mark, ${rules} rules`);
      await loadGuide(browser, mixedGuide(rules), rules);
      const { asleep, awake } = (rounds[rules] = { asleep: [], awake: [] });
      await firstMark(browser, address);
      for (let round = 0; round < (quick ? 3 : 21); round++) {
        awake.push(await firstMark(browser, address));
        await stopWorkers(browser);
        asleep.push(await firstMark(browser, address));
      }
    }
    const whole = (of) => median(of.map(({ focus, marked }) => marked - focus));
    const thousand = whole(rounds[1_000].asleep);
    for (const rules of [1_000, 10_000]) {
      const { asleep, awake } = rounds[rules];
      const cell = { where: `${WHERE}, mixed guide`, rules, unit: "ms" };
      report.add({ ...cell, figure: "first focus to first mark, engine awake, p50", ours: whole(awake) });
      const row = { ...cell, figure: "first focus to first mark, engine asleep, p50", ours: whole(asleep) };
      if (rules === 1_000) report.goal(row, { most: 150 });
      else report.goal({ ...row, peer: "the same with 1,000 rules", peer_value: thousand, ratio: row.ours / thousand }, { most: 2, of: "ratio" });
      let before = "focus";
      for (const [mark, what] of [...STEPS, ["marked", "the mark is made"]]) {
        const took = median(asleep.map((round) => round[mark] - round[before]));
        report.add({ ...cell, figure: `first focus to first mark, engine asleep, of it: ${what}, p50`, ours: took });
        before = mark;
      }
    }
  } finally {
    await browser.close();
    site.close();
  }
}

const workers = async ({ pipe }) =>
  (await pipe.send("Target.getTargets")).targetInfos.filter(({ type, url }) => type === "service_worker" && url.startsWith("chrome-extension://"));

/** Puts a guide in force by the options page. */
async function loadGuide(browser, source, rules) {
  const [worker] = await until(() => workers(browser), (found) => found.length === 1, "the background", 10_000);
  const page = await browser.page(new URL("pages/options.html", worker.url).href);
  await until(() => page.evaluate(() => document.querySelector("#guide-file") !== null), Boolean, "the options page");
  await page.evaluate(
    (source, name) => {
      const input = document.querySelector("#guide-file");
      const files = new DataTransfer();
      files.items.add(new File([source], name, { type: "text/yaml" }));
      input.files = files.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    },
    source, `bench-${rules}.yaml`,
  );
  const said = () => page.evaluate(() => [...document.querySelectorAll(".notice")].some((each) => each.innerText.includes("is in force")));
  await until(said, Boolean, "the guide in force", 60_000);
  // What is made of it is kept for the next start.
  await rest(300);
  await page.close();
}

/** Stops the background as a browser does when it pleases, and waits until its process has gone, too. */
async function stopWorkers(browser) {
  const page = await browser.page("about:blank");
  await page.send("ServiceWorker.enable");
  await page.send("ServiceWorker.stopAllWorkers");
  await until(() => workers(browser), (found) => found.length === 0, "the background's end");
  await page.close();
  await rest(150);
}

/** The points in time, epoch milliseconds, from a focus to the first mark as the page's own clock and registry see it. */
async function firstMark(browser, address) {
  const page = await browser.page(address);
  await page.evaluate(() => {
    document.getElementById("nested").textContent = "Here we leverage and more.";
    window.seen = new Promise((done) => {
      document.getElementById("rich").addEventListener("focus", () => {
        const focus = performance.timeOrigin + performance.now();
        const look = () => {
          const found = [...CSS.highlights].some(([name, set]) => name.startsWith("housestyle-") && set.size > 0);
          if (found) done({ focus, marked: performance.timeOrigin + performance.now() });
          else setTimeout(look, 1);
        };
        look();
      });
    });
  });
  // Nobody is faster than that after a page has come.
  await rest(100);
  await page.click("#last");
  const seen = await page.evaluate(() => window.seen);
  const [worker] = await workers(browser);
  const { sessionId } = await browser.pipe.send("Target.attachToTarget", { targetId: worker.targetId, flatten: true });
  const expression = 'JSON.stringify(performance.getEntriesByType("mark").map(({ name, startTime }) => [name, performance.timeOrigin + startTime]))';
  const { result } = await browser.pipe.send("Runtime.evaluate", { expression }, sessionId);
  await browser.pipe.send("Target.detachFromTarget", { sessionId });
  await page.close();
  return { ...Object.fromEntries(JSON.parse(result.value).reverse()), ...seen };
}
