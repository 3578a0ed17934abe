// The log at size, in a real Chromium's IndexedDB: what appending, opening, the scorecard and the export of a million
// events take, as rows with their goals. `node tests/bench/log.mjs [EVENTS]`, after `cargo xtask build`. Filling takes
// minutes: `--fill FOLDER` leaves a filled profile there and `--measure FOLDER` measures it, so that a machine need be
// quiet for that alone. Times are by the clock; beside them stands what the extension's own processes took of the
// processor, which a machine at other work does not make longer.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { REMOVE, launch, root, until } from "../e2e/browser.mjs";
import { chance, pick } from "./chance.mjs";
import { Report } from "./report.mjs";
import { quantile } from "./timing.mjs";

const DAY = 86_400_000;
const RULES = Array.from({ length: 60 }, (_, number) => `claims.rule-${number}`);

/** Lines of one installation's log over so many days up to now, about so many events; the same every time. */
export function* logLines({ installation, events, days = 90, now = Date.now() }) {
  const random = chance(7);
  const whole = (below) => Math.floor(random() * below);
  const one = (list) => pick(random, list);
  const begin = now - days * DAY + 60_000;
  const step = (days * DAY - 120_000) / events;
  let seq = 0;
  let draft = 0;
  const head = (at) => ({
    id: `${(0x1900_0000_0000 + seq).toString(16).padStart(8, "0").slice(-8)}-0000-7000-8000-${String(seq).padStart(12, "0")}`,
    seq: ++seq, at, offset: 60, installation, guide: "Acme brand guide", guide_version: "2026.11",
    host: one(["docs.example.com", "mail.example.com", "chat.example.com"]), surface: "draft", draft: `d${draft}`,
  });
  while (seq < events) {
    draft += 1;
    let flags = 0;
    const length = 12 + whole(20);
    for (let number = 0; number < length && seq < events; number++) {
      const at = Math.floor(begin + seq * step);
      const words = 40 + whole(400);
      const kind =
        number === 0 ? { kind: "draft_opened", characters: 0, words: 0 }
        : number === 2 ? { kind: "generation", generation: 1, tool: "ChatGPT", evidence: "streamed", characters: words * 6, words, iteration: 1 }
        : number === length - 3 ? { kind: "checked_clean", characters: words * 6, words }
        : number === length - 2 ? { kind: "shipped", how: "sent", characters: words * 6, words, open_flags: 0 }
        : number === length - 1 ? { kind: "draft_closed", characters: words * 6, words, open_flags: 0 }
        : number % 4 === 1 ? { kind: "flag_raised", flag: ++flags, rule: one(RULES), owner: "Brand", verdict: "prefer", severity: one(["suggestion", "warning"]), length: 8, fingerprint: "f00d" }
        : number % 4 === 3 && flags > 0 ? { kind: "flag_resolved", flag: flags, rule: one(RULES), how: "edited", open_ms: whole(90_000) }
        : { kind: "revision", origin: "typed", began: at - 4_000, inserted: whole(80), deleted: whole(20), keystrokes: whole(90), pauses: 1, active_ms: whole(9_000), in_ai: whole(30) };
      yield `${JSON.stringify({ ...head(at), ...kind })}\n`;
    }
  }
}

/** What is asked of each process of the extension's. */
function ofProcesses(ask) {
  const answers = [];
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      if (readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("--extension-process")) answers.push(ask(`/proc/${pid}`));
    } catch {
      // It has ended meanwhile.
    }
  }
  return answers;
}

/** The most memory that a process of the extension's has had, in bytes. */
const peak = () =>
  Math.max(0, ...ofProcesses((process) => Number(readFileSync(`${process}/status`, "utf8").match(/VmHWM:\s+(\d+)/)[1]) * 1024));

/** From here on: the most until now is forgotten. */
const forgetPeak = () => void ofProcesses((process) => writeFileSync(`${process}/clear_refs`, "5"));

/** Milliseconds of the processor that the extension's processes have used. */
function used() {
  const ticks = ofProcesses((process) => {
    const fields = readFileSync(`${process}/stat`, "utf8").split(") ")[1].split(" ");
    return Number(fields[11]) + Number(fields[12]);
  });
  return ticks.reduce((sum, each) => sum + each, 0) * 10;
}

