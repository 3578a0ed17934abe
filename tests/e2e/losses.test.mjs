// What a full disk, a power failure and a lost database make of the log: whatever was acknowledged is there after the next
// starts of the browser, and what is not is seen to be missing.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { logLines } from "../bench/log.mjs";
import { REMOVE, artefacts, launch, log, plainMarks, until, worker } from "./browser.mjs";
import { NOW, cards, choice, exported, installation, options, take } from "./log_pages.mjs";
import { stage } from "./pages.mjs";
import { smallDisk } from "./small_disk.mjs";

const SENTENCE = "We leverage a guaranteed plan. ";
let at, folder;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), "housestyle-losses-"));
  at = await stage();
});
after(async () => {
  await at.end();
  rmSync(folder, REMOVE);
});

/** So many events of this browser's own log, taken in as a person does. */
async function fill(browser, events) {
  const own = join(folder, `${events}.jsonl`);
  writeFileSync(own, [...logLines({ installation: await installation(browser), events, now: NOW })].join(""));
  await take(browser, [own]);
}

/** Writes a sentence into a new field that goes with its page. Resolves when all of it is in the log. */
async function write(browser) {
  const page = await browser.context.newPage();
  await page.goto(at.address("fields.html"));
  await page.locator("#area").click();
  await page.keyboard.type(SENTENCE, { delay: 5 });
  await until(() => plainMarks(page), (found) => found.length === 2);
  await page.waitForTimeout(1_500);
  const before = (await log(browser)).filter(({ kind }) => kind === "draft_closed").length;
  await page.close();
  return until(() => log(browser), (all) => all.filter(({ kind }) => kind === "draft_closed").length > before, "the draft to be closed");
}

const typed = (events) => events.filter(({ kind }) => kind === "revision").reduce((sum, event) => sum + event.inserted, 0);
const gapless = (events) => assert.deepEqual(events.map(({ seq }) => seq), events.map((_, index) => index + 1));

async function trouble(page) {
  await page.reload();
  await page.locator("dd code, .notice").first().waitFor();
  return (await page.locator("#trouble").count()) === 1 ? page.locator("#trouble").innerText() : "";
}

/** The browser thinks that there is room until a write has failed. */
const lie = async (browser) =>
  (await worker(browser)).evaluate(() => {
    const { estimate } = StorageManager.prototype;
    navigator.storage.estimate = async () => ({ ...(await estimate.call(navigator.storage)), quota: Number.MAX_SAFE_INTEGER });
    const { transaction } = IDBDatabase.prototype;
    IDBDatabase.prototype.transaction = function (...stores) {
      const begun = transaction.apply(this, stores);
      begun.addEventListener("abort", () => delete navigator.storage.estimate);
      return begun;
    };
  });

test("with less room than may be written into, nothing is logged, and everything can be erased", async (t) => {
  const disk = smallDisk();
  if (!disk) return t.skip("mounting a small disk needs the right to");
  let browser;
  try {
    browser = await launch({ profile: disk.profile });
    await fill(browser, 1_000);
    const page = await options(browser);
    disk.fill(16 << 20);
    const writing = await browser.context.newPage();
    await writing.goto(at.address("fields.html"));
    await writing.locator("#area").focus();
    await writing.keyboard.type(SENTENCE, { delay: 5 });
    await until(() => plainMarks(writing), (found) => found.length === 2);
    await page.bringToFront();
    assert.match(await until(() => trouble(page), (said) => said !== "", "the trouble to be told", 40_000), /Nothing can be logged/);
    assert.equal((await log(browser)).length, 1_000);
    await page.getByRole("button", { name: "Erase everything…" }).click();
    await page.getByRole("button", { name: "Erase it" }).click();
    await page.getByText("Everything was erased.").waitFor();
    assert.deepEqual(await log(browser), []);
    disk.free();
    await write(browser);
    const [first] = await log(browser);
    assert.equal(first.seq, 1_001, "what was erased is seen to be missing");
  } finally {
    await browser?.close();
    disk.end();
  }
});

