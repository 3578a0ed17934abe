// What the extension costs the page's main thread at a key: two pages with the same text, one with the extension and
// one without, typed in by turns with real keys. Prints a table; with --profile also the functions that cost most.
// Options: --words N, --keys N, --where rich,textarea, --every N (words from one flag to the next), --profile, --json FILE.
import { writeFileSync } from "node:fs";
import { devtools, plainMarks } from "../e2e/browser.mjs";
import { traceKeys } from "../e2e/key_costs.mjs";
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
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  return { page, session, opening, selector };
}

/** The main thread's processor time for each key by the browser's own metrics, with nothing traced. */
async function typeKeys({ page, session }, count, from, costs) {
  await page.bringToFront();
  await page.waitForTimeout(200);
  for (let i = from; i < from + count; i++) {
    const before = await metrics(session);
    await page.keyboard.press(TYPED[i % TYPED.length] === " " ? "Space" : TYPED[i % TYPED.length]);
    await page.waitForTimeout(70);
    const after = await metrics(session);
    costs.push(Object.fromEntries(Object.keys(after).map((name) => [name, after[name] - before[name]])));
  }
}

async function metrics(session) {
  const { metrics } = await session.send("Performance.getMetrics");
  const of = (name) => metrics.find((metric) => metric.name === name).value * 1000;
  const [script, layout, style] = [of("ScriptDuration"), of("LayoutDuration"), of("RecalcStyleDuration")];
  return { script, layout: layout + style, share: script + layout + style, task: of("TaskDuration") };
}

/** The same from the browser's trace; `names` sums up what the browser did. */
async function trace({ page, session }, count, from, costs, names) {
  await page.bringToFront();
  await page.waitForTimeout(200);
  costs.push(...(await traceKeys(session, Array.from({ length: count }, (_, i) => TYPED[(from + i) % TYPED.length]), (letter) => page.keyboard.press(letter === " " ? "Space" : letter), { rest: 70, names })));
}

/** From a key that completes a flagged word to the frame after its mark was told to the browser, in rich text. */
async function keyToMark({ page }, rounds) {
  await page.bringToFront();
  const times = [];
  for (let round = 0; round < rounds; round++) {
    await page.keyboard.type(" leverag", { delay: 15 });
    await page.waitForTimeout(300);
    await page.evaluate(() => {
      const count = () => [...CSS.highlights].reduce((sum, [name, set]) => sum + (name.startsWith("housestyle-") ? set.size : 0), 0);
      const before = count();
      window.took = new Promise((done) => {
        const hear = () => {
          const began = performance.now();
          const look = () => (count() > before ? requestAnimationFrame(() => setTimeout(() => done(performance.now() - began))) : performance.now() - began > 2_000 ? done(2_000) : setTimeout(look));
          look();
        };
        document.getElementById("rich").addEventListener("keydown", hear, { once: true, capture: true });
      });
    });
    await page.keyboard.press("e");
    times.push(await page.evaluate(() => window.took));
  }
  return times;
}

const report = [];
for (const where of places) {
  const off = await draft(where, false);
  const on = await draft(where, true);
  const held = await on.page.evaluate(() => [...CSS.highlights].reduce((sum, [name, set]) => sum + (name.startsWith("housestyle") ? set.size : 0), 0));
  const drawn = (await plainMarks(on.page)).length;
  const costs = { on: [], off: [] };
  const names = { on: new Map(), off: new Map() };
  const turn = 25;
  for (let done = 0; done < keys; done += turn) {
    await typeKeys(off, turn, done, costs.off);
    await typeKeys(on, turn, done, costs.on);
  }
  const traced = { on: [], off: [] };
  for (let done = 0; done < (profile ? 100 : 50); done += turn) {
    if (profile) await trace(off, turn, done, traced.off, names.off);
    await trace(on, turn, done, traced.on, names.on);
  }
  if (profile) {
    console.log(`what the browser did, ms a key, with the extension less without, ${where}:`);
    const differences = [...new Set([...names.on.keys(), ...names.off.keys()])].map((name) => [name, ((names.on.get(name) ?? 0) - (names.off.get(name) ?? 0)) / traced.on.length]);
    for (const [name, ms] of differences.sort((a, b) => Math.abs(b[1]) - Math.abs(a[1])).slice(0, 16)) console.log(`  ${ms.toFixed(3)}  ${name}`);
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
  const of = (list, name, share) => quantile(list.map((each) => each[name]), share);
  const less = (name, share) => round(of(costs.on, name, share) - of(costs.off, name, 0.5));
  const row = {
    where, words, keys: costs.on.length, held, drawn,
    // Script, style and layout: with the extension, less the median without.
    share_p50: less("share", 0.5), share_p95: less("share", 0.95), share_p99: less("share", 0.99),
    // The same tail without the extension: what the machine and the browser add by themselves.
    tail_without_p95: round(of(costs.off, "share", 0.95) - of(costs.off, "share", 0.5)), tail_without_p99: round(of(costs.off, "share", 0.99) - of(costs.off, "share", 0.5)),
    script_p50: less("script", 0.5), script_p99: less("script", 0.99), layout_p50: less("layout", 0.5),
    task_p50: less("task", 0.5), without_task_p50: round(of(costs.off, "task", 0.5)),
    // The client's own functions and all they make the browser do at once, from the trace, tracing included.
    client_p50: round(of(traced.on, "call", 0.5)), client_p99: round(of(traced.on, "call", 0.99)),
    opening_long_tasks: on.opening.map(round), opening_off: off.opening.map(round),
  };
  if (where === "rich") {
    const times = await keyToMark(on, 20);
    Object.assign(row, { key_to_painted_mark_p50: round(quantile(times, 0.5)), key_to_painted_mark_p95: round(quantile(times, 0.95)) });
  }
  report.push(row);
  console.log(JSON.stringify(row));
  await on.page.close();
  await off.page.close();
}
if (argument("--json")) writeFileSync(argument("--json"), JSON.stringify(report, null, 2));
await at.end();
