// The log: the story event by event, and what survives when something is stopped in the middle.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { REMOVE, hint, launch, log, plainMarks, press, richMarks, stopWorker, texts, until, worker } from "./browser.mjs";
import { stage } from "./pages.mjs";

let at;
before(async () => (at = await stage()));
after(() => at.end());

const sum = (events, field) => events.reduce((total, event) => total + event[field], 0);
const gapless = (events) => assert.deepEqual(events.map((event) => event.seq), events.map((_, index) => index + 1));

/** The events of the draft that was opened last. */
async function draft(will, what, browser = at.browser) {
  return until(
    async () => {
      const all = await log(browser);
      gapless(all);
      const key = all.findLast((event) => event.kind === "draft_opened")?.draft;
      return all.filter((event) => event.draft === key);
    },
    will,
    what,
    12_000,
  );
}

const closed = (events) => events.at(-1)?.kind === "draft_closed";

test("the log tells the story, holds no prose, and is gapless", async () => {
  const page = await at.open("fields.html");
  await page.locator("#area").click();
  await page.keyboard.type("We leverage a guaranteed plan.", { delay: 10 });
  await until(() => plainMarks(page), (found) => found.length === 2);
  await page.waitForTimeout(1300);
  const [mark] = await plainMarks(page);
  await page.mouse.move(mark.rect.x + 8, mark.rect.y + 8);
  await until(() => hint(page), (found) => found !== undefined);
  await press(page, "use");
  await until(() => plainMarks(page), (found) => texts(found).join() === "guaranteed");
  await page.keyboard.press("End");
  for (let i = 0; i < 6; i++) await page.keyboard.press("Backspace");
  await page.evaluate(() => navigator.clipboard?.writeText?.("x").catch(() => undefined));
  await page.locator("#area").fill("All plain now.");
  await until(() => plainMarks(page), (found) => found.length === 0);
  await page.waitForTimeout(1500);
  await page.close();
  const events = await draft(closed, "the draft closed");
  const kinds = events.map((event) => event.kind);
  assert.equal(kinds[0], "draft_opened");
  assert.deepEqual(events.filter((event) => event.kind === "flag_raised").map((event) => event.rule).sort(), ["claims.guarantee", "words.leverage"]);
  const applied = events.find((event) => event.kind === "suggestion_applied");
  assert.deepEqual([applied.rule, applied.choice, applied.inserted, applied.deleted], ["words.leverage", 0, 3, 8]);
  const resolved = events.filter((event) => event.kind === "flag_resolved").map((event) => [event.rule, event.how]);
  assert.deepEqual(resolved[0], ["words.leverage", "suggestion"]);
  assert.equal(resolved[1][0], "claims.guarantee");
  assert.ok(kinds.includes("checked_clean"));
  assert.ok(kinds.indexOf("checked_clean") > kinds.lastIndexOf("flag_resolved"));
  const typed = events.filter((event) => event.kind === "revision" && event.origin === "typed");
  assert.equal(typed[0].inserted, 30);
  assert.ok(typed[0].keystrokes > 20 && typed[0].keystrokes <= 30);
  assert.equal(sum(typed, "deleted") >= 6, true);
  const last = events.at(-1);
  assert.deepEqual([last.characters, last.words, last.open_flags], [14, 3, 0]);
  const everything = JSON.stringify(events);
  for (const prose of ["plan", "All plain", "guaranteed "]) assert.ok(!everything.includes(prose), `the log holds “${prose}”`);
});

test("nothing is lost and nothing counted twice when the background is stopped in the middle of typing", async () => {
  const page = await at.open("fields.html");
  await page.locator("#text").click();
  const words = "one two three leverage five six seven guaranteed nine ten ";
  let typed = 0;
  for (let round = 0; round < 4; round++) {
    await page.keyboard.type(words, { delay: 6 });
    typed += words.length;
    // In the middle of a batch: its transaction is under way or has not begun.
    await stopWorker(at.browser);
    await page.bringToFront();
  }
  await page.keyboard.type("end");
  typed += 3;
  assert.equal((await page.locator("#text").inputValue()).length, typed);
  await until(() => plainMarks(page), (found) => found.length === 8, "all marks after the restarts");
  // What no background ever heard dies with its tab: the last one needs a moment to come up.
  await page.waitForTimeout(1_500);
  await page.close();
  const events = await draft(closed, "the draft closed");
  const revisions = events.filter((event) => event.kind === "revision");
  assert.equal(sum(revisions, "inserted"), typed);
  // Keys pressed before the client was there are seen as one change: their characters are counted, they are not.
  const keystrokes = sum(revisions, "keystrokes");
  assert.ok(keystrokes <= typed && keystrokes > typed - words.length / 2, `${keystrokes} keystrokes of ${typed}`);
  assert.equal(events.filter((event) => event.kind === "flag_raised").length, 8);
  assert.equal(events.filter((event) => event.kind === "draft_opened").length, 1);
  assert.equal(new Set(events.map((event) => event.id)).size, events.length);
});

