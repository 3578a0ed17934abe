// The scorecard: the extension's page on a log made by typing, and the site's page on the example logs, whose numbers
// are those of the command.
import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { artefacts, axePage, log, plainMarks, root, serve, until } from "./browser.mjs";
import { stage } from "./pages.mjs";

const LOGS = join(root, "examples/logs");
const files = readdirSync(LOGS).filter((name) => name.endsWith(".jsonl")).map((name) => join(LOGS, name));
const logged = files.flatMap((file) => readFileSync(file, "utf8").trimEnd().split("\n")).map((line) => JSON.parse(line));
const who = ({ person, installation }) => person ?? installation;
const everybody = new Set(logged.map(who));
const number = (value) => value.toLocaleString("en");
const expected = JSON.parse(readFileSync(join(root, "tests/command/score_sample/stdout"), "utf8"));

let site, browser;
before(async () => {
  site = await serve(join(root, "target/www"));
  const executablePath = process.env.HOUSESTYLE_BROWSER || "/usr/bin/chromium";
  browser = await chromium.launch({ executablePath, args: [...(process.getuid?.() === 0 ? ["--no-sandbox"] : []), "--disable-gpu"] });
});
after(async () => {
  await browser.close();
  site.close();
});

async function scorecard(options = {}) {
  const page = await browser.newPage({ viewport: { width: 1240, height: 900 }, ...options });
  const errors = [];
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  page.on("pageerror", (error) => errors.push(String(error)));
  await page.goto(`http://localhost:${site.port}/scorecard.html`);
  await page.locator("[data-card=touch] button").waitFor();
  return { page, errors };
}

