// The log at size, in a real Chromium's IndexedDB: what appending, opening, the scorecard and the export of a million
// events take. `node tests/bench/log.mjs [EVENTS]`, after `cargo xtask build`. Times are by the clock; beside them stands
// what the extension's own processes took of the processor, which a machine at other work does not make longer.
import { readFileSync, readdirSync, writeFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { launch, root, until } from "../e2e/browser.mjs";
import { chance, pick } from "./chance.mjs";
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

/** The most memory that a process of the extension's has had, in bytes. */
function peak() {
  let most = 0;
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      if (!readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("--extension-process")) continue;
      most = Math.max(most, Number(readFileSync(`/proc/${pid}/status`, "utf8").match(/VmHWM:\s+(\d+)/)[1]) * 1024);
    } catch {
      // It has ended meanwhile.
    }
  }
  return most;
}

/** Milliseconds of the processor that the extension's processes have used. */
function used() {
  let ticks = 0;
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      if (!readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("--extension-process")) continue;
      const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
      ticks += Number(fields[11]) + Number(fields[12]);
    } catch {
      // It has ended meanwhile.
    }
  }
  return ticks * 10;
}

/** Hands lines to the page, which asks for as many as it wants. */
export async function feed(page, installation, lines, batch) {
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

/** Puts events into the database as version 2 of it held them, so that what is kept beside them is made anew. */
export async function fill(page, lines, events, last = events) {
  const open = `const done = (request) => new Promise((good, bad) => ((request.onsuccess = () => good(request.result)), (request.onerror = () => bad(request.error))));
    const database = await done(indexedDB.open("housestyle"));`;
  for (let written = 0; written < events; written += 5_000) {
    const batch = [];
    for (let number = 0; number < 5_000; number++) batch.push(lines.next().value.trimEnd());
    await page.evaluate(`(async (events) => {
      ${open}
      const transaction = database.transaction("events", "readwrite");
      const store = transaction.objectStore("events");
      for (const event of events) store.put(event);
      await new Promise((good, bad) => ((transaction.oncomplete = good), (transaction.onabort = bad)));
      database.close();
    })([${batch}])`);
  }
  await page.evaluate(`(async () => {
    ${open}
    const store = database.transaction("meta", "readwrite").objectStore("meta");
    await done(store.put({ next_seq: ${last + 1}, events: ${last}, first: null, last: null, kinds: {} }, "figures"));
    database.close();
  })()`);
}

export async function measure({ events, say = () => undefined }) {
  const browser = await launch();
  try {
    const page = await browser.context.newPage();
    await page.goto(browser.url("pages/options.html"));
    const installation = await page.locator("dd code").innerText();
    const lines = logLines({ installation, events: events + 24_000 });
    const batch = { size: 1_000 };
    const append = await feed(page, installation, lines, batch);
    say(`writing ${events} events`);
    const began = performance.now();
    await fill(page, lines, events);
    say("counting them for the first time");
    const anew = performance.now();
    await page.evaluate(async (me) => {
      const engine = await import("../log.js");
      await engine.default({ module_or_path: "../log_bg.wasm" });
      const choice = { settings: { now: Date.now() }, span: {}, viewer: { me, sees_people: false }, mine: true };
      if (!(await new engine.ScoreReader(JSON.stringify(choice)).add_kept_log())) throw new Error("nothing is kept");
    }, installation);
    const [filling, counting] = [anew - began, performance.now() - anew];
    say("appending a thousand at a time");
    const filled = await append(20);
    if (filled.refused > 0 || filled.added < 20_000) throw new Error(`not all was taken: ${JSON.stringify({ ...filled, took: 0 })}`);
    batch.size = 10;
    const idle = used();
    say("appending");
    const small = await append(400);
    const result = {
      events, filling_ms: Math.round(filling), counting_anew_ms: Math.round(counting),
      append_1000: { p50: quantile(filled.took, 0.5), p99: quantile(filled.took, 0.99) },
      append_10: { p50: quantile(small.took, 0.5), p99: quantile(small.took, 0.99), processor: (used() - idle) / 400 },
      peak_after_filling: peak(),
    };
    say("opening");
    result.open_ms = await page.evaluate(
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
    );
    say("the scorecard");
    const resting = used();
    const card = await browser.context.newPage();
    await card.goto(browser.url("_locales/en/messages.json"));
    result.scorecard = await card.evaluate(async (me) => {
      const engine = await import("../../log.js");
      await engine.default({ module_or_path: "../../log_bg.wasm" });
      const today = new Date();
      const from = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 89).getTime();
      const choice = { settings: { now: Date.now(), rate_hundredths: null }, span: { from, to: null }, cut: null, viewer: { me, sees_people: false }, mine: true };
      const took = [];
      let events;
      for (let round = 0; round < 3; round++) {
        const began = performance.now();
        const reader = new engine.ScoreReader(JSON.stringify(choice));
        const kept = await reader.add_kept_log();
        const read = performance.now() - began;
        const told = JSON.parse(reader.card());
        took.push({ kept, read: Math.round(read), all: Math.round(performance.now() - began) });
        events = told.numbers.find((number) => number.name === "events").value;
        reader.free();
      }
      return { took, events };
    }, installation);
    result.scorecard.processor = Math.round((used() - resting) / 3);
    result.peak_after_scorecard = peak();
    say(`the export; so far ${JSON.stringify(result)}`);
    const out = await browser.context.newPage();
    await out.goto(browser.url("pages/options.html"));
    await out.locator("dd code").waitFor();
    const exporting = performance.now();
    const [download] = await Promise.all([
      out.waitForEvent("download", { timeout: 1_200_000 }),
      out.getByRole("button", { name: "Export as JSON Lines" }).click(),
    ]);
    await download.path();
    result.export_ms = Math.round(performance.now() - exporting);
    result.peak = peak();
    await until(() => out.locator(".notice").first().innerText(), (text) => /exported/.test(text), "the export's end", 60_000);
    return result;
  } finally {
    await browser.close();
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const result = await measure({ events: Number(process.argv[2] ?? 1_000_000), say: (text) => console.error(`▸ ${text}`) });
  mkdirSync(join(root, "target/bench"), { recursive: true });
  writeFileSync(join(root, "target/bench/log.json"), `${JSON.stringify(result, null, 2)}\n`);
  console.log(JSON.stringify(result, null, 2));
}
