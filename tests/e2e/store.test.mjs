// The log at size: what is kept beside the events is never out of step with them, and what an older version, a newer
// one or a damaged record make of it.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { logLines } from "../bench/log.mjs";
import { artefacts, REMOVE, launch, log, plainMarks, root, stopWorker, until } from "./browser.mjs";
import { NOW, cards, choice, exported, installation, options, take } from "./log_pages.mjs";
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
  const file = await exported(at.browser, folder);
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
    await writing.close();
    await until(() => log(browser), (found) => found.some(({ kind, seq }) => kind === "draft_closed" && seq > 900), "the end of the visit");
    const again = await cards(browser, [choice(null, null, me, true)]);
    assert.equal(again[0].kept.numbers.find(({ name }) => name === "events").value, (await log(browser)).length);
  } finally {
    await browser?.close();
    rmSync(profile, REMOVE);
  }
});

/** Runs in a page of the extension's own, with the database open as anybody may open it. */
async function inDatabase(browser, body, value) {
  const page = await browser.context.newPage();
  try {
    await page.goto(browser.url("_locales/en/messages.json"));
    // As text, since the pages' own policy lets nothing be evaluated there.
    return await page.evaluate(`(async () => {
      const done = (request) => new Promise((good, bad) => ((request.onsuccess = () => good(request.result)), (request.onerror = () => bad(request.error))));
      const database = await done(indexedDB.open("housestyle"));
      try {
        return await (${body})(database, done, ${JSON.stringify(value ?? null)});
      } finally {
        database.close();
      }
    })()`);
  } finally {
    await page.close();
  }
}

/** Keeps the log from everybody, so that nobody is told how large it is; gives how to let go of it. */
async function hold(browser) {
  const page = await browser.context.newPage();
  await page.goto(browser.url("_locales/en/messages.json"));
  await page.evaluate(`(async () => {
    const opening = indexedDB.open("housestyle");
    const database = await new Promise((good, bad) => ((opening.onsuccess = () => good(opening.result)), (opening.onerror = bad)));
    const store = database.transaction([...database.objectStoreNames], "readwrite").objectStore("meta");
    window.held = true;
    await new Promise((held) => {
      const on = () => {
        held();
        if (window.held) store.get("nothing").onsuccess = on;
        else database.close();
      };
      store.get("nothing").onsuccess = on;
    });
  })()`);
  return async () => {
    await page.evaluate("window.held = false");
    await page.close();
  };
}