/** Hands lines to the page, which asks for as many as it wants. */
async function feed(page, installation, lines, batch) {
  await page.exposeFunction("nextLines", () => {
    let text = "";
    for (let number = 0; number < batch.size; number++) {
      const { done, value } = lines.next();
      if (done) break;
      text += value;
    }
    return text || null;
  });
  return (count) =>
    page.evaluate(
      async ({ installation, count }) => {
        const engine = await import("../log.js");
        await engine.default({ module_or_path: "../log_bg.wasm" });
        const took = [];
        let began;
        let batches = 0;
        // A piece is read when the one before it is durable.
        const read = async () => {
          const text = batches === count ? null : await globalThis.nextLines();
          batches += 1;
          return text ?? undefined;
        };
        const next = async () => {
          if (began !== undefined) took.push(performance.now() - began);
          const text = await read();
          began = performance.now();
          return text;
        };
        const outcome = await engine.import_events(installation, next, () => undefined);
        return { took, added: outcome.added, refused: outcome.refused.length };
      },
      { installation, count },
    );
}

const OPEN = `const done = (request) => new Promise((good, bad) => ((request.onsuccess = () => good(request.result)), (request.onerror = () => bad(request.error))));
  const database = await done(indexedDB.open("housestyle"));`;

/** Puts so many events into the database. */
async function fill(page, lines, events) {
  const AT_ONCE = 1_000;
  for (let written = 0; written < events; written += AT_ONCE) {
    const batch = [];
    for (let number = 0; number < AT_ONCE && written + number < events; number++) batch.push(lines.next().value.trimEnd());
    await page.evaluate(`(async (events) => {
      ${OPEN}
      const transaction = database.transaction("events", "readwrite");
      const store = transaction.objectStore("events");
      for (const event of events) store.put(event);
      await new Promise((good, bad) => ((transaction.oncomplete = good), (transaction.onabort = bad)));
      database.close();
    })([${batch}])`);
  }
}

/** Says how many events there are as version 2 of the database did, so that what is kept beside them is made anew. */
const sayHowMany = (page, events) =>
  page.evaluate(`(async () => {
    ${OPEN}
    const store = database.transaction("meta", "readwrite").objectStore("meta");
    await done(store.put({ next_seq: ${events + 1}, events: ${events}, first: null, last: null, kinds: {} }, "figures"));
    database.close();
  })()`);

/** Events appended a thousand at a time, then in batches of ten. */
const MORE = { thousands: 20, tens: 400 };
const APPENDED = MORE.thousands * 1_000 + MORE.tens * 10;

/** Where an extension lies is who it is: a profile that was filled is measured with the same one. */
const browserOf = (profile) => launch({ profile, extension: join(root, "target/extension/chromium") });

/** The log of a profile: the same lines whenever it is gone on with. */
const linesOf = ({ installation, events, now }) => logLines({ installation, events: events + APPENDED, now });

/**
 * Events that are written before the browser is started anew. Of every key it writes Chromium leaves a note behind, by the
 * number of the transaction since its start, and reads through what is left of them when it opens a database: a million
 * events of one run leave more than those of many, which is how they come about.
 */
const A_RUN = 25_000;

/** Fills a profile with so many events, in so many runs of the browser as that takes, and counts them for the first time. */
export async function fillProfile(profile, { events, say = () => undefined }) {
  const log = { events, now: Date.now() };
  let lines;
  const began = performance.now();
  for (let written = 0; written < events; written += A_RUN) {
    const browser = await browserOf(profile);
    try {
      const page = await browser.context.newPage();
      await page.goto(browser.url("pages/options.html"));
      log.installation = await page.locator("dd code").innerText();
      lines ??= linesOf(log);
      const these = Math.min(A_RUN, events - written);
      say(`writing events ${written + 1} to ${written + these}`);
      await fill(page, lines, these);
      if (written + these < events) continue;
      log.filling_ms = Math.round(performance.now() - began);
      await sayHowMany(page, events);
      say("counting them for the first time");
      const counting = performance.now();
      await page.evaluate(async (me) => {
        const engine = await import("../log.js");
        await engine.default({ module_or_path: "../log_bg.wasm" });
        const choice = { settings: { now: Date.now() }, span: {}, viewer: { me, sees_people: false }, mine: true };
        if (!(await new engine.ScoreReader(JSON.stringify(choice)).add_kept_log())) throw new Error("nothing is kept");
      }, log.installation);
      log.counting_anew_ms = Math.round(performance.now() - counting);
      writeFileSync(join(profile, "log.json"), JSON.stringify(log));
    } finally {
      await browser.close();
    }
  }
}

