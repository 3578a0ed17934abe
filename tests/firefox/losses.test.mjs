// What a full disk makes of the log in Firefox: whatever was acknowledged is there, what waits is told of and written once
// there is room, and all of it is there after the next start.
import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { logLines } from "../bench/log.mjs";
import { artefacts, logBy, root, serve, until } from "../e2e/browser.mjs";
import { smallDisk } from "../e2e/small_disk.mjs";
import { launch } from "./browser.mjs";
import { notices, options } from "./options.mjs";

const SENTENCE = "We leverage a guaranteed plan. ";

let site;
before(async () => (site = await serve(join(root, "tests/pages"))));
after(() => site.close());

const typed = (events) => events.filter(({ kind }) => kind === "revision").reduce((sum, event) => sum + event.inserted, 0);
const gapless = (events) => assert.deepEqual(events.map(({ seq }) => seq), events.map((_, index) => index + 1));

test("on a full disk nothing is acknowledged in Firefox that is not written, it is said, and all is there once there is room, also after the next start", async (t) => {
  const disk = smallDisk();
  if (!disk) return t.skip("mounting a small disk needs the right to");
  const taken = join(tmpdir(), `housestyle-taken-${process.pid}.jsonl`);
  let firefox;
  try {
    mkdirSync(disk.profile);
    firefox = await launch({ pages: true, profile: disk.profile });
    const page = await options(firefox.browser);
    const me = await page.evaluate(() => document.querySelector("dd code").innerText);
    writeFileSync(taken, [...logLines({ installation: me, events: 1_000 })].join(""));
    await (await page.$("#log-file")).uploadFile(taken);
    await until(() => notices(page), (text) => text.includes("1,000 events added"), "the import", 60_000);
    const writing = await firefox.browser.newPage();
    await writing.goto(`http://localhost:${site.port}/fields.html`);
    await writing.click("#area");
    await new Promise((done) => setTimeout(done, 1_000));
    disk.fill();
    let sentences = 0;
    const trouble = () => page.evaluate(() => document.querySelector("#trouble")?.innerText ?? "");
    const said = async () => {
      await writing.bringToFront();
      await writing.keyboard.type(SENTENCE, { delay: 5 });
      sentences += 1;
      await new Promise((done) => setTimeout(done, 2_000));
      await page.bringToFront();
      await page.reload({ waitUntil: [] });
      await until(() => page.evaluate(() => document.querySelector("dd code, .notice") !== null), (there) => there, "the options", 20_000);
      return trouble();
    };
    // What is free within the database's own file may take the first sentences.
    assert.match(await until(said, (text) => text !== "", "the trouble to be told", 120_000), /Nothing can be logged/);
    await page.screenshot({ path: join(artefacts, "firefox-disk.png") });
    const acknowledged = await logBy(page);
    gapless(acknowledged);
    assert.ok(acknowledged.length >= 1_000);
    disk.free();
    await writing.bringToFront();
    await writing.keyboard.type(SENTENCE, { delay: 5 });
    sentences += 1;
    await new Promise((done) => setTimeout(done, 1_500));
    await writing.close();
    const all = await until(() => logBy(page), (found) => found.length > 1_000 && found.at(-1).kind === "draft_closed", "what waited to be written", 60_000);
    gapless(all);
    assert.deepEqual(all.slice(0, acknowledged.length), acknowledged);
    assert.equal(typed(all.slice(1_000)), sentences * SENTENCE.length);
    await firefox.close();
    firefox = await launch({ pages: true, profile: disk.profile });
    const again = await options(firefox.browser);
    const kept = await until(() => logBy(again), (found) => found.length > 0, "the log", 20_000);
    assert.deepEqual(kept.slice(0, all.length), all);
  } finally {
    await firefox?.close();
    disk.end();
    rmSync(taken, { force: true });
  }
});