test("typed, pasted, undone and scripted text are told apart", async () => {
  const page = await at.open("fields.html");
  await at.browser.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.locator("#discard").click();
  await page.waitForTimeout(500);
  await page.evaluate(() => navigator.clipboard.writeText("pasted words"));
  await page.keyboard.type("typed ", { delay: 10 });
  await page.keyboard.press("Control+v");
  await page.waitForTimeout(100);
  await page.keyboard.press("Control+z");
  await page.waitForTimeout(700);
  await page.evaluate(() => (document.getElementById("discard").value = "typed by a script"));
  await page.waitForTimeout(900);
  await page.close();
  const events = await draft(closed, "the draft closed");
  const revisions = events.filter((event) => event.kind === "revision").map((event) => [event.origin, event.inserted, event.deleted, event.keystrokes > 0]);
  assert.deepEqual(revisions, [
    ["typed", 6, 0, true],
    ["pasted", 12, 0, true],
    // What undo and scripts do came in some other way: it is not guessed. The script's own part has no keys.
    ["unknown", 11, 12, true],
  ]);
});

test("a tab that is closed in the middle of a burst leaves its revision and its closing", async () => {
  const page = await at.open("fields.html");
  await page.locator("#search").click();
  await page.keyboard.type("half a sente", { delay: 5 });
  await page.close();
  const events = await draft(closed, "the draft closed");
  assert.equal(sum(events.filter((event) => event.kind === "revision"), "inserted"), 12);
  assert.equal(events.at(-1).characters, 12);
});

test("a reload of the extension loses nothing that was typed, and goes on in the open tab", async () => {
  const page = await at.open("fields.html");
  await page.locator("#bare").click();
  await page.keyboard.type("We leverage", { delay: 5 });
  await until(() => plainMarks(page), (found) => found.length === 1);
  const running = await worker(at.browser);
  const anew = at.browser.context.waitForEvent("serviceworker", { timeout: 15_000 });
  await running.evaluate(() => chrome.runtime.reload()).catch(() => undefined);
  await page.keyboard.type(" and more");
  await anew;
  await page.waitForTimeout(800);
  await page.bringToFront();
  await page.keyboard.type(" guaranteed.", { delay: 5 });
  await until(() => plainMarks(page), (found) => texts(found).join() === "leverage,guaranteed", "one mark on each word", 8_000);
  assert.equal(await page.locator("#bare").inputValue(), "We leverage and more guaranteed.");
  await page.close();
  const all = await until(() => log(at.browser), (found) => found.filter((event) => event.kind === "draft_closed").length >= 1 && closed(found));
  gapless(all);
  const key = all.at(-1).draft;
  const revisions = all.filter((event) => event.draft === key && event.kind === "revision");
  assert.equal(sum(revisions, "inserted"), "We leverage and more guaranteed.".length, JSON.stringify(all.slice(-12), null, 1));
});

test("events survive a restart of the browser, and drafts left open are closed", async () => {
  const profile = mkdtempSync(join(tmpdir(), "housestyle-profile-"));
  let browser;
  try {
    browser = await launch({ profile });
    let page = await browser.context.newPage();
    await page.goto(at.address("fields.html"));
    await page.locator("#area").click();
    await page.keyboard.type("We leverage it.", { delay: 5 });
    await until(() => plainMarks(page), (found) => found.length === 1);
    await until(() => log(browser), (all) => all.some((event) => event.kind === "flag_raised"));
    const before = await log(browser);
    await browser.close();
    browser = await launch({ profile });
    page = await browser.context.newPage();
    await page.goto(at.address("fields.html"));
    const after = await log(browser);
    assert.deepEqual(after.slice(0, before.length), before);
    await page.locator("#area").click();
    await page.keyboard.type("x");
    const all = await until(() => log(browser), (found) => found.filter((event) => event.kind === "draft_opened").length === 2, "a second visit");
    gapless(all);
    assert.ok(all.some((event) => event.kind === "revision" && event.inserted === 15));
  } finally {
    // Whatever failed: a browser that stays open would hold up the tests after this one.
    await browser?.close();
    rmSync(profile, REMOVE);
  }
});

test("keys into an editor that draws thousands of words anew at each of them are all counted, and nothing else is", async () => {
  const page = await at.open("rich.html");
  await page.evaluate(() => {
    const rich = document.getElementById("rich");
    const words = [..."a draft that is drawn anew".split(" ")];
    const draw = (texts) =>
      rich.replaceChildren(...texts.map((text) => {
        const line = document.createElement("p");
        line.append(...text.split(/(?<= )/).map((word) => Object.assign(document.createElement("span"), { textContent: word })));
        return line;
      }));
    draw(Array.from({ length: 400 }, () => Array.from({ length: 30 }, (_, at) => words[at % words.length]).join(" ")));
    rich.addEventListener("input", () => {
      draw([...rich.children].map((line) => line.textContent));
      getSelection().collapse(rich.lastChild.lastChild.firstChild, rich.lastChild.lastChild.textContent.length);
    });
    rich.scrollIntoView({ block: "end" });
  });
  await page.locator("#rich p").last().click();
  await page.keyboard.press("Control+End");
  await page.waitForTimeout(1_500);
  const typed = " and we leverage it";
  await page.keyboard.type(typed);
  assert.match(await page.locator("#rich").evaluate((rich) => rich.lastChild.textContent), /and we leverage it$/);
  await until(() => richMarks(page), (found) => texts(found).join() === "leverage", "a mark in the text as it was drawn last");
  await page.waitForTimeout(1_000);
  await page.close();
  const events = await draft(closed, "the draft closed");
  const revisions = events.filter((event) => event.kind === "revision");
  assert.deepEqual([...new Set(revisions.map((event) => event.origin))], ["typed"]);
  assert.deepEqual([sum(revisions, "inserted"), sum(revisions, "deleted"), sum(revisions, "keystrokes")], [typed.length, 0, typed.length]);
});