// What was cut short shows at the second start only.
for (const [how, before, starts] of [["is full", undefined, 1], ["fills up after it was asked for room", lie, 2]]) {
  test(`on a disk that ${how} nothing is acknowledged that is not written, it is said, and all is there once there is room, also after the next starts`, async (t) => {
    const disk = smallDisk();
    if (!disk) return t.skip("mounting a small disk needs the right to");
    let browser;
    try {
      browser = await launch({ profile: disk.profile });
      await fill(browser, 1_000);
      const page = await options(browser);
      const writing = await browser.context.newPage();
      await writing.goto(at.address("fields.html"));
      await writing.locator("#area").focus();
      await writing.waitForTimeout(500);
      disk.fill();
      await before?.(browser);
      await writing.keyboard.type(SENTENCE, { delay: 5 });
      await until(() => plainMarks(writing), (found) => found.length === 2);
      await page.bringToFront();
      assert.match(await until(() => trouble(page), (said) => said !== "", "the trouble to be told", 40_000), /Nothing can be logged/);
      await page.locator("#trouble").scrollIntoViewIfNeeded();
      await page.screenshot({ path: join(artefacts, `disk_that_${how.replaceAll(" ", "_")}.png`) });
      if (before) {
        // Somebody's write was cut short: the log is not opened, which might be its end, and that is said.
        assert.equal(await page.locator("#events").innerText(), "unknown");
        await page.getByRole("button", { name: "Export as JSON Lines" }).click();
        await page.getByText("there is too little room for the log").waitFor();
      } else {
        // What was acknowledged is there, can be read, and is exported.
        const acknowledged = await log(browser);
        assert.ok(acknowledged.length >= 1_000);
        gapless(acknowledged);
        assert.equal(readFileSync(await exported(browser, folder), "utf8").trimEnd().split("\n").length, acknowledged.length);
        const [{ kept, counted }] = await cards(browser, [choice(null, null, acknowledged[0].installation, true)]);
        assert.deepEqual(kept, counted);
      }
      disk.free();
      await until(() => trouble(page), (said) => said === "", "the trouble to be over", 40_000);
      await writing.bringToFront();
      await writing.keyboard.type(SENTENCE, { delay: 5 });
      await writing.waitForTimeout(1_500);
      await writing.close();
      const all = await until(() => log(browser), (found) => found.length > 1_000 && found.at(-1).kind === "draft_closed", "what waited to be written", 30_000);
      gapless(all);
      assert.equal(all.slice(1_000).filter(({ kind }) => kind === "draft_opened").length, 1);
      assert.equal(typed(all.slice(1_000)), 2 * SENTENCE.length);
      for (let start = 0; start < starts; start++) {
        await browser.close();
        browser = await launch({ profile: disk.profile });
        assert.deepEqual((await until(() => log(browser), () => true, "the log")).slice(0, all.length), all);
        if (start + 1 < starts) gapless(await write(browser));
      }
    } finally {
      await browser?.close();
      disk.end();
    }
  });
}

