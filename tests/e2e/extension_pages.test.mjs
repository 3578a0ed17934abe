// Popup and options: what they show, switch, load, export, import and erase.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { artefacts, axePage, log, plainMarks, root, texts, until, worker } from "./browser.mjs";
import { stage } from "./pages.mjs";

let at;
before(async () => (at = await stage()));
after(() => at.end());

async function open(path) {
  const page = await at.browser.context.newPage();
  await page.goto(at.browser.url(path));
  return page;
}

async function tabOf(page) {
  const background = await worker(at.browser);
  return background.evaluate(async (url) => (await chrome.tabs.query({})).find((tab) => tab.url === url)?.id, page.url());
}

const badge = async (tab) => (await worker(at.browser)).evaluate((id) => chrome.action.getBadgeText({ tabId: id }), tab);

const GUIDE = `housestyle: 1
name: Test guide
version: "7"
owner: Test owner
surfaces:
  - {name: Imitation, hosts: [localhost], prompt: "#text"}
rules:
  - {id: words.colour, replace: {colour: color}, examples: {flag: ["a colour"], pass: ["a color"]}}
  - {id: prompt.secret, verdict: restrict, where: {surface: prompt}, terms: [Project Nightjar]}
  - {id: words.innovativ, where: {language: de}, terms: [innovativ]}
`;

test("the popup shows the tab's flags, switches the site, pauses, and the badge counts", async () => {
  const page = await at.open("fields.html");
  await page.locator("#area").click();
  await page.keyboard.type("A guaranteed way to leverage it.");
  await until(() => plainMarks(page), (found) => found.length === 2);
  const tab = await tabOf(page);
  await until(() => badge(tab), (text) => text === "2", "the badge");
  const popup = await open(`pages/popup.html?tab=${tab}`);
  await popup.setViewportSize({ width: 360, height: 560 });
  await until(() => popup.locator(".flags li").count(), (count) => count === 2);
  assert.match(await popup.locator("main").innerText(), /Starter marketing guide/);
  assert.deepEqual(await popup.locator(".counts b").allInnerTexts(), ["1", "0", "1"]);
  assert.deepEqual(await axePage(popup), []);
  await popup.screenshot({ path: join(artefacts, "popup.png") });
  // Live: what is written while it is open shows up.
  await page.bringToFront();
  await page.keyboard.type(" Guaranteed.");
  await until(() => popup.locator(".flags li").count(), (count) => count === 3, "the third flag in the popup");
  await popup.getByRole("switch").click();
  await until(() => plainMarks(page), (found) => found.length === 0, "no marks where the site is off", 1_500);
  await until(() => badge(tab), (text) => text === "", "no badge");
  await until(() => popup.locator("main").innerText(), (text) => /Switched off on localhost/.test(text));
  const before = (await log(at.browser)).length;
  await page.bringToFront();
  await page.keyboard.type(" guaranteed leverage");
  await page.waitForTimeout(600);
  assert.deepEqual(await plainMarks(page), []);
  assert.equal((await log(at.browser)).length, before, "nothing is logged where the site is off");
  await popup.getByRole("switch").click();
  await until(() => plainMarks(page), (found) => found.length === 5, "marks again");
  await popup.getByRole("button", { name: "Pause for an hour" }).click();
  await until(() => plainMarks(page), (found) => found.length === 0, "no marks while paused");
  await until(() => popup.locator("main").innerText(), (text) => /Paused until/.test(text));
  await popup.getByRole("button", { name: "Go on now" }).click();
  await until(() => plainMarks(page), (found) => found.length === 5, "marks again");
  await popup.close();
  await page.close();
});

test("a guide with mistakes is refused with line, field and fix, and the one in force stays", async () => {
  const options = await open("pages/options.html");
  await until(() => options.getByRole("radio").count(), (count) => count === 2);
  assert.deepEqual(await axePage(options), []);
  await options.locator("#guide-file").setInputFiles({ name: "bad.yaml", mimeType: "text/yaml", buffer: Buffer.from(GUIDE.replace("verdict: restrict", "verdict: restrct").replace("owner: Test owner", "ownr: X")) });
  await options.locator("#problems").waitFor();
  const problems = await options.locator("#problems").innerText();
  assert.match(problems, /bad\.yaml was not loaded/);
  assert.match(problems, /restrct/);
  assert.match(problems, /owner/);
  assert.match(await options.locator("fieldset").innerText(), /Starter marketing guide/);
  await options.screenshot({ path: join(artefacts, "options-refused.png"), fullPage: true });
  assert.deepEqual(await axePage(options), []);
  // Examples are executed: a guide whose own examples fail is refused, too.
  await options.locator("#guide-file").setInputFiles({ name: "lying.yaml", mimeType: "text/yaml", buffer: Buffer.from(GUIDE.replace('pass: ["a color"]', 'pass: ["my colour"]')) });
  await until(() => options.locator("#problems").innerText(), (text) => /lying\.yaml/.test(text) && /my colour/.test(text));
  await options.close();
});