async function taken(page, button) {
  const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

const rows = (text) => text.trimEnd().split("\r\n").slice(1).map((line) => line.split(","));

/** How many events a number opens into. */
async function behind(page, figure) {
  await page.locator(`button[data-figure="${figure}"]`).first().click();
  const text = await page.locator("#events-count").innerText();
  await page.keyboard.press("Escape");
  await until(() => page.locator("dialog.events").count(), (count) => count === 0);
  return Number(text.match(/^[\d,]+/)[0].replaceAll(",", ""));
}

test("every number on the site's page is the command's, over the same logs", async () => {
  const { page, errors } = await scorecard();
  await page.locator("#rate").fill("64.50");
  await page.keyboard.press("Tab");
  await until(() => page.locator("[data-card=rework_cost]").innerText(), (text) => /\d/.test(text) && !/unknown/.test(text), "a cost");
  const { name, bytes } = await taken(page, page.getByRole("button", { name: "CSV of all numbers" }));
  assert.equal(name, "housestyle-scorecard.csv");
  const told = rows(bytes.toString()).map(([name, key, part, value, amount, of]) => [name, key, part, value, amount, of].join());
  const wanted = expected.numbers.map(({ name, key, part, value, amount, of }) => [name, key, part, value ?? "", amount ?? "", of ?? ""].join());
  assert.ok(wanted.length > 300);
  // But for what is of too few people, which is of rows alone, and is not unknown either.
  const shown = new Set(told);
  const left = expected.numbers.filter((_, index) => !shown.has(wanted[index]));
  assert.deepEqual(told, wanted.filter((line) => shown.has(line)));
  assert.ok(left.length > 0 && left.length < wanted.length / 2);
  assert.deepEqual(left.filter(({ name, key }) => key === "" || !/^(day|week|rule_|tool_|evidence_)/.test(name)), []);
  assert.deepEqual(errors, []);
  await page.close();
});

test("numbers and bars open into the events that they are made of", async () => {
  const { page } = await scorecard();
  const of = (...kinds) => logged.filter(({ kind }) => kinds.includes(kind));
  assert.equal(await behind(page, "touch||"), of("revision").length);
  assert.equal(await behind(page, "rule_flags|names.product|"), of("flag_raised").filter(({ rule }) => rule === "names.product").length);
  const bar = page.locator('#funnel g[data-figure="funnel||shipped"]');
  await bar.click();
  await page.locator("dialog.events h2", { hasText: "shipped: " }).waitFor();
  // With a mouse or without: the bar has the focus again when the dialog closes.
  await page.keyboard.press("Escape");
  await until(() => page.evaluate(() => document.activeElement.getAttribute("data-figure")), (figure) => figure === "funnel||shipped");
  // Each stage of the funnel has the drafts that came to it, and no others.
  const drafts = (kind) => new Set(of(kind).filter(({ surface }) => surface !== "prompt").map(({ installation, draft }) => `${installation} ${draft}`));
  const [generated, shipped] = [drafts("generation"), drafts("shipped")];
  const speaks = ({ kind, surface, severity }) => ["shipped", "checked_clean"].includes(kind) || kind === "generation" && surface !== "prompt" || kind === "flag_raised" && severity !== "suggestion";
  const count = (wanted) => logged.filter((event) => speaks(event) && wanted(`${event.installation} ${event.draft}`)).length;
  assert.equal(await behind(page, "funnel||generated"), count((draft) => generated.has(draft)));
  assert.equal(await behind(page, "funnel||shipped"), count((draft) => generated.has(draft) && shipped.has(draft)));
  // Behind a week of the trend is what was logged in that week.
  const monday = "2026-11-02";
  const local = ({ at, offset }) => new Date(at + offset * 60_000).toISOString().slice(0, 10);
  const first = page.locator(`#trend g[data-figure="week|${monday}|touch"]`);
  await first.focus();
  await page.keyboard.press("Enter");
  await page.locator("dialog.events h2", { hasText: "week of Nov 2, 2026" }).waitFor();
  const touched = of("revision").filter((event) => event.origin !== "ai" && (event.origin !== "unknown" || event.keystrokes > 0) && local(event) >= monday && local(event) < "2026-11-09");
  assert.match(await page.locator("#events-count").innerText(), new RegExp(`^${number(touched.length)} events`));
  assert.match(await page.locator("dialog.events").innerText(), /a gap over 5 s/, "how it is computed");
  await page.screenshot({ path: join(artefacts, "scorecard-events.png") });
  await page.close();
});

test("events of few people are not listed, those of several name nobody, and numbers of few people are not shown", async () => {
  const { page } = await scorecard();
  for (const summary of await page.locator("#all summary").all()) await summary.click();
  await page.locator('button[data-figure="escalations||unmatched"]').first().click();
  await page.locator("dialog.events .notice", { hasText: "fewer than five people" }).waitFor();
  assert.equal(await page.locator("dialog.events table").count(), 0);
  assert.doesNotMatch(await page.locator("dialog.events").innerText(), /\b1 (event|person)\b/);
  await page.keyboard.press("Escape");
  await page.locator('button[data-figure="events||"]').first().click();
  await page.locator("#events-count", { hasText: `${number(logged.length)} events; 1 to 100 are listed` }).waitFor();
  assert.deepEqual(await page.locator("dialog.events thead th").allInnerTexts(), ["Week of", "What", "Details"]);
  const told = await page.locator("dialog.events").innerText();
  for (const name of ["installation", "person", "installation", "host", "draft"]) {
    for (const secret of new Set(logged.map((event) => event[name]).filter((value) => value?.length > 4))) assert.ok(!told.includes(secret), secret);
  }
  assert.equal(await page.getByRole("button", { name: /^Save / }).count(), 0);
  await page.keyboard.press("Escape");
  // Three of the logs alone are of too few people.
  await page.locator("#exports").setInputFiles(files.slice(0, 3));
  await page.locator("#not-shown", { hasText: "3 people" }).waitFor();
  assert.equal(await page.locator(".cards").count(), 0);
  // One log is shown to whoever says that it is theirs.
  await page.getByRole("button", { name: "Take them out" }).click();
  await page.locator("#exports").setInputFiles(files[0]);
  await page.locator("#not-shown", { hasText: "1 person" }).waitFor();
  await page.getByRole("button", { name: "This is my own log" }).click();
  await page.locator(".cards").waitFor();
  assert.match(await page.locator("#read").innerText(), new RegExp(`^${number(firstLog.length)} events of 1 person`));
  // With one file more it is nobody's own any longer.
  await page.locator("#exports").setInputFiles(files[1]);
  await page.locator("#not-shown", { hasText: "2 people" }).waitFor();
  await page.close();
});

const firstLog = readFileSync(files[0], "utf8").trimEnd().split("\n").map((line) => JSON.parse(line));

/** A log of one flag a rule of somebody's, on a day in May. */
const flags = (person, rules) => ({
  name: `${person}.jsonl`,
  mimeType: "application/x-ndjson",
  buffer: Buffer.from(rules.map((rule, index) => `${JSON.stringify({ id: `${person}-${index}`, seq: index + 1, at: Date.UTC(2026, 4, 5, 9) + index, offset: 120, installation: `in ${person}`, guide: "G", guide_version: "1", host: `${person}.example`, surface: "draft", draft: `${person} draft`, kind: "flag_raised", flag: index + 1, rule, owner: "Brand Studio", verdict: "restrict", severity: "error", length: 3, fingerprint: "f", quote: `secret of ${person}` })}\n`).join("")),
});

test("a rule that one person alone meets is not shown, in table, picture, file or list", async () => {
  const { page } = await scorecard();
  const people = ["ann", "bob", "cem", "dea", "eva", "fay", "gus"];
  await page.locator("#exports").setInputFiles(people.map((person) => flags(person, person === "ann" ? ["all.meet", "one.meets"] : ["all.meet", "most.meet"])));
  await until(() => page.locator("#read").innerText(), (text) => /^14 events of 7 people/.test(text));
  // One of the two others would give the rare one away.
  await page.locator("#rules .withheld", { hasText: "2 rules are not shown" }).waitFor();
  assert.deepEqual(await page.locator("#rules tbody th").allInnerTexts(), ["all.meet"]);
  const { bytes } = await taken(page, page.getByRole("button", { name: "CSV of all numbers" }));
  assert.match(bytes.toString(), /rule_flags,all\.meet,,7/);
  assert.doesNotMatch(bytes.toString(), /one\.meets|most\.meet/);
  await page.locator('button[data-figure="flags_per_1000_words||"]').first().click();
  await page.locator("#events-why", { hasText: "words of no draft" }).waitFor();
  await page.keyboard.press("Escape");
  for (const summary of await page.locator("#all summary").all()) await summary.click();
  await page.locator('#all button[data-figure="flags||"]').click();
  await page.locator("#events-count", { hasText: "14 events" }).waitFor();
  const told = await page.locator("dialog.events").innerText();
  assert.match(told, /all\.meet/);
  assert.doesNotMatch(told, /one\.meets|most\.meet|secret|\.example|ann|bob/);
  await page.close();
});

test("one's own events are turned page by page, and saved as they are", async () => {
  const { page } = await scorecard();
  await page.getByRole("radio", { name: /My work/ }).check();
  await until(() => page.locator("#read").innerText(), (text) => /of 1 person/.test(text));
  const own = logged.filter((event) => who(event) === "person2@acme.example").toSorted((a, b) => a.at - b.at);
  for (const summary of await page.locator("#all summary").all()) await summary.click();
  await page.locator('#all button[data-figure="events||"]').click();
  const first = () => page.locator("dialog.events tbody tr").first().innerText();
  await page.locator("#events-count", { hasText: `${number(own.length)} events; 1 to 100 are listed` }).waitFor();
  const begin = await first();
  await page.getByRole("button", { name: "Later" }).click();
  await page.locator("#events-count", { hasText: "101 to 200 are listed" }).waitFor();
  assert.notEqual(await first(), begin);
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Later", "the focus stays");
  await page.getByRole("button", { name: "Earlier" }).click();
  await page.locator("#events-count", { hasText: "1 to 100 are listed" }).waitFor();
  assert.equal(await first(), begin);
  const { name, bytes } = await taken(page, page.getByRole("button", { name: `Save all ${number(own.length)} events` }));
  assert.equal(name, "housestyle-events.jsonl");
  const ids = (events) => events.map(({ id }) => id).toSorted();
  assert.deepEqual(ids(bytes.toString().trimEnd().split("\n").map((line) => JSON.parse(line))), ids(own));
  await page.close();
});

test("a group's numbers open into that group's events", async () => {
  const { page } = await scorecard();
  await page.locator("#cut").selectOption("host");
  const host = "docs.example.com";
  await page.locator(`button[data-figure="generations|||${host}"]`).click();
  await page.locator("dialog.events h2", { hasText: host }).waitFor();
  const wanted = logged.filter((event) => event.host === host && event.kind === "generation").length;
  assert.match(await page.locator("#events-count").innerText(), new RegExp(`^${wanted} events`));
  assert.equal(await page.locator("#groups tbody th").count(), 3);
  await page.close();
});

test("dropped files are read in place of the sample, JSON Lines and CSV, each event once", async () => {
  const { page } = await scorecard();
  const payload = files.map((file) => ({ name: file.split("/").pop(), text: readFileSync(file, "utf8") }));
  const transfer = await page.evaluateHandle((payload) => {
    const transfer = new DataTransfer();
    for (const { name, text } of payload) transfer.items.add(new File([text], name));
    // The same log twice.
    transfer.items.add(new File([payload[0].text], "again.jsonl"));
    return transfer;
  }, payload);
  await page.dispatchEvent("section.drop", "drop", { dataTransfer: transfer });
  await page.locator(".completeness", { hasText: `${number(firstLog.length)} events came more than once` }).waitFor();
  assert.match(await page.locator("#read").innerText(), new RegExp(`^${number(logged.length)} events of ${everybody.size} people`));
  const touch = await page.locator("[data-card=touch] button").innerText();
  await page.getByRole("button", { name: "Take them out" }).click();
  await until(() => page.locator(".completeness").innerText(), (text) => !/more than once/.test(text));
  assert.equal(await page.locator("[data-card=touch] button").innerText(), touch);
  // A file that is none is named by its line, and what else was read still counts.
  await page.locator("#exports").setInputFiles([
    ...files.map((file) => ({ name: file.split("/").pop(), mimeType: "application/x-ndjson", buffer: readFileSync(file) })),
    { name: "bad.csv", mimeType: "text/csv", buffer: Buffer.from("name,count\nx,1\n") },
  ]);
  await page.locator(".completeness", { hasText: "1 line was refused" }).waitFor();
  assert.match(await page.locator(".completeness").innerText(), /bad\.csv, line 1: id there is no column "id"/);
  assert.equal(await page.locator("[data-card=touch] button").innerText(), touch);
  // Taken out by itself, it takes nothing else along; the focus goes where files are chosen.
  await page.getByRole("button", { name: "Take bad.csv out" }).click();
  await until(() => page.locator(".completeness").innerText(), (text) => !/refused/.test(text));
  assert.equal(await page.evaluate(() => document.activeElement.id), "exports");
  assert.equal(await page.locator(".files li").count(), files.length);
  assert.equal(await page.locator("[data-card=touch] button").innerText(), touch);
  // A file that was cut off, and one of another sort.
  const whole = readFileSync(files[0]);
  await page.locator("#exports").setInputFiles([
    { name: "cut off.jsonl", mimeType: "", buffer: whole.subarray(0, whole.length - 40) },
    { name: "log.parquet", mimeType: "", buffer: Buffer.from("PAR1\u0015\"\n\u0000") },
  ]);
  await page.locator(".completeness", { hasText: "2 lines were refused" }).waitFor();
  const said = await page.locator(".completeness").innerText();
  assert.match(said, new RegExp(`cut off\\.jsonl, line ${number(firstLog.length)}: this is no JSON object`));
  assert.match(said, /log\.parquet: this is a Parquet file/);
  assert.deepEqual((await page.locator(".files li.bad").allInnerTexts()).map((text) => text.split("\n")[0]), ["cut off.jsonl", "log.parquet"]);
  await page.close();
});

for (const colorScheme of ["light", "dark"]) {
  test(`nothing is in the way of a screen reader, ${colorScheme}`, async () => {
    const { page } = await scorecard({ colorScheme, bypassCSP: true });
    await page.screenshot({ path: join(artefacts, `scorecard-${colorScheme}.png`), fullPage: true });
    assert.deepEqual(await axePage(page), []);
    await page.locator("#cut").selectOption("host");
    await page.locator("#groups").waitFor();
    for (const summary of await page.locator("summary").all()) await summary.click();
    assert.deepEqual(await axePage(page), []);
    await page.locator('button[data-figure="touch||"]').first().click();
    await page.locator("#events-count").waitFor();
    assert.deepEqual(await axePage(page), []);
    await page.keyboard.press("Escape");
    await page.locator('[data-card=rework_cost] button').click();
    await page.locator("#events-why").waitFor();
    assert.deepEqual(await axePage(page), []);
    await page.keyboard.press("Escape");
    const buffers = files.map((file) => ({ name: file.split("/").pop(), mimeType: "", buffer: readFileSync(file) }));
    await page.locator("#exports").setInputFiles([...buffers, { name: "bad.csv", mimeType: "text/csv", buffer: Buffer.from("name\n") }]);
    await page.locator(".files li.bad").waitFor();
    assert.deepEqual(await axePage(page), []);
    await page.locator("#period").selectOption("custom");
    await page.getByLabel("From", { exact: true }).fill("2026-11-02");
    await page.getByLabel("To", { exact: true }).fill("2026-11-01");
    await page.locator("#empty").waitFor();
    assert.deepEqual(await axePage(page), []);
    await page.getByRole("radio", { name: /My work/ }).check();
    await page.locator("#not-shown").waitFor();
    assert.deepEqual(await axePage(page), []);
    await page.close();
  });
}

test("by keyboard alone: door, time, measure, bars, events, and back", async () => {
  const { page } = await scorecard();
  const focused = () => page.evaluate(() => {
    const { name, id, tagName } = document.activeElement;
    return [document.activeElement.getAttribute("data-figure"), id, name, tagName].filter(Boolean)[0];
  });
  const tabTo = async (wanted) => {
    for (let presses = 0; presses < 200; presses += 1) {
      await page.keyboard.press("Tab");
      if ((await focused()) === wanted) return;
    }
    assert.fail(`Tab never came to ${wanted}`);
  };
  await tabTo("door");
  await page.keyboard.press("ArrowLeft");
  await until(() => page.locator("#read").innerText(), (text) => /of 1 person/.test(text), "my own work");
  const mine = await page.locator("[data-card=touch] button").innerText();
  await page.keyboard.press("ArrowRight");
  await until(() => page.locator("#read").innerText(), (text) => text.includes(`of ${everybody.size} people`), "our work");
  assert.notEqual(await page.locator("[data-card=touch] button").innerText(), mine);
  // All of a chart's bars are one stop; arrow keys move among them.
  await tabTo("funnel||generated");
  await page.keyboard.press("ArrowDown");
  assert.equal(await focused(), "funnel||clean");
  await page.keyboard.press("End");
  assert.equal(await focused(), "funnel||shipped_clean");
  await page.keyboard.press("Enter");
  await page.locator("#events-count").waitFor();
  assert.ok(await page.evaluate(() => document.activeElement.closest("dialog") !== null), "focus is in the dialog");
  await page.keyboard.press("Escape");
  await until(focused, (figure) => figure === "funnel||shipped_clean", "focus is back");
  await page.keyboard.press("Tab");
  assert.notEqual(await focused(), "funnel||generated", "the chart is left with one key");
  await page.close();
});

for (const [what, viewport] of [["at 320 pixels", { width: 320, height: 640 }], ["at 1280 pixels and 400 percent", { width: 320, height: 256 }], ["at 640 pixels", { width: 640, height: 512 }]]) {
  test(`nothing is cut off ${what}`, async () => {
    const { page } = await scorecard({ viewport });
    await page.locator("#cut").selectOption("host");
    await page.locator("#groups").waitFor();
    await page.locator("#exports").setInputFiles(files);
    await page.locator(".files li").last().waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), viewport.width);
    await page.locator('button[data-figure="touch||"]').first().click();
    await page.locator("#events-count").waitFor();
    assert.ok(await page.evaluate(() => document.querySelector("dialog").scrollWidth <= document.querySelector("dialog").clientWidth));
    await page.close();
  });
}

