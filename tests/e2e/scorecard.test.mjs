// The scorecard: the extension's page on a log made by typing, and the site's page on the example logs, whose numbers
// are those of the command.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { artefacts, axePage, log, plainMarks, root, serve, until } from "./browser.mjs";
import { stage } from "./pages.mjs";

const LOGS = join(root, "examples/logs");
const files = readdirSync(LOGS).filter((name) => name.endsWith(".jsonl")).map((name) => join(LOGS, name));
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
  assert.deepEqual(told, wanted);
  assert.deepEqual(errors, []);
  await page.close();
});

test("numbers and bars open into the events that they are made of", async () => {
  const { page } = await scorecard();
  const events = files.flatMap((file) => readFileSync(file, "utf8").trimEnd().split("\n")).map((line) => JSON.parse(line));
  const of = (...kinds) => events.filter(({ kind }) => kinds.includes(kind));
  assert.equal(await behind(page, "touch||"), of("revision").length);
  assert.equal(await behind(page, "rule_flags|names.product|"), of("flag_raised").filter(({ rule }) => rule === "names.product").length);
  const bar = page.locator('#funnel g[data-figure="funnel||shipped"]');
  await bar.click();
  await page.locator("dialog.events h2", { hasText: "shipped: " }).waitFor();
  // With a mouse or without: the bar has the focus again when the dialog closes.
  await page.keyboard.press("Escape");
  await until(() => page.evaluate(() => document.activeElement.getAttribute("data-figure")), (figure) => figure === "funnel||shipped");
  // Behind a day of the trend is what was logged on that day.
  const day = expected.numbers.find(({ name, part, value }) => name === "day" && part === "touch" && value > 0).key;
  const first = page.locator(`#trend g[data-figure="day|${day}|touch"]`);
  await first.focus();
  await page.keyboard.press("Enter");
  await page.locator("dialog.events h2", { hasText: day }).waitFor();
  await page.screenshot({ path: join(artefacts, "scorecard-events.png") });
  await page.close();
});

test("events of few people are not listed, and numbers of few people not shown", async () => {
  const { page } = await scorecard();
  const answers = expected.numbers.find(({ name, key, part }) => name === "escalations" && key === "" && part === "overdue");
  assert.ok(answers.value > 0);
  await page.locator('button[data-figure="escalations||overdue"]').first().click();
  await page.locator("dialog.events .notice", { hasText: "fewer than five people" }).waitFor();
  assert.equal(await page.locator("dialog.events table").count(), 0);
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
  assert.match(await page.locator("#read").innerText(), /153 events of 1 person/);
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
  await page.locator(".completeness", { hasText: "153 events came more than once" }).waitFor();
  assert.match(await page.locator("#read").innerText(), /1,142 events of 7 people/);
  const touch = await page.locator("[data-card=touch] button").innerText();
  await page.getByRole("button", { name: "Take them out" }).click();
  await until(() => page.locator(".completeness").count(), (count) => count === 0);
  assert.equal(await page.locator("[data-card=touch] button").innerText(), touch);
  // A file that is none is named by its line, and what else was read still counts.
  await page.locator("#exports").setInputFiles([
    ...files.map((file) => ({ name: file.split("/").pop(), mimeType: "application/x-ndjson", buffer: readFileSync(file) })),
    { name: "bad.csv", mimeType: "text/csv", buffer: Buffer.from("name,count\nx,1\n") },
  ]);
  await page.locator(".completeness", { hasText: "1 line was refused" }).waitFor();
  assert.match(await page.locator(".completeness").innerText(), /there is no column "id"/);
  assert.equal(await page.locator("[data-card=touch] button").innerText(), touch);
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
  await until(() => page.locator("#read").innerText(), (text) => /of 7 people/.test(text), "our work");
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

test("a chart is taken out as SVG, PNG and CSV, and the page prints", async () => {
  const { page } = await scorecard();
  const save = (name) => page.locator("#rules").getByRole("button", { name, exact: true });
  const svg = await taken(page, save("SVG"));
  assert.equal(svg.name, "housestyle-rules.svg");
  const text = svg.bytes.toString();
  assert.match(text, /^<svg[^>]* xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  assert.match(text, /names\.product/);
  assert.doesNotMatch(text, /var\(|class=/);
  const png = await taken(page, save("PNG"));
  assert.deepEqual([...png.bytes.subarray(0, 4)], [0x89, 0x50, 0x4e, 0x47]);
  assert.ok(png.bytes.length > 5_000);
  const csv = await taken(page, save("CSV"));
  const cost = expected.numbers.filter(({ name }) => name === "rule_cost").map(({ key, value }) => `${key},${value}`);
  assert.deepEqual(rows(csv.bytes.toString()).map(([rule, cost]) => `${rule},${cost}`).toSorted(), cost.toSorted());
  await page.emulateMedia({ media: "print" });
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
    // Our work: with one's own log alone it is one's own; with the team's exports it is the team's.
    await score.getByRole("radio", { name: /Our work/ }).check();
    await score.locator("#period").selectOption("all");
    await score.locator("#exports").setInputFiles(files);
    await until(() => score.locator("#read").innerText(), (text) => /of 8 people/.test(text), "the team");
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
