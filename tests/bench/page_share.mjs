// What the extension costs the page's main thread at a key: two pages with the same text, one with the extension and
// one without, typed in by turns with real keys. Prints a table; with --profile also the functions that cost most.
// Options: --words N, --keys N, --where rich,textarea, --every N (words from one flag to the next), --profile, --json FILE.
import { writeFileSync } from "node:fs";
import { devtools, plainMarks, richMarks } from "../e2e/browser.mjs";
import { stage } from "../e2e/pages.mjs";

const argument = (name, otherwise) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : otherwise);
const words = Number(argument("--words", 100_000));
const keys = Number(argument("--keys", 300));
const every = Number(argument("--every", 50));
const places = argument("--where", "rich,textarea").split(",");
const profile = process.argv.includes("--profile");
const TYPED = "now and then we leverage a little more text here. ";

const quantile = (values, share) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))];
const round = (value) => Math.round(value * 100) / 100;
const at = await stage();

/** A page with the draft in it and the caret in its middle. */
async function draft(where, on) {
  const page = await at.browser.context.newPage();
  const selector = where === "rich" ? "#rich" : "#area";
  await page.goto(at.address(where === "rich" ? "rich.html" : "fields.html"));
  const longest = await page.evaluate(
    async ([selector, words, every, on]) => {
      const field = document.querySelector(selector);
      if (!on) field.setAttribute("data-housestyle", "off");
      const lines = [];
      const plain = "plain words of a draft that goes on and on until".split(" ");
      for (let i = 0; i < words; i += 50) {
        const line = [];
        for (let j = i; j < i + 50; j++) line.push(j % every === every >> 1 ? "leverage" : plain[j % plain.length]);
        lines.push(line.join(" "));
      }
      if ("value" in field) {
        field.value = lines.join("\n");
        field.style.height = "400px";
      } else {
        field.textContent = "";
        field.style.cssText = "height: 500px; overflow: auto";
        for (const line of lines) field.append(Object.assign(document.createElement("p"), { textContent: line }));
      }
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 100)));
      window.tasks = [];
      new PerformanceObserver((list) => window.tasks.push(...list.getEntries().map((entry) => entry.duration))).observe({ type: "longtask" });
    },
    [selector, words, every, on],
  );
  await page.locator(selector).click({ position: { x: 60, y: 12 } });
  await page.waitForTimeout(4000);
  const opening = await page.evaluate(() => window.tasks);
  // The caret goes to the middle, as a person who looks for a place to go on would bring it there.
  await page.evaluate((selector) => {
    const field = document.querySelector(selector);
    if ("value" in field) {
      const middle = field.value.indexOf("\n", field.value.length / 2);
      field.setSelectionRange(middle, middle);
      field.scrollTop = field.scrollHeight / 2;
    } else {
      const line = field.children[field.children.length >> 1];
      document.getSelection().setPosition(line.lastChild, line.lastChild.data.length);
      line.scrollIntoView({ block: "center" });
    }
  }, selector);
  await page.keyboard.type(" So,", { delay: 60 });
  await page.waitForTimeout(2500);
  const session = await devtools(page);
  await session.send("Performance.enable");
  return { page, session, opening, selector };
}

async function metrics(session) {
  const { metrics } = await session.send("Performance.getMetrics");
  const of = (name) => metrics.find((metric) => metric.name === name).value * 1000;
  return { script: of("ScriptDuration"), layout: of("LayoutDuration"), style: of("RecalcStyleDuration"), task: of("TaskDuration") };
}

async function typeKeys({ page, session }, count, from, costs) {
  await page.bringToFront();
  await page.waitForTimeout(150);
  for (let i = from; i < from + count; i++) {
    const before = await metrics(session);
    await page.keyboard.press(TYPED[i % TYPED.length] === " " ? "Space" : TYPED[i % TYPED.length]);
    await page.waitForTimeout(60);
    const after = await metrics(session);
    costs.push(Object.fromEntries(Object.keys(after).map((name) => [name, after[name] - before[name]])));
  }
}