test("numbers and days are written as the person's region writes them", async () => {
  const { page } = await scorecard({ locale: "de-DE", timezoneId: "Europe/Berlin" });
  assert.match(await page.locator("#read").innerText(), new RegExp(`^${logged.length.toLocaleString("de-DE").replace(".", "\\.")} events of .*, 1 Sept? 2026`));
  assert.match(await page.locator("[data-card=hter] button").innerText(), /^0,\d{3}$/);
  assert.match(await page.locator("[data-card=first_pass] button").innerText(), /^\d+,\d\s%$/);
  await page.close();
});

test("another rate is counted without the logs being read again", async () => {
  const { page } = await scorecard();
  let asked = 0;
  page.on("request", () => (asked += 1));
  await page.locator("#rate").fill("100");
  await page.keyboard.press("Tab");
  await until(() => page.locator("[data-card=rework_cost] button").innerText(), (text) => /\d/.test(text), "a cost");
  const cost = expected.numbers.find(({ name }) => name === "touch").value / 36_000;
  assert.equal(await page.locator("[data-card=rework_cost] button").innerText(), cost.toLocaleString("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 }));
  assert.equal(asked, 0);
  await page.close();
});

test("a chart is taken out as SVG, PNG and CSV, and the page prints", async () => {
  const { page } = await scorecard();
  const save = (name) => page.locator("#rules").getByRole("button", { name, exact: true });
  const svg = await taken(page, save("SVG"));
  assert.equal(svg.name, "housestyle-rules.svg");
  const text = svg.bytes.toString();
  assert.match(text, /^<svg[^>]* xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  assert.match(text, /names\.product/);
  assert.match(text, new RegExp(`>Rules by cost<.*>Our work, ${everybody.size} people, Sep 1 – Nov \\d+, 2026<`));
  assert.doesNotMatch(text, /var\(|class=/);
  const png = await taken(page, save("PNG"));
  assert.deepEqual([...png.bytes.subarray(0, 4)], [0x89, 0x50, 0x4e, 0x47]);
  assert.ok(png.bytes.length > 5_000);
  const csv = await taken(page, save("CSV"));
  const cost = expected.numbers.filter(({ name }) => name === "rule_cost").map(({ key, value }) => `${key},${value}`);
  assert.deepEqual(rows(csv.bytes.toString()).map(([rule, owner, cost]) => (assert.equal(owner, "Brand Studio"), `${rule},${cost}`)).toSorted(), cost.toSorted());
  const drawn = { light: png.bytes };
  await page.emulateMedia({ colorScheme: "dark" });
  drawn.dark = (await taken(page, save("PNG"))).bytes;
  for (const [scheme, bytes] of Object.entries(drawn)) writeFileSync(join(artefacts, `scorecard-rules-${scheme}.png`), bytes);
  await page.emulateMedia({ media: "print", colorScheme: "light" });
  // A4 with the browser's own margins: nothing sticks out.
  await page.setViewportSize({ width: 718, height: 1000 });
  await page.locator("#routes table").waitFor();
  assert.equal(await page.evaluate(() => Math.max(...[...document.querySelectorAll("table")].filter((table) => table.checkVisibility()).map((table) => Math.round(table.getBoundingClientRect().right)))) <= 718, true);
  await page.screenshot({ path: join(artefacts, "scorecard-print.png"), fullPage: true });
  assert.equal(await page.locator(".choices").isVisible(), false);
  assert.equal(await page.locator("#rules svg").isVisible(), true);
  assert.ok((await page.pdf({ path: join(artefacts, "scorecard.pdf") })).length > 20_000);
  await page.close();
});

test("the extension's page counts what was typed, names what it does not know, and reads a team's exports", async () => {
  const at = await stage();
  try {
    const page = await at.open("fields.html");
    await page.locator("#area").click();
    await page.keyboard.type("A guaranteed way to leverage it.");
    await until(() => plainMarks(page), (found) => found.length === 2);
    await page.waitForTimeout(1_300);
    await page.close();
    const logged = await until(() => log(at.browser), (found) => found.at(-1)?.kind === "draft_closed", "the end of the draft");
    const score = await at.browser.context.newPage();
    const errors = [];
    score.on("pageerror", (error) => errors.push(String(error)));
    const popup = await at.browser.context.newPage();
    await popup.goto(at.browser.url("pages/popup.html"));
    assert.equal(await popup.getByRole("link", { name: "Scorecard" }).getAttribute("href"), "scorecard.html");
    await popup.close();
    await score.goto(at.browser.url("pages/scorecard.html"));
    await score.locator("[data-card=touch] button").waitFor();
    const events = (text) => Number(text.match(/^([\d,]+) events? of 1 person/)?.[1]);
    assert.equal(events(await score.locator("#read").innerText()), logged.length);
    const raised = logged.filter(({ kind }) => kind === "flag_raised");
    assert.equal(raised.length, 2);
    assert.deepEqual((await score.locator("#rules tbody th").allInnerTexts()).toSorted(), raised.map(({ rule }) => rule).toSorted());
    assert.equal(await behind(score, `rule_flags|${raised[0].rule}|`), 1);
    // Nothing of an AI tool was logged: unknown, and why, not 0.
    const yieldCard = await score.locator("[data-card=first_pass]").innerText();
    assert.match(yieldCard, /unknown/);
    assert.match(yieldCard, /No draft with AI text was shipped/);
    assert.deepEqual(await axePage(score), []);
    await score.screenshot({ path: join(artefacts, "scorecard-extension.png"), fullPage: true });
    // What was saved cannot be measured; whoever logs it sees it beside the cost.
    await score.locator("#saved-minutes").fill("0");
    await score.getByRole("button", { name: "Log", exact: true }).click();
    await score.locator("#saved-said", { hasText: "whole minutes" }).waitFor();
    await score.locator("#saved-minutes").fill("25");
    await score.getByRole("button", { name: "Log", exact: true }).click();
    await score.locator("#saved-said", { hasText: "25 minutes saved" }).waitFor();
    const saved = (await log(at.browser)).find(({ kind }) => kind === "hours_saved");
    assert.deepEqual([saved.saved_minutes, saved.offset, saved.draft], [25, await score.evaluate(() => 0 - new Date().getTimezoneOffset()), ""]);
    await until(() => score.locator("[data-card=rework_cost]").innerText(), (text) => /25 min logged as saved|Set what an hour/.test(text));
    logged.push(saved);
    await until(() => score.locator("#read").innerText(), (text) => events(text) === logged.length, "the event more");
    // Our work: with one's own log alone it is one's own; with the team's exports it is the team's.
    await score.getByRole("radio", { name: /Our work/ }).check();
    await score.locator("#period").selectOption("all");
    await score.locator("#exports").setInputFiles(files);
    await until(() => score.locator("#read").innerText(), (text) => text.includes(`of ${everybody.size + 1} people`), "the team");
    await score.getByRole("radio", { name: /My work/ }).check();
    await until(() => score.locator("#read").innerText(), (text) => events(text) === logged.length, "my own again");
    assert.deepEqual(errors, []);
    // What is exported here is read by the site's page, as a table too.
    const options = await at.browser.context.newPage();
    await options.goto(at.browser.url("pages/options.html"));
    const { bytes } = await taken(options, options.getByRole("button", { name: "Export as CSV" }));
    const { page: elsewhere } = await scorecard();
    await elsewhere.locator("#exports").setInputFiles({ name: "log.csv", mimeType: "text/csv", buffer: bytes });
    await elsewhere.getByRole("button", { name: "This is my own log" }).click();
    await until(() => elsewhere.locator("#read").innerText(), (text) => events(text) === logged.length, "the table's events");
    await elsewhere.close();
  } finally {
    await at.end();
  }
});
