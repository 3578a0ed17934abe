// What an earlier version stored is opened by this one: a draft's state as one record becomes one in pieces.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { log, plainMarks, stopWorker, texts, until, worker } from "./browser.mjs";
import { stage } from "./pages.mjs";

let at;
before(async () => (at = await stage()));
after(() => at.end());

/** Everything in the database, by store. */
function stored() {
  return new Promise((done, failed) => {
    const opening = indexedDB.open("housestyle");
    opening.onerror = () => failed(opening.error);
    opening.onsuccess = () => {
      const database = opening.result;
      const names = [...database.objectStoreNames];
      const transaction = database.transaction(names);
      const found = { version: database.version };
      for (const name of names) {
        const request = transaction.objectStore(name).getAll();
        request.onsuccess = () => (found[name] = request.result);
      }
      transaction.oncomplete = () => {
        database.close();
        done(found);
      };
    };
  });
}

/** Puts the database back to how version 1 made it, with these records. */
function version1(records) {
  return new Promise((done, failed) => {
    const removing = indexedDB.deleteDatabase("housestyle");
    removing.onerror = () => failed(removing.error);
    removing.onblocked = () => failed(new Error("the database is in use"));
    removing.onsuccess = () => {
      const opening = indexedDB.open("housestyle", 1);
      opening.onerror = () => failed(opening.error);
      opening.onupgradeneeded = () => {
        const events = opening.result.createObjectStore("events", { keyPath: "id" });
        events.createIndex("order", ["installation", "seq", "id"]);
        const drafts = opening.result.createObjectStore("drafts", { keyPath: "key" });
        drafts.createIndex("open", "open");
        opening.result.createObjectStore("meta");
        for (const each of records.events) events.put(each);
        for (const each of records.drafts) drafts.put(each);
        opening.transaction.objectStore("meta").put(records.figures, "figures");
      };
      opening.onsuccess = () => {
        opening.result.close();
        done();
      };
    };
  });
}

test("a draft stored by version 1 keeps its number, its flags and what was set aside", async () => {
  const page = await at.open("fields.html");
  await page.locator("#area").click();
  await page.keyboard.type("We leverage a guaranteed plan.", { delay: 5 });
  await until(() => plainMarks(page), (found) => found.length === 2);
  await page.waitForTimeout(1500);
  await page.close();
  await until(() => log(at.browser), (all) => all.at(-1)?.kind === "draft_closed", "the visit's end", 12_000);
  const background = await worker(at.browser);
  const now = await background.evaluate(stored);
  assert.ok(now.version > 1);
  // As version 1 wrote it: blocks and open flags in the one record, and no pieces.
  const drafts = now.drafts.map((draft) => {
    const { block_pieces: order, ...state } = JSON.parse(draft.state);
    const pieces = now.pieces.filter((piece) => piece.draft === draft.key);
    const content = (id) => JSON.parse(pieces.find((piece) => piece.piece === id).content);
    state.blocks = order.flatMap((number) => content(`b${number}`).blocks);
    state.open_flags = pieces.filter((piece) => piece.piece.startsWith("f")).flatMap((piece) => content(piece.piece).flags);
    assert.equal(state.open_flags.length, 2);
    return { ...draft, state: JSON.stringify(state) };
  });
  const blank = await at.browser.context.newPage();
  await blank.goto(at.browser.url("_locales/en/messages.json"));
  await stopWorker(at.browser);
  const figures = { next_seq: now.events.length + 1, events: now.events.length, first: null, last: null, kinds: {} };
  await blank.evaluate(version1, { events: now.events, drafts, figures });
  await blank.close();
  const again = await at.open("fields.html");
  await again.locator("#area").click();
  await again.keyboard.type("We leverage a guaranteed plan.", { delay: 5 });
  await until(() => plainMarks(again), (found) => texts(found).join() === "leverage,guaranteed");
  await again.waitForTimeout(1500);
  await again.close();
  const events = await until(
    () => log(at.browser),
    (all) => all.length > now.events.length && all.at(-1)?.kind === "draft_closed",
    "the second visit's end",
    12_000,
  );
  assert.deepEqual(events.map((event) => event.seq), events.map((_, index) => index + 1));
  const later = events.slice(now.events.length);
  assert.equal(later.find((event) => event.kind === "draft_opened").draft, now.drafts[0].key);
  const numbers = (some, kind = "flag_raised") => some.filter((event) => event.kind === kind).map((event) => event.flag);
  // The field was empty when it was opened again: what was open in the stored state had been edited away.
  assert.deepEqual(numbers(later, "flag_resolved").slice(0, 2).sort(), numbers(now.events).sort());
  assert.ok(Math.min(...numbers(later)) > Math.max(...numbers(now.events)), "numbers of flags go on where they were");
  const after = await (await worker(at.browser)).evaluate(stored);
  assert.equal(after.version, now.version);
  assert.ok(after.pieces.length > 0 && after.drafts.every((draft) => JSON.parse(draft.state).blocks.length === 0));
});