/** Milliseconds until the log tells how many events it holds, each time in a browser that has just started. */
async function openings(profile, rounds) {
  const times = [];
  for (let round = 0; round < rounds; round++) {
    const browser = await browserOf(profile);
    try {
      const page = await browser.context.newPage();
      await page.goto(browser.url("_locales/en/messages.json"));
      times.push(await page.evaluate(
        () =>
          new Promise((done, fail) => {
            const began = performance.now();
            const opening = indexedDB.open("housestyle");
            opening.onerror = () => fail(opening.error);
            opening.onsuccess = () => {
              const request = opening.result.transaction("meta").objectStore("meta").get("figures");
              request.onsuccess = () => {
                done(performance.now() - began);
                opening.result.close();
              };
            };
          }),
      ));
    } finally {
      await browser.close();
    }
  }
  return times;
}

/** The scorecard of 90 days, so many times over, in a page of the extension's that has done nothing before. */
async function scorecards(browser, me, rounds) {
  const page = await browser.context.newPage();
  await page.goto(browser.url("_locales/en/messages.json"));
  const resting = used();
  const told = await page.evaluate(async ({ me, rounds }) => {
    const engine = await import("../../log.js");
    await engine.default({ module_or_path: "../../log_bg.wasm" });
    const today = new Date();
    const from = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 89).getTime();
    const choice = { settings: { now: Date.now(), rate_hundredths: null }, span: { from, to: null }, cut: null, viewer: { me, sees_people: false }, mine: true };
    const took = [];
    let events;
    for (let round = 0; round < rounds; round++) {
      const began = performance.now();
      const reader = new engine.ScoreReader(JSON.stringify(choice));
      if (!(await reader.add_kept_log())) throw new Error("nothing is kept");
      const read = performance.now() - began;
      const told = JSON.parse(reader.card());
      took.push({ read: Math.round(read), all: Math.round(performance.now() - began) });
      events = told.numbers.find((number) => number.name === "events").value;
      reader.free();
    }
    return { took, events };
  }, { me, rounds });
  await page.close();
  return { ...told, processor: Math.round((used() - resting) / rounds) };
}

/** Each format exported by a page of a browser that has just started: how long, and the most memory it took a process. */
async function exportEach(profile, say) {
  const told = {};
  for (const format of ["JSON Lines", "CSV", "Parquet"]) {
    say(`the export as ${format}`);
    const browser = await browserOf(profile);
    try {
      const page = await browser.context.newPage();
      await page.goto(browser.url("pages/options.html"));
      await page.locator("dd code").waitFor();
      forgetPeak();
      const before = peak();
      const began = performance.now();
      const [download] = await Promise.all([
        page.waitForEvent("download", { timeout: 1_200_000 }),
        page.getByRole("button", { name: `Export as ${format}` }).click(),
      ]);
      const bytes = statSync(await download.path()).size;
      const ms = Math.round(performance.now() - began);
      await until(() => page.locator(".notice").first().innerText(), (text) => /exported/.test(text), "the export's end", 60_000);
      told[format] = { ms, bytes, before, peak: peak() };
    } finally {
      await browser.close();
    }
  }
  return told;
}

