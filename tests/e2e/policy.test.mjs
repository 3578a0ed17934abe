// What an organisation sets by a managed policy, in a real policy file where this user may write one: it holds, the pages
// say whose it is, and the person cannot change it.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { logLines } from "../bench/log.mjs";
import { REMOVE, artefacts, axePage, launch, log, plainMarks, root, serve, texts, until } from "./browser.mjs";
import { putPolicy } from "./policy_file.mjs";

const DAY = 86_400_000;
/** Where Chromium reads an organisation's policies; a build of Chrome's own reads another folder. */
const FOLDER = process.env.HOUSESTYLE_POLICIES || "/etc/chromium/policies/managed";
const FILE = join(FOLDER, "housestyle-test.json");

async function options(browser) {
  const page = await browser.context.newPage();
  await page.goto(browser.url("pages/options.html"));
  await page.locator("#collector").waitFor();
  return page;
}

/** Whether a door of the scorecard shows numbers. */
async function scorecard(browser, door) {
  const page = await browser.context.newPage();
  try {
    await page.goto(browser.url("pages/scorecard.html"));
    const read = () => page.locator("#read").innerText();
    // My work comes first, and the other door says something else.
    const first = await until(read, (text) => /^[\d,]+ events/.test(text), "my work", 20_000);
    await page.getByRole("radio", { name: door }).check();
    if (door !== "My work") await until(read, (text) => text !== first && !/Reading/.test(text), door, 20_000);
    await page.screenshot({ path: join(artefacts, `policy-scorecard-${door.slice(0, 2)}.png`) });
    return (await page.locator("#not-shown").count()) === 0;
  } finally {
    await page.close();
  }
}