test("what is beyond the limits goes, oldest first, and an event says what, why and at whose word", async () => {
  const browser = await launch();
  try {
    const me = await installation(browser);
    const own = join(folder, "aged.jsonl");
    writeFileSync(own, [...logLines({ installation: me, events: 2_000, days: 40, now: NOW })].join(""));
    await take(browser, [own]);
    const page = await options(browser);
    await page.locator("#keep_days").fill("30");
    await page.keyboard.press("Tab");
    // Asked from the start: a browser that opens one page after another does not come to say what the organisation has set.
    const aged = await until(() => log(browser), (all) => all.some(({ kind }) => kind === "dropped"), "the loss to be logged", 45_000);
    const left = await until(() => log(browser), (all) => all.filter(({ kind, at }) => kind !== "dropped" && at < NOW - 30 * DAY - 3_600_000).length === 0, "the old events to go", 30_000);
    assert.ok(aged.length > 0);
    const losses = left.filter(({ kind }) => kind === "dropped");
    for (const loss of losses) {
      assert.deepEqual([loss.dropped, loss.why, loss.set_by], ["events", "age", "person"]);
      assert.equal(loss.count, loss.to_seq - loss.from_seq + 1);
      assert.ok(loss.from_at <= loss.to_at && loss.to_at < Date.now() - 30 * DAY);
    }
    const gone = losses.reduce((sum, { count }) => sum + count, 0);
    assert.equal(left.length - losses.length + gone, 2_000);
    assert.equal(losses[0].from_seq, 1);
    // Nothing is missing that is not explained, and what is kept beside the events has let go of them.
    const compare = async () => {
      const [{ summed, kept, counted }] = await cards(browser, [choice(null, null, me, true)]);
      assert.equal(summed, true);
      assert.deepEqual(kept, counted);
      assert.deepEqual(kept.missing, []);
      return kept.numbers.find(({ name }) => name === "dropped").value;
    };
    assert.equal(await compare(), gone);
    // Then by size: a tenth of a megabyte is not to be had, so one, which is more than there is, drops nothing.
    const before = (await log(browser)).length;
    await page.locator("#keep_megabytes").fill("1");
    await page.keyboard.press("Tab");
    await page.waitForTimeout(1_000);
    assert.equal((await log(browser)).length, before);
    const top = Math.max(...(await log(browser)).map(({ seq }) => seq));
    const more = join(folder, "more.jsonl");
    // In hours of their own, behind those that are there.
    const lines = [...logLines({ installation: me, events: 4_000, days: 20, now: NOW })].map((line) => JSON.parse(line));
    writeFileSync(more, lines.map((event) => `${JSON.stringify({ ...event, id: `b${event.id.slice(1)}`, seq: event.seq + top })}\n`).join(""));
    await take(browser, [more]);
    await page.locator("#keep_megabytes").fill("2");
    await page.keyboard.press("Tab");
    await page.locator("#keep_megabytes").fill("1");
    await page.keyboard.press("Tab");
    const bytes = (all) => all.reduce((sum, event) => sum + JSON.stringify(event).length + 1, 0);
    const sized = await until(() => log(browser), (all) => bytes(all) <= 1_000_000 && all.some(({ why }) => why === "size"), "the log to be small enough", 60_000);
    const times = sized.filter(({ kind }) => kind !== "dropped").map(({ at }) => at);
    const latest = Math.max(...sized.filter(({ why }) => why === "size").map(({ to_at }) => to_at));
    assert.ok(latest < Math.min(...times), "the oldest went");
    await compare();
    await page.close();
  } finally {
    await browser.close();
  }
});

test("a limit that is being written stays as it was written, however late the one before it is answered, and no limit undoes another", async () => {
  const browser = await launch();
  try {
    const page = await options(browser);
    const [days, megabytes] = [page.locator("#keep_days"), page.locator("#keep_megabytes")];
    const notice = page.getByText("brought within its limits");
    await megabytes.fill("3");
    await page.keyboard.press("Tab");
    await notice.waitFor();
    const release = await hold(browser);
    await page.bringToFront();
    await days.fill("30");
    await page.keyboard.press("Tab");
    await megabytes.fill("2");
    await page.keyboard.press("Tab");
    await notice.waitFor({ state: "detached" });
    await megabytes.fill("1");
    await release();
    await notice.waitFor();
    // The second answer is there soon after the first.
    await page.waitForTimeout(500);
    assert.equal(await megabytes.inputValue(), "1");
    await page.keyboard.press("Tab");
    await page.waitForTimeout(500);
    await days.fill("0.5");
    await page.keyboard.press("Tab");
    await page.getByText("Write a whole number from 1 to 100000, or nothing for “no limit”.").waitFor();
    await page.screenshot({ path: join(artefacts, "limits.png") });
    await page.reload();
    await page.locator("dd code").waitFor();
    assert.deepEqual([await days.inputValue(), await megabytes.inputValue()], ["30", "1"]);
  } finally {
    await browser.close();
  }
});

