// A first run in Firefox: the extension loads, flags in a textarea and in rich text, applies, and logs.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { artefacts, root, serve, until } from "../e2e/browser.mjs";
import { HOST, launch } from "./browser.mjs";

let firefox, browser, site;

/** The bytes of the extension's own database. */
function written() {
  const folder = join(firefox.profile, "storage/default");
  const origin = `moz-extension+++${HOST}`;
  const files = readdirSync(join(folder, origin, "idb")).filter((name) => /\.sqlite/.test(name));
  return files.map((name) => readFileSync(join(folder, origin, "idb", name), "latin1")).join("");
}

before(async () => {
  site = await serve(join(root, "tests/pages"), (path) => (path === "/csp.html" ? { "content-security-policy": "default-src 'none'" } : {}));
  // A name that a shipped surface covers, for a page of this machine.
  firefox = await launch({ preferences: { "network.dns.localDomains": "imitation.perplexity.ai" } });
  browser = firefox.browser;
});
after(async () => {
  await firefox?.close();
  site?.close();
});

async function open(path) {
  const page = await browser.newPage();
  await page.goto(`http://localhost:${site.port}/${path}`);
  return page;
}

const highlighted = (page) =>
  page.evaluate(() => [...CSS.highlights].filter(([name]) => name.startsWith("housestyle-")).flatMap(([, set]) => [...set].map((range) => range.toString())));

test("rich text is marked", async () => {
  const page = await open("rich.html");
  await page.click("#nested");
  await page.keyboard.type("x");
  const marks = await until(() => highlighted(page), (found) => found.length >= 10, "marks in Firefox", 15_000);
  assert.ok(marks.includes("utilize") && marks.includes("保证") === false);
  await page.screenshot({ path: join(artefacts, "firefox-rich.png") });
  await page.close();
});

test("a textarea is marked under a strict policy, a click opens the hint, and what is typed stays as it is", async () => {
  const page = await open("csp.html");
  await page.click("#area");
  await page.keyboard.type("We utilize it.", { delay: 20 });
  await until(() => page.evaluate(() => document.querySelectorAll("housestyle-marks").length), (count) => count === 1, "the mirror", 10_000);
  await page.screenshot({ path: join(artefacts, "firefox-textarea.png") });
  const box = await page.evaluate(() => {
    const { x, y } = document.getElementById("area").getBoundingClientRect();
    return { x, y };
  });
  await page.mouse.click(box.x + 60, box.y + 10);
  await until(() => page.evaluate(() => document.querySelectorAll("housestyle-hint").length), (count) => count === 1, "the hint");
  await new Promise((done) => setTimeout(done, 300));
  await page.screenshot({ path: join(artefacts, "firefox-hint.png") });
  assert.equal(await page.evaluate(() => document.getElementById("area").value), "We utilize it.");
  await page.close();
});

test("a suggestion is applied from the hint, undone by the browser, and logged", async () => {
  const page = await open("fields.html");
  await page.click("#area");
  await page.keyboard.type("utilize", { delay: 20 });
  await until(() => page.evaluate(() => document.querySelectorAll("housestyle-marks").length), (count) => count === 1, "the mirror", 10_000);
  const box = await page.evaluate(() => {
    const { x, y } = document.getElementById("area").getBoundingClientRect();
    return { x, y };
  });
  await page.mouse.click(box.x + 20, box.y + 12);
  await until(() => page.evaluate(() => document.querySelectorAll("housestyle-hint").length), (count) => count === 1, "the hint");
  await new Promise((done) => setTimeout(done, 300));
  // The hint lies in a closed root, and its only suggestion is its first button: found where it is drawn.
  const applied = async () => (await page.evaluate(() => document.getElementById("area").value)) === "use";
  for (let y = 60; y < 260 && !(await applied()); y += 12) {
    const stillThere = await page.evaluate(() => document.querySelectorAll("housestyle-hint").length);
    if (!stillThere) break;
    await page.mouse.click(box.x + 30, box.y + y);
    await new Promise((done) => setTimeout(done, 150));
  }
  await until(applied, (done) => done, "the suggestion");
  await page.keyboard.down("Control");
  await page.keyboard.press("z");
  await page.keyboard.up("Control");
  assert.equal(await page.evaluate(() => document.getElementById("area").value), "utilize");
  await page.close();
  // What is on disk is read, packed, so that the last letters of a word may stand elsewhere.
  await until(() => written(), (text) => ["flag_rai", "suggestion_appl", "words.leverage", "revision"].every((kind) => text.includes(kind)), "the log on disk", 10_000);
});

test("what is copied from an answer is known where it is pasted, and nothing of it is kept as text", async () => {
  const answer = "Quillwort saving starts with one small step, and we are with you from the first day.";
  const tool = await browser.newPage();
  await tool.goto(`http://imitation.perplexity.ai:${site.port}/imitation.html`);
  await tool.evaluate((answer) => {
    const told = document.createElement("div");
    told.id = "markdown-content-0";
    told.textContent = answer;
    document.body.prepend(told);
    document.getSelection().selectAllChildren(told);
  }, answer);
  await tool.bringToFront();
  await tool.keyboard.down("Control");
  await tool.keyboard.press("c");
  await tool.keyboard.up("Control");
  // Nobody wrote there: the client comes with the copy.
  await new Promise((done) => setTimeout(done, 4_000));
  const page = await open("fields.html");
  await page.bringToFront();
  await page.click("#area");
  await page.keyboard.down("Control");
  await page.keyboard.press("v");
  await page.keyboard.up("Control");
  assert.equal(await page.evaluate(() => document.getElementById("area").value), answer);
  await until(written, (bytes) => bytes.includes("copied_from"), "the generation in the log", 15_000);
  assert.ok(!written().includes("uillwort"));
  await page.close();
  await tool.close();
});