test("a guide that is put in force speaks in open fields at once, by surface", async () => {
  const page = await at.open("fields.html");
  await page.locator("#area").click();
  await page.keyboard.type("The colour of a guaranteed Project Nightjar.");
  await until(() => plainMarks(page), (found) => texts(found).join() === "guaranteed");
  const options = await open("pages/options.html");
  await options.locator("#guide-file").setInputFiles({ name: "test.yaml", mimeType: "text/yaml", buffer: Buffer.from(GUIDE) });
  await until(() => options.locator("main").innerText(), (text) => /“Test guide” is in force/.test(text));
  await until(() => plainMarks(page), (found) => texts(found).join() === "colour", "the new guide's mark");
  await page.bringToFront();
  await page.locator("#text").click();
  await page.keyboard.type("Write about Project Nightjar");
  await until(() => plainMarks(page), (found) => texts(found).includes("Project Nightjar"), "the prompt's own rule");
  // A rule of a language holds where the page says nothing of it, and where it names that language.
  const inLanguage = async (lang) => {
    const other = await at.open("fields.html");
    if (lang) await other.locator("#area").evaluate((area, lang) => (area.parentElement.lang = lang), lang);
    await other.locator("#area").click();
    await other.keyboard.type("Innovativ, this colour.");
    const marks = await until(() => plainMarks(other), (found) => texts(found).includes("colour"));
    await other.close();
    return texts(marks).join();
  };
  assert.equal(await inLanguage(undefined), "Innovativ,colour");
  assert.equal(await inLanguage("de-AT"), "Innovativ,colour");
  assert.equal(await inLanguage("en"), "colour");
  await options.bringToFront();
  await options.getByRole("radio", { name: /Starter/ }).click();
  await until(() => plainMarks(page), (found) => texts(found).join() === "guaranteed", "the starter guide again");
  await options.close();
  await page.close();
});

test("the log is exported as JSON Lines and CSV, imported idempotently, and erased", async () => {
  const page = await at.open("fields.html");
  await page.locator("#area").click();
  await page.keyboard.type("We leverage it.");
  await until(() => plainMarks(page), (found) => found.length === 1);
  await page.waitForTimeout(1300);
  await page.close();
  await until(() => log(at.browser), (found) => found.at(-1)?.kind === "draft_closed");
  const options = await open("pages/options.html#log");
  const take = async (label) => {
    const [download] = await Promise.all([options.waitForEvent("download"), options.getByRole("button", { name: label }).click()]);
    return { name: download.suggestedFilename(), text: readFileSync(await download.path(), "utf8") };
  };
  const jsonl = await take("Export as JSON Lines");
  const events = jsonl.text.trimEnd().split("\n").map((line) => JSON.parse(line));
  const kept = await log(at.browser);
  assert.match(jsonl.name, /^housestyle-\d{4}-\d\d-\d\d\.jsonl$/);
  assert.deepEqual(events.map((event) => event.id), kept.map((event) => event.id));
  assert.deepEqual(events.map((event) => event.seq), events.map((_, index) => index + 1));
  await options.getByLabel("Byte order mark").check();
  const csv = await take("Export as CSV");
  assert.equal(csv.text.charCodeAt(0), 0xfeff);
  assert.equal(csv.text.trimEnd().split("\r\n").length, events.length + 1);
  await options.locator("main").screenshot({ path: join(artefacts, "options.png") });
  assert.deepEqual(await axePage(options), []);
  writeFileSync(join(artefacts, "log.jsonl"), jsonl.text);
  // Known events are not added again; a line that is none is refused by its number.
  const both = { name: "log.jsonl", mimeType: "application/x-ndjson", buffer: Buffer.from(`${jsonl.text}{"nonsense": 1}\n`) };
  await options.locator("#log-file").setInputFiles(both);
  await until(() => options.locator("#imported").innerText(), (text) => text.includes(`0 events added, ${events.length} known already, 1 refused`));
  await options.getByRole("button", { name: "Erase everything…" }).click();
  await options.getByRole("button", { name: "Erase it" }).click();
  await until(() => log(at.browser), (found) => found.length === 0, "an empty log");
  await options.locator("#log-file").setInputFiles({ ...both, buffer: Buffer.from(jsonl.text) });
  await until(() => options.locator("#imported").innerText(), (text) => text.includes(`${events.length} events added, 0 known already`));
  assert.deepEqual((await log(at.browser)).map((event) => event.id), kept.map((event) => event.id));
  await until(() => options.locator("#events").innerText(), (text) => Number(text.replaceAll(",", "")) === events.length);
  await options.close();
});