const report = [];
for (const where of places) {
  const off = await draft(where, false);
  const on = await draft(where, true);
  const held = await on.page.evaluate(() => [...CSS.highlights].reduce((sum, [name, set]) => sum + (name.startsWith("housestyle") ? set.size : 0), 0));
  const drawn = (await plainMarks(on.page)).length;
  const costs = { on: [], off: [] };
  const turn = 25;
  const trace = [];
  on.session.on("Tracing.dataCollected", ({ value }) => trace.push(...value));
  for (let done = 0; done < keys; done += turn) {
    await typeKeys(off, turn, done, costs.off);
    if (done === 0) await on.session.send("Tracing.start", { transferMode: "ReportEvents", traceConfig: { includedCategories: ["devtools.timeline", "v8"] } }).catch((error) => console.error(String(error)));
    await typeKeys(on, turn, done, costs.on);
    if (done === 0) {
      const complete = new Promise((done) => on.session.once("Tracing.tracingComplete", done));
      await on.session.send("Tracing.end");
      await complete;
    }
  }
  if (profile) {
    await on.page.bringToFront();
    await on.session.send("Profiler.enable");
    await on.session.send("Profiler.setSamplingInterval", { interval: 100 });
    await on.session.send("Profiler.start");
    for (let i = 0; i < 100; i++) {
      await on.page.keyboard.press("x");
      await on.page.waitForTimeout(40);
    }
    const { profile: taken } = await on.session.send("Profiler.stop");
    const own = new Map();
    const byNode = new Map(taken.nodes.map((node) => [node.id, node]));
    const parent = new Map(taken.nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node.id])));
    const nearest = (id) => {
      for (let node = id; node !== undefined; node = parent.get(node)) {
        const { callFrame } = byNode.get(node);
        if (callFrame.url.includes("client.js")) return `${callFrame.functionName || "(anonymous)"}:${callFrame.lineNumber + 1}:${callFrame.columnNumber}`;
      }
      return undefined;
    };
    taken.samples.forEach((id, index) => {
      const { callFrame } = byNode.get(id);
      const name = callFrame.functionName;
      if (name === "(idle)" || name === "(program)") return;
      const key = nearest(id) ?? `[page] ${name}`;
      own.set(key, (own.get(key) ?? 0) + taken.timeDeltas[index] / 1000);
    });
    console.log(`functions of the client, ms for each of 100 keys, ${where}:`);
    for (const [name, ms] of [...own].sort((a, b) => b[1] - a[1]).slice(0, 25)) console.log(`  ${(ms / 100).toFixed(3)}  ${name}`);
  }
  // Which tasks were ours, from the trace: calls of functions in the client's file.
  const calls = trace.filter((event) => event.name === "FunctionCall" && event.args?.data?.url?.includes("client.js"));
  const sum = (list) => list.reduce((total, event) => total + (event.dur ?? 0) / 1000, 0);
  const total = (each) => each.script + each.layout + each.style;
  const row = {
    where, words, keys: costs.on.length, held, drawn,
    share_p50: round(quantile(costs.on.map(total), 0.5) - quantile(costs.off.map(total), 0.5)),
    share_p99: round(quantile(costs.on.map(total), 0.99) - quantile(costs.off.map(total), 0.5)),
    tail_off: round(quantile(costs.off.map(total), 0.99) - quantile(costs.off.map(total), 0.5)),
    script_p50: round(quantile(costs.on.map((each) => each.script), 0.5) - quantile(costs.off.map((each) => each.script), 0.5)),
    script_p99: round(quantile(costs.on.map((each) => each.script), 0.99) - quantile(costs.off.map((each) => each.script), 0.5)),
    layout_p50: round(quantile(costs.on.map((each) => each.layout + each.style), 0.5) - quantile(costs.off.map((each) => each.layout + each.style), 0.5)),
    task_p50: round(quantile(costs.on.map((each) => each.task), 0.5) - quantile(costs.off.map((each) => each.task), 0.5)),
    off_p50: round(quantile(costs.off.map(total), 0.5)),
    calls_a_key: round(sum(calls) / turn),
    opening_long_tasks: on.opening.map(round), opening_off: off.opening.map(round),
  };
  report.push(row);
  console.log(JSON.stringify(row));
  void richMarks;
  await on.page.close();
  await off.page.close();
}
if (argument("--json")) writeFileSync(argument("--json"), JSON.stringify(report, null, 2));
await at.end();