/** Measures a profile that was filled. */
export async function measureProfile(profile, { say = () => undefined }) {
  const log = JSON.parse(readFileSync(join(profile, "log.json"), "utf8"));
  if (log.measured) throw new Error(`${profile} was measured already, which added events to it: fill another`);
  writeFileSync(join(profile, "log.json"), JSON.stringify({ ...log, measured: true }));
  const lines = linesOf(log);
  for (let number = 0; number < log.events; number++) lines.next();
  say("opening");
  const result = { ...log, open_ms: await openings(profile, 5) };
  const browser = await browserOf(profile);
  try {
    const page = await browser.context.newPage();
    say("the scorecard");
    result.scorecard = await scorecards(browser, log.installation, 3);
    result.peak_after_scorecard = peak();
    await page.goto(browser.url("pages/options.html"));
    const batch = { size: 1_000 };
    const append = await feed(page, log.installation, lines, batch);
    say("appending a thousand at a time");
    const filled = await append(MORE.thousands);
    if (filled.refused > 0 || filled.added < MORE.thousands * 1_000) throw new Error(`not all was taken: ${JSON.stringify({ ...filled, took: 0 })}`);
    say("appending ten at a time");
    batch.size = 10;
    const idle = used();
    const small = await append(MORE.tens);
    result.append_1000 = { p50: quantile(filled.took, 0.5), p99: quantile(filled.took, 0.99) };
    result.append_10 = { p50: quantile(small.took, 0.5), p99: quantile(small.took, 0.99), most: Math.max(...small.took), processor: (used() - idle) / MORE.tens };
    result.scorecard_after = await scorecards(browser, log.installation, 2);
  } finally {
    await browser.close();
  }
  result.exports = await exportEach(profile, say);
  say("opening after a run that wrote");
  result.open_after_writing_ms = await openings(profile, 5);
  return result;
}

/** What was measured, as rows with their goals. */
function rows(result) {
  const report = new Report();
  const where = `Chromium, ${result.events.toLocaleString("en")} events`;
  const ms = (figure, ours, goal) => (goal ? report.goal({ figure, where, unit: "ms", ours }, goal) : report.add({ figure, where, unit: "ms", ours }));
  ms("log, a batch of ten appended, p50", result.append_10.p50);
  ms("log, a batch of ten appended, p99", result.append_10.p99, { most: 20 });
  ms("log, a thousand appended, p50", result.append_1000.p50);
  ms("log, opened by a browser that has just started, p50", quantile(result.open_ms, 0.5), { most: 300 });
  ms("log, opened by a browser that has just started, the slowest of five", Math.max(...result.open_ms));
  ms("log, opened by a browser that has just started, where the run before it wrote, p50", quantile(result.open_after_writing_ms, 0.5), { most: 300 });
  const first = result.scorecard.took[0].all;
  ms("log, scorecard of 90 days, the first of a browser", first, { most: 1_000 });
  ms("log, scorecard of 90 days, again", quantile(result.scorecard.took.slice(1).map((took) => took.all), 0.5));
  ms("log, scorecard of 90 days, after events that change days gone by", result.scorecard_after.took[0].all);
  ms("log, all events counted anew", result.counting_anew_ms);
  const megabytes = (figure, bytes) => report.add({ figure, where, unit: "MB", ours: bytes / 1e6 });
  for (const [format, told] of Object.entries(result.exports)) {
    ms(`log, all exported as ${format}`, told.ms);
    megabytes(`log, most memory of a process, while a page exports ${format}`, told.peak);
    megabytes(`log, memory of that process before it exports ${format}`, told.before);
  }
  return report.rows;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const given = process.argv.slice(2);
  const folder = (option) => (given[0] === option ? given.splice(0, 2)[1] : undefined);
  const [filled, measured] = [folder("--fill"), folder("--measure")];
  const say = (text) => console.error(`▸ ${text}`);
  const profile = filled ?? measured ?? mkdtempSync(join(tmpdir(), "housestyle-log-"));
  try {
    if (!measured) {
      if (existsSync(join(profile, "log.json"))) throw new Error(`${profile} is filled already: measure it, or remove it`);
      await fillProfile(profile, { events: Number(given[0] ?? 1_000_000), say });
    }
    if (!filled) {
      const result = await measureProfile(profile, { say });
      mkdirSync(join(root, "target/bench"), { recursive: true });
      const told = rows(result);
      writeFileSync(join(root, "target/bench/log.json"), `${JSON.stringify({ rows: told, result }, null, 2)}\n`);
      for (const { figure, unit, ours, goal, met } of told) {
        console.log(`${figure} | ${ours} ${unit} | ${goal ?? ""} | ${met === null ? "" : met ? "met" : "not met"}`);
      }
    }
  } finally {
    if (!filled && !measured) rmSync(profile, REMOVE);
  }
}