test("limits and collector of a managed policy hold, are told as the organisation's, and are not the person's to change", async (t) => {
  const profile = mkdtempSync(join(tmpdir(), "housestyle-profile-"));
  const requests = [];
  const collector = createServer((request, response) => {
    requests.push({ path: request.url, authorization: request.headers.authorization });
    request.resume().on("end", () => response.writeHead(200, { "content-type": "application/json" }).end("{}"));
  });
  await new Promise((done) => collector.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${collector.address().port}/v1/logs`;
  let browser, undo;
  try {
    browser = await launch({ profile });
    let page = await options(browser);
    const me = await page.locator("dd code").innerText();
    // The person's own choices from before: the organisation's go before them.
    await page.locator("#keep_days").fill("300");
    await page.keyboard.press("Tab");
    await page.locator(".notice").waitFor();
    const own = join(profile, "aged.jsonl");
    writeFileSync(own, [...logLines({ installation: me, events: 600, days: 40 })].join(""));
    await page.locator("#log-file").setInputFiles(own);
    await page.locator("#imported .notice").waitFor({ timeout: 60_000 });
    const { id } = browser;
    await browser.close();
    browser = undefined;
    const values = { keep_days: 20, collector: url, collector_authorization: "Bearer of-the-organisation", person: "ada@acme.example" };
    undo = putPolicy(FILE, { "3rdparty": { extensions: { [id]: values } } });
    if (!undo) {
      console.log(`skipped: ${FOLDER} cannot be written to by this user`);
      return t.skip(`${FOLDER} cannot be written to by this user`);
    }
    browser = await launch({ profile });
    page = await options(browser);
    const told = await page.evaluate(() => chrome.storage.managed.get());
    assert.equal(told.keep_days, 20, "the browser has read the policy");
    const reloaded = async () => {
      await page.reload();
      await page.locator("#collector").waitFor();
      return page.locator("#keep_days").isDisabled();
    };
    await until(() => page.locator("#keep_days").isDisabled(), (disabled) => disabled, "the page to be told", 30_000);
    const [days, megabytes, address, secret] = ["#keep_days", "#keep_megabytes", "#collector", "#collector-authorization"].map((name) => page.locator(name));
    assert.equal(await days.inputValue(), "20");
    assert.equal(await address.inputValue(), url);
    assert.equal(await secret.inputValue(), "");
    assert.deepEqual(await Promise.all([days, megabytes, address, secret].map((field) => field.isDisabled())), [true, false, true, true]);
    assert.equal(await page.getByText("set by your organisation").count(), 2);
    assert.equal(await page.getByRole("button", { name: /^(Post it|Forget)/ }).count(), 0);
    assert.ok(!(await page.evaluate(() => document.body.innerHTML)).includes("of-the-organisation"));
    // A page that was tampered with gets no further.
    const answer = await page.evaluate(
      () =>
        new Promise((done) => {
          const port = chrome.runtime.connect({ name: "page" });
          port.onMessage.addListener(({ call, reply }) => call === 1 && done(reply));
          port.postMessage({ call: 1, request: { type: "set_retention", limit: "days", value: 900 } });
        }),
    );
    assert.equal(answer.type, "failed");
    assert.match(answer.message, /Your organisation has set how long/);
    await reloaded();
    assert.equal(await days.inputValue(), "20");
    // What is older went, and at whose word is logged.
    const left = await until(() => log(browser), (all) => all.every(({ kind, at }) => kind === "dropped" || at > Date.now() - 20 * DAY - 3_600_000), "the old events to go", 60_000);
    const losses = left.filter(({ kind }) => kind === "dropped");
    assert.ok(losses.length > 0 && losses.every(({ why, set_by }) => why === "age" && set_by === "policy"));
    // Events name the person from now on, who is told so; their work from before is theirs still.
    assert.ok(losses.every(({ person }) => person === "ada@acme.example"));
    assert.match(await page.locator("#person").innerText(), /ada@acme\.example .*name you/);
    assert.equal(await scorecard(browser, "My work"), true);
    // The log is posted where the organisation says, with its authorization.
    await until(() => requests.length, (count) => count > 0, "the log at the collector", 30_000);
    assert.ok(requests.every(({ path, authorization }) => path === "/v1/logs" && authorization === "Bearer of-the-organisation"));
    assert.ok(!JSON.stringify(left).includes("of-the-organisation"));
    await reloaded();
    assert.deepEqual(await axePage(page), []);
    await page.locator("#keep_days").scrollIntoViewIfNeeded();
    await page.screenshot({ path: join(artefacts, "policy.png"), fullPage: true });
    // Of two people nothing is shown, unless the organisation says so.
    const other = join(profile, "other.jsonl");
    writeFileSync(other, [...logLines({ installation: "somebody-else", events: 60, days: 10 })].join(""));
    await page.locator("#log-file").setInputFiles(other);
    await page.locator("#imported .notice").waitFor({ timeout: 60_000 });
    assert.equal(await scorecard(browser, "Our work"), false);
    // The browser hears of what is changed while it runs, and a page that is open then is told.
    page = await browser.context.newPage();
    await page.goto(browser.url("pages/scorecard.html"));
    await page.getByRole("radio", { name: "Our work" }).check();
    await page.locator("#not-shown").waitFor({ timeout: 30_000 });
    writeFileSync(FILE, JSON.stringify({ "3rdparty": { extensions: { [id]: { ...values, show_people: true } } } }));
    await until(() => page.locator("#read").innerText(), (text) => /of 2 people/.test(text), "the scorecard to be shown", 60_000);
    await page.screenshot({ path: join(artefacts, "policy-people.png") });
    // Once the policy is gone, the person's choice holds again.
    await browser.close();
    browser = undefined;
    undo();
    undo = undefined;
    browser = await launch({ profile });
    page = await options(browser);
    await page.evaluate(() => chrome.storage.managed.get());
    await until(async () => !(await reloaded()), (free) => free, "the field to be the person's again", 30_000);
    assert.equal(await page.locator("#keep_days").inputValue(), "300");
    assert.equal(await page.locator("#collector").inputValue(), "");
  } finally {
    await browser?.close();
    undo?.();
    collector.close();
    rmSync(profile, REMOVE);
  }
});

/** A guide with one rule, which has better wording for one word. */
const guide = (name, term) => `housestyle: 1
name: ${name}
version: "1"
owner: Brand Studio
rules:
  - {id: a.word, replace: {${term}: other}}
`;

test("the guide that an organisation sets is in force, from its policy or from an address, and the person's own is again after it", async (t) => {
  const profile = mkdtempSync(join(tmpdir(), "housestyle-profile-"));
  const pages = await serve(join(root, "tests/pages"));
  let answer = { status: 503, text: "" };
  const server = createServer((request, response) => response.writeHead(request.headers.cookie ? 400 : answer.status).end(answer.text));
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const address = `http://127.0.0.1:${server.address().port}/guide.yaml`;
  let browser, undo;
  try {
    browser = await launch({ profile });
    const { id } = browser;
    const policy = (guide) => ({ "3rdparty": { extensions: { [id]: guide === null ? {} : { guide } } } });
    const set = (guide) => writeFileSync(FILE, JSON.stringify(policy(guide)));
    undo = putPolicy(FILE, policy(guide("Acme one", "alpha")));
    if (!undo) {
      console.log(`skipped: ${FOLDER} cannot be written to by this user`);
      return t.skip(`${FOLDER} cannot be written to by this user`);
    }
    let page = await options(browser);
    const told = page.locator("#organisation-guide");
    const says = (words) => until(() => told.innerText(), (text) => words.test(text), `${words}`, 60_000);
    const marked = async () => {
      const writing = await browser.context.newPage();
      await writing.goto(`http://localhost:${pages.port}/fields.html`);
      await writing.locator("#area").click();
      await writing.keyboard.type("alpha beta leverage.");
      const marks = texts(await until(() => plainMarks(writing), (found) => found.length === 1));
      await writing.close();
      return marks;
    };
    await says(/Acme one[^]*Set by your organisation\./);
    assert.equal(await page.locator("[name=guide], #guide-file").count(), 0);
    assert.deepEqual(await marked(), ["alpha"]);
    // One that is wrong is told, and the one in force stays.
    set(guide("Acme one", "alpha").replace("replace", "replaces"));
    await says(/was not put in force: 2 problems[^]*replaces/);
    assert.deepEqual(await axePage(page), []);
    await page.screenshot({ path: join(artefacts, "policy-guide.png") });
    assert.deepEqual(await marked(), ["alpha"]);
    // At an address, where it is not at first.
    set(address);
    await says(/could not be had[^]*503/);
    answer = { status: 200, text: guide("Acme two", "beta") };
    await browser.close();
    browser = await launch({ profile });
    page = await options(browser);
    await until(() => page.locator("#organisation-guide").innerText(), (text) => text.includes("Acme two") && text.includes(address), "the guide at the address", 60_000);
    assert.deepEqual(await marked(), ["beta"]);
    // It is at hand at the next start, before anybody is asked.
    server.close();
    await browser.close();
    browser = await launch({ profile });
    assert.deepEqual(await marked(), ["beta"]);
    page = await options(browser);
    set(null);
    await until(() => page.locator("[name=guide]:checked").count(), (count) => count === 1, "the person's choice", 60_000);
    assert.deepEqual(await marked(), ["leverage"]);
  } finally {
    await browser?.close();
    undo?.();
    server.close();
    pages.close();
    rmSync(profile, REMOVE);
  }
});