/** Rows of a Parquet file as DuckDB reads them, moments as epoch milliseconds, what is null left out; and how many row
 * groups there are. */
const READER = `
import duckdb, json, sys
path = sys.argv[1]
table = duckdb.sql(f"select * from read_parquet('{path}') order by installation, seq")
names = ['epoch_ms("%s") as "%s"' % (name, name) if str(type).startswith("TIMESTAMP") else '"%s"' % name for name, type in zip(table.columns, table.types)]
table = table.project(", ".join(names))
groups = duckdb.sql(f"select count(distinct row_group_id) from parquet_metadata('{path}')").fetchall()[0][0]
print(json.dumps({"groups": groups, "rows": [{k: v for k, v in zip(table.columns, row) if v is not None} for row in table.fetchall()]}))
`;

test("the log is exported as Parquet, which DuckDB reads row by row as JSON Lines has it", async (t) => {
  const options = await open("pages/options.html#log");
  // Of every kind, and more than one group of rows.
  const sample = readdirSync(join(root, "examples/logs")).filter((name) => name.endsWith(".jsonl"));
  const kinds = new Map(sample.flatMap((name) => readFileSync(join(root, "examples/logs", name), "utf8").trimEnd().split("\n")).map((line) => [JSON.parse(line).kind, line]));
  const [some] = kinds.values();
  const many = Array.from({ length: 17_000 }, (_, index) => {
    const event = { ...JSON.parse(some), id: `many-${index}`, seq: index + 1, at: 1_790_000_000_000 + index, installation: "many", kind: "hours_saved", draft: "", saved_minutes: index % 7 - 3 };
    for (const field of ["characters", "words", "open_flags"]) delete event[field];
    return JSON.stringify(event);
  });
  const buffer = Buffer.from([...kinds.values(), ...many].join("\n"));
  const loaded = [];
  options.on("request", (request) => loaded.push(new URL(request.url()).pathname));
  await options.locator("#log-file").setInputFiles({ name: "many.jsonl", mimeType: "application/x-ndjson", buffer });
  await until(() => options.locator("#imported").innerText(), (text) => text.includes("0 refused"), "the import", 60_000);
  const take = async (label) => {
    const [download] = await Promise.all([options.waitForEvent("download", { timeout: 60_000 }), options.getByRole("button", { name: label }).click()]);
    return { name: download.suggestedFilename(), path: await download.path() };
  };
  const jsonl = await take("Export as JSON Lines");
  assert.ok(!loaded.some((path) => path.includes("parquet")), "nobody asked for its module yet");
  const parquet = await take("Export as Parquet");
  assert.ok(loaded.includes("/parquet_bg.wasm"));
  assert.match(parquet.name, /^housestyle-\d{4}-\d\d-\d\d\.parquet$/);
  const events = readFileSync(jsonl.path, "utf8").trimEnd().split("\n").map((line) => JSON.parse(line));
  assert.ok(events.length > 17_000, `${events.length} events`);
  await until(() => options.locator("main").innerText(), (text) => text.includes(`${events.length.toLocaleString("en")} events exported`));
  const bytes = readFileSync(parquet.path);
  assert.deepEqual([bytes.subarray(0, 4).toString(), bytes.subarray(-4).toString()], ["PAR1", "PAR1"]);
  copyFileSync(parquet.path, join(artefacts, "log.parquet"));
  await options.close();
  const python = process.env.HOUSESTYLE_PYTHON || join(root, "target/warehouse-venv/bin/python");
  const asked = spawnSync(python, ["-c", READER, join(artefacts, "log.parquet")], { encoding: "utf8", maxBuffer: 1 << 28 });
  if (asked.error || /No module named/.test(asked.stderr)) return t.skip("no Python with DuckDB (cargo xtask warehouse makes one)");
  assert.equal(asked.status, 0, asked.stderr);
  const { groups, rows } = JSON.parse(asked.stdout);
  assert.equal(groups, 2);
  events.sort((a, b) => (a.installation < b.installation ? -1 : a.installation > b.installation ? 1 : a.seq - b.seq));
  assert.equal(rows.length, events.length);
  for (const [index, event] of events.entries()) {
    for (const name of Object.keys(event)) if (event[name] === null) delete event[name];
    assert.deepEqual(rows[index], event);
  }
});