test("a browser that is started on a full disk, after a write was cut short there, marks, and opens the log once there is room", async (t) => {
  const disk = smallDisk();
  if (!disk) return t.skip("mounting a small disk needs the right to");
  let browser;
  try {
    browser = await launch({ profile: disk.profile });
    await fill(browser, 1_000);
    const before = await log(browser);
    const writing = await browser.context.newPage();
    await writing.goto(at.address("fields.html"));
    await writing.locator("#area").focus();
    await writing.waitForTimeout(500);
    disk.fill();
    await lie(browser);
    await writing.keyboard.type(SENTENCE, { delay: 5 });
    const page = await options(browser);
    assert.match(await until(() => trouble(page), (said) => said !== "", "the trouble to be told", 40_000), /Nothing can be logged/);
    for (let start = 0; start < 2; start++) {
      await browser.close();
      browser = await launch({ profile: disk.profile });
      const again = await browser.context.newPage();
      await again.goto(at.address("fields.html"));
      await again.locator("#area").click();
      await again.keyboard.type(SENTENCE, { delay: 5 });
      await until(() => plainMarks(again), (found) => found.length === 2);
      const settings = await options(browser);
      await until(() => trouble(settings), (said) => /Nothing can be logged/.test(said), "the trouble to be told", 40_000);
      assert.equal(await settings.locator("#events").innerText(), "unknown");
      await settings.screenshot({ path: join(artefacts, "started_on_a_full_disk.png") });
    }
    disk.free();
    const all = await until(() => options(browser).then((page) => page.locator("#events").innerText()), (said) => said !== "unknown", "the log to be opened", 40_000).then(() => write(browser));
    gapless(all);
    assert.deepEqual(all.slice(0, before.length), before);
    for (let start = 0; start < 2; start++) {
      await browser.close();
      browser = await launch({ profile: disk.profile });
      assert.deepEqual((await log(browser)).slice(0, all.length), all);
    }
  } finally {
    await browser?.close();
    disk.end();
  }
});

/** Chromium's own folder of the extension's databases. */
const databases = (profile) => join(profile, "Default/IndexedDB");

test("a record that a power failure cut short costs itself, and nothing that was logged before or is logged after", async () => {
  const profile = mkdtempSync(join(tmpdir(), "housestyle-profile-"));
  let browser;
  try {
    browser = await launch({ profile });
    await fill(browser, 1_000);
    const before = await write(browser);
    await browser.close();
    // The last bytes of the file that was appended to are what a power failure takes.
    const folders = readdirSync(databases(profile)).map((name) => join(databases(profile), name));
    const files = folders.flatMap((each) => readdirSync(each).map((name) => join(each, name))).filter((name) => name.endsWith(".log"));
    assert.equal(files.length, 1);
    truncateSync(files[0], statSync(files[0]).size - 10);
    browser = await launch({ profile });
    const left = await log(browser);
    assert.ok(left.length > 1_000);
    assert.deepEqual(left, before.slice(0, left.length));
    const all = await write(browser);
    assert.equal(all.at(-1).kind, "draft_closed");
    for (let start = 0; start < 2; start++) {
      await browser.close();
      browser = await launch({ profile });
      assert.deepEqual((await log(browser)).slice(0, all.length), all);
    }
  } finally {
    await browser?.close();
    rmSync(profile, REMOVE);
  }
});

test("where the browser has lost the whole log, the next one goes on behind it, and what is gone is seen to be missing", async () => {
  const profile = mkdtempSync(join(tmpdir(), "housestyle-profile-"));
  let browser;
  try {
    browser = await launch({ profile });
    await fill(browser, 300);
    const last = (await write(browser)).at(-1).seq;
    await browser.close();
    rmSync(databases(profile), REMOVE);
    browser = await launch({ profile });
    assert.deepEqual(await until(() => log(browser), () => true, "a new log"), []);
    const all = await write(browser);
    const first = all[0].seq;
    assert.ok(first > last && first <= last + 100, `${first} behind ${last}`);
    assert.deepEqual(all.map(({ seq }) => seq), all.map((_, index) => first + index));
    const [{ kept, counted }] = await cards(browser, [choice(null, null, all[0].installation, true)]);
    assert.deepEqual(kept, counted);
    assert.equal(kept.numbers.find(({ name }) => name === "missing").value, first - 1);
    const page = await browser.context.newPage();
    await page.goto(browser.url("pages/scorecard.html"));
    await page.getByText(/missing/i).first().waitFor();
    await page.screenshot({ path: join(artefacts, "lost_log.png"), fullPage: true });
  } finally {
    await browser?.close();
    rmSync(profile, REMOVE);
  }
});
