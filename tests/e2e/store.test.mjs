// The log at size: what is kept beside the events is never out of step with them, and what an older version, a newer
// one, a full disk or a damaged record make of it.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { logLines } from "../bench/log.mjs";
import { REMOVE, launch, log, plainMarks, root, stopWorker, until } from "./browser.mjs";
import { stage } from "./pages.mjs";

const LOGS = join(root, "examples/logs");
const DAY = 86_400_000;
let at, folder;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), "housestyle-store-"));
  at = await stage();
});
after(async () => {
  await at.end();
  rmSync(folder, REMOVE);
});

async function options(browser) {
  const page = await browser.context.newPage();
  await page.goto(browser.url("pages/options.html"));
  await page.locator("dd code").waitFor();
  return page;
}

/** Takes logs in as a person does. */
async function take(browser, files) {
  const page = await options(browser);
  for (const file of files) {
    await page.locator("#log-file").setInputFiles(file);
    await page.locator("#imported .notice").waitFor({ timeout: 60_000 });
    await page.reload();
    await page.locator("dd code").waitFor();
  }
  await page.close();
}

/** The log as its exports are, in a file. */
async function exported(browser, name = "JSON Lines") {
  const page = await options(browser);
  const [download] = await Promise.all([
    page.waitForEvent("download", { timeout: 60_000 }),
    page.getByRole("button", { name: `Export as ${name}` }).click(),
  ]);
  const file = join(folder, `${Math.random()}-${download.suggestedFilename()}`);
  await download.saveAs(file);
  await page.close();
  return file;
}

/** The same scorecard twice: of what is kept, and of every event. */
async function cards(browser, choices) {
  const page = await browser.context.newPage();
  try {
    await page.goto(browser.url("_locales/en/messages.json"));
    return await page.evaluate(async (choices) => {
      const engine = await import("../../engine.js");
      await engine.default({ module_or_path: "../../engine_bg.wasm" });
      const told = [];
      for (const choice of choices) {
        const kept = new engine.ScoreReader(JSON.stringify(choice));
        const summed = await kept.add_kept_log();
        const counted = new engine.ScoreReader(JSON.stringify(choice));
        await engine.export_events("jsonl", false, (text) => counted.add(text));
        counted.end_log();
        told.push({ summed, kept: JSON.parse(kept.card()), counted: JSON.parse(counted.card()) });
      }
      return told;
    }, choices);
  } finally {
    await page.close();
  }
}

const NOW = Date.now();
const choice = (from, to, me, mine) => ({ settings: { now: NOW, rate_hundredths: 4_200 }, span: { from, to }, cut: null, viewer: { me, sees_people: true }, mine });

async function installation(browser) {
  const page = await options(browser);
  const name = await page.locator("dd code").innerText();
  await page.close();
  return name;
}

async function typed() {
  const page = await at.open("fields.html");
  await page.locator("#area").click();
  await page.keyboard.type("We leverage a guaranteed plan.", { delay: 5 });
  await until(() => plainMarks(page), (found) => found.length === 2);
  await page.waitForTimeout(1_500);
  await page.close();
}

test("a scorecard of what is kept is that of every event, and the command's", async () => {
  const me = await installation(at.browser);
  await typed();
  const own = join(folder, "own.jsonl");
  // Behind the positions that typing took.
  const lines = [...logLines({ installation: me, events: 3_000, now: NOW })].map((line) => JSON.parse(line));
  writeFileSync(own, lines.map((event) => `${JSON.stringify({ ...event, seq: event.seq + 1_000 })}\n`).join(""));
  await take(at.browser, [own, ...readdirSync(LOGS).filter((name) => name.endsWith(".jsonl")).map((name) => join(LOGS, name))]);
  await typed();
  const spans = [[null, null], [NOW - 90 * DAY, null], [NOW - 40 * DAY - 1_234_567, NOW - 3 * DAY + 89], [NOW - 2_000, NOW + 9_000], [NOW - DAY, NOW - DAY + 60_000]];
  const told = await cards(at.browser, spans.flatMap(([from, to]) => [choice(from, to, me, true), choice(from, to, me, false)]));
  for (const { summed, kept, counted } of told) {
    assert.equal(summed, true);
    // How many were given twice, nobody can say who counts no event; there were none.
    assert.deepEqual(kept, counted);
  }
  assert.ok(told[1].kept.numbers.find(({ name }) => name === "events").value > 4_000);
  const file = await exported(at.browser);
  const command = join(root, "target/debug", process.platform === "win32" ? "housestyle.exe" : "housestyle");
  const printed = JSON.parse(execFileSync(command, ["score", "--format", "json", "--rate", "42", "--now", new Date(NOW).toISOString(), file], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], maxBuffer: 1e8 }));
  assert.deepEqual(told[1].kept.numbers, printed.numbers);
  assert.deepEqual(told[1].kept.missing, printed.missing);
});

test("a log that an older version wrote is opened, kept whole and summed", async () => {
  const profile = mkdtempSync(join(tmpdir(), "housestyle-profile-"));
  let browser;
  try {
    browser = await launch({ profile });
    const me = await installation(browser);
    const events = [...logLines({ installation: me, events: 900, now: NOW })].map((line) => JSON.parse(line));
    const page = await browser.context.newPage();
    await page.goto(browser.url("_locales/en/messages.json"));
    // As version 2 made it.
    await page.evaluate(async (events) => {
      const done = (request) => new Promise((good, bad) => ((request.onsuccess = () => good(request.result)), (request.onerror = () => bad(request.error))));
      await done(indexedDB.deleteDatabase("housestyle"));
      const opening = indexedDB.open("housestyle", 2);
      opening.onupgradeneeded = () => {
        const database = opening.result;
        database.createObjectStore("events", { keyPath: "id" }).createIndex("order", ["installation", "seq", "id"]);
        database.createObjectStore("drafts", { keyPath: "key" }).createIndex("open", "open");
        database.createObjectStore("pieces", { keyPath: ["draft", "piece"] });
        database.createObjectStore("meta");
        database.createObjectStore("packed");
      };
      const database = await done(opening);
      const transaction = database.transaction(["events", "meta"], "readwrite");
      for (const event of events) transaction.objectStore("events").put(event);
      transaction.objectStore("meta").put({ next_seq: events.length + 1, events: events.length, first: events[0].at, last: events.at(-1).at, kinds: {} }, "figures");
      await new Promise((good) => (transaction.oncomplete = good));
      database.close();
    }, events);
    await browser.close();
    browser = await launch({ profile });
    const [{ summed, kept, counted }] = await cards(browser, [choice(NOW - 60 * DAY, null, me, true)]);
    assert.equal(summed, true);
    assert.deepEqual(kept, counted);
    assert.deepEqual((await log(browser)).map(({ id }) => id), events.map(({ id }) => id));
    const writing = await browser.context.newPage();
    await writing.goto(at.address("fields.html"));
    await writing.locator("#area").click();
    await writing.keyboard.type("We leverage it.", { delay: 5 });
    const all = await until(() => log(browser), (found) => found.length > 900, "an event more");
    assert.equal(all[900].seq, 901);
    const again = await cards(browser, [choice(null, null, me, true)]);
    assert.equal(again[0].kept.numbers.find(({ name }) => name === "events").value, (await log(browser)).length);
  } finally {
    await browser?.close();
    rmSync(profile, REMOVE);
  }
});