test("a damaged record is set aside and told, and everything else is read and exported", async () => {
  const browser = await launch();
  try {
    const me = await installation(browser);
    const own = join(folder, "whole.jsonl");
    const events = [...logLines({ installation: me, events: 3_000, now: NOW })];
    writeFileSync(own, events.join(""));
    await take(browser, [own]);
    const [ordered, lost] = [JSON.parse(events[1_234]), JSON.parse(events[2_345])];
    await inDatabase(browser, async (database, done, [ordered, lost]) => {
      const store = database.transaction("events", "readwrite").objectStore("events");
      // One whose count is no number any more, and one that has lost its place in the order.
      await done(store.put({ ...ordered, at: "damaged" }));
      await done(store.put({ id: lost.id, kind: lost.kind }));
      // And one of a kind that only a newer version knows.
      await done(store.put({ id: "newer", seq: 3_001, at: 1, offset: 0, installation: ordered.installation, guide: "g", guide_version: "1", host: "", surface: "draft", draft: "", kind: "dreamt", depth: 3 }));
    }, [ordered, lost]);
    const file = await exported(browser, folder);
    const out = readFileSync(file, "utf8").trimEnd().split("\n").map((line) => JSON.parse(line));
    const wanted = events.map((line) => JSON.parse(line)).filter(({ id }) => id !== ordered.id && id !== lost.id);
    assert.deepEqual(out.filter(({ kind }) => kind !== "dreamt"), wanted);
    assert.deepEqual(out.find(({ kind }) => kind === "dreamt").depth, 3);
    const losses = await until(async () => (await log(browser)).filter(({ kind }) => kind === "dropped"), (all) => all.length === 2, "the losses to be logged");
    assert.deepEqual(losses.map(({ why, count, from_seq }) => [why, count, from_seq ?? null]).sort(), [["unreadable", 1, null], ["unreadable", 1, 1_235]]);
    const page = await options(browser);
    assert.match(await page.locator("#damaged").innerText(), /2 records/);
    await page.close();
    // As they were found: not destroyed.
    const aside = await inDatabase(browser, (database, done) => done(database.transaction("damaged").objectStore("damaged").getAll()));
    assert.deepEqual(aside.map(({ id }) => id).sort(), [ordered.id, lost.id].sort());
    const again = readFileSync(await exported(browser, folder), "utf8").trimEnd().split("\n");
    assert.equal(again.length, 3_001 - 2 + 2);
  } finally {
    await browser.close();
  }
});

test("a log that a newer version wrote is read and exported, nothing is added, and that is said", async () => {
  const profile = mkdtempSync(join(tmpdir(), "housestyle-profile-"));
  let browser;
  try {
    browser = await launch({ profile });
    const me = await installation(browser);
    const own = join(folder, "before.jsonl");
    writeFileSync(own, [...logLines({ installation: me, events: 500, now: NOW })].join(""));
    await take(browser, [own]);
    const page = await browser.context.newPage();
    await page.goto(browser.url("_locales/en/messages.json"));
    await page.evaluate(async () => {
      const opening = indexedDB.open("housestyle", 40);
      opening.onupgradeneeded = () => opening.result.createObjectStore("of_tomorrow");
      await new Promise((good, bad) => ((opening.onsuccess = good), (opening.onerror = bad)));
      opening.result.close();
    });
    await page.close();
    const write = async () => {
      const writing = await browser.context.newPage();
      await writing.goto(at.address("fields.html"));
      await writing.locator("#area").click();
      await writing.keyboard.type("We leverage it.", { delay: 5 });
      // The check goes on.
      await until(() => plainMarks(writing), (found) => found.length === 1);
      const shown = await options(browser);
      await until(() => shown.locator("#trouble").innerText(), (text) => /newer version/.test(text), "the trouble to be told");
      await shown.close();
      await writing.close();
    };
    // A background that starts in the same run, which takes the file to be in order, and one of a later run.
    await stopWorker(browser);
    await write();
    assert.equal((await log(browser)).length, 500);
    await browser.close();
    browser = await launch({ profile });
    await write();
    assert.equal(readFileSync(await exported(browser, folder), "utf8").trimEnd().split("\n").length, 500);
    const [{ summed, kept, counted }] = await cards(browser, [choice(null, null, me, true)]);
    assert.equal(summed, false);
    assert.equal(counted.numbers.find(({ name }) => name === "events").value, 500);
    assert.ok(kept);
    assert.equal((await log(browser)).length, 500);
  } finally {
    await browser?.close();
    rmSync(profile, REMOVE);
  }
});
