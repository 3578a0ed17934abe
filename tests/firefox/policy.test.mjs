// What an organisation sets by a policy file of Firefox's, and a collector that a person names: the log is kept within the
// organisation's limits and posted where it, or else the person, says, with the authorization that belongs to it.
import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { logLines } from "../bench/log.mjs";
import { artefacts, logBy, root, serve, until } from "../e2e/browser.mjs";
import { putPolicy } from "../e2e/policy_file.mjs";
import { EXTENSION, HOST, launch } from "./browser.mjs";
import { notices, options } from "./options.mjs";

const DAY = 86_400_000;
/** Where a Firefox on Linux looks for an organisation's policies, whoever packed it. */
const FILE = join(process.env.HOUSESTYLE_FIREFOX_POLICIES || "/etc/firefox/policies", "policies.json");

const GUIDE = `housestyle: 1
name: Acme
version: "1"
owner: Brand Studio
rules:
  - {id: a.utilize, replace: {utilize: use}}
`;

let site;
before(async () => (site = await serve(join(root, "tests/pages"))));
after(() => site.close());

/** A collector that accepts everything, and keeps what came with it. */
async function collector() {
  const requests = [];
  const server = createServer((request, response) => {
    let text = "";
    request.setEncoding("utf8").on("data", (piece) => (text += piece)).on("end", () => {
      const records = JSON.parse(text).resourceLogs.flatMap(({ scopeLogs }) => scopeLogs.flatMap(({ logRecords }) => logRecords));
      const { authorization, cookie } = request.headers;
      requests.push({ path: request.url, authorization, cookie, events: records.map(({ eventName }) => eventName) });
      response.writeHead(200, { "content-type": "application/json" }).end("{}");
    });
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const events = () => requests.flatMap((request) => request.events);
  return { requests, events, url: `http://127.0.0.1:${server.address().port}/v1/logs`, close: () => server.close() };
}

const field = (page, name) =>
  page.evaluate((name) => {
    const { value, disabled, placeholder } = document.querySelector(name);
    return { value, disabled, placeholder };
  }, name);

async function fill(page, name, text) {
  await page.click(name);
  await page.keyboard.type(text);
  await page.keyboard.press("Tab");
}

async function write(browser) {
  const page = await browser.newPage();
  await page.goto(`http://localhost:${site.port}/fields.html`);
  await page.click("#area");
  await page.keyboard.type("We utilize it.", { delay: 20 });
  await until(() => page.evaluate(() => document.querySelectorAll("housestyle-marks").length), (count) => count === 1, "the mirror", 15_000);
  await page.close();
}

async function shoot(page, name) {
  await page.evaluate(() => document.querySelector("#keep_days").scrollIntoView());
  await page.bringToFront();
  await page.screenshot({ path: join(artefacts, name) });
}

test("limits and collector of an organisation's policy hold in Firefox, and are told as its own", async (t) => {
  const { requests, events, url, close } = await collector();
  const secret = "Bearer of-the-organisation";
  const values = { keep_days: 20, collector: url, collector_authorization: secret, show_people: true, guide: GUIDE };
  const undo = putPolicy(FILE, { policies: { "3rdparty": { Extensions: { [EXTENSION]: values } } } });
  const aged = join(tmpdir(), `housestyle-aged-${process.pid}.jsonl`);
  let firefox;
  try {
    if (!undo) {
      const reason = `${FILE} cannot be written by this user, or is there already`;
      console.log(`skipped: ${reason}`);
      return t.skip(reason);
    }
    firefox = await launch({ pages: true });
    const page = await options(firefox.browser);
    // The browser may tell the policy after the page was loaded.
    const told = await until(() => field(page, "#keep_days"), ({ disabled }) => disabled, "the page to be told", 30_000);
    assert.equal(told.value, "20");
    await until(() => page.evaluate(() => document.querySelector("#organisation-guide")?.innerText ?? ""), (text) => /Acme[^]*Set by your organisation/.test(text), "the guide");
    assert.equal((await field(page, "#keep_megabytes")).disabled, false);
    const [address, authorization] = [await field(page, "#collector"), await field(page, "#collector-authorization")];
    assert.deepEqual([address.value, address.disabled, authorization.value, authorization.disabled], [url, true, "", true]);
    const shown = await page.evaluate(() => ({
      text: document.body.innerText,
      html: document.body.innerHTML,
      buttons: [...document.querySelectorAll("button")].map(({ innerText }) => innerText),
    }));
    assert.equal(shown.text.split("set by your organisation").length - 1, 2);
    assert.ok(shown.buttons.length > 0 && !shown.buttons.some((label) => /^(Post it|Forget)/.test(label)), `${shown.buttons}`);
    assert.ok(!shown.html.includes("of-the-organisation"));
    // Events of 40 days, and a log that is looked at anew: the days are the organisation's, whatever else the person chose.
    const me = await page.evaluate(() => document.querySelector("dd code").innerText);
    writeFileSync(aged, [...logLines({ installation: me, events: 600, days: 40 })].join(""));
    await (await page.$("#log-file")).uploadFile(aged);
    await until(() => notices(page), (text) => text.includes("600 events added"), "the import", 60_000);
    await fill(page, "#keep_megabytes", "500");
    const left = await until(() => logBy(page), (all) => all.every(({ kind, at }) => kind === "dropped" || at > Date.now() - 20 * DAY - 3_600_000), "the old events to go", 60_000);
    const losses = left.filter(({ kind }) => kind === "dropped");
    assert.ok(losses.length > 0 && losses.every(({ why, set_by }) => why === "age" && set_by === "policy"));
    assert.ok(left.length > losses.length && left.length < 600, `${left.length} events are left`);
    // Of two people numbers are shown, since the organisation says so.
    writeFileSync(aged, [...logLines({ installation: "somebody-else", events: 60, days: 10 })].join(""));
    await (await page.$("#log-file")).uploadFile(aged);
    await until(() => notices(page), (text) => text.includes("60 events added"), "the other's log", 60_000);
    const card = await firefox.browser.newPage();
    await card.goto(`moz-extension://${HOST}/pages/scorecard.html`, { waitUntil: [] });
    const read = () => card.evaluate(() => document.querySelector("#read")?.innerText ?? "");
    await until(read, (text) => /^[\d,]+ events/.test(text), "my work", 20_000);
    await card.evaluate(() => document.querySelectorAll("input[name=door]")[1].click());
    await until(read, (text) => /of 2 people/.test(text), "our work", 20_000);
    assert.equal(await card.evaluate(() => document.querySelector("#not-shown")), null);
    await card.screenshot({ path: join(artefacts, "firefox-policy-people.png") });
    await card.close();
    await write(firefox.browser);
    await until(events, (names) => names.includes("housestyle.flag_raised") && names.includes("housestyle.dropped"), "the log at the collector", 60_000);
    assert.ok(requests.every((one) => one.path === "/v1/logs" && one.authorization === secret && one.cookie === undefined));
    assert.ok(!JSON.stringify(await logBy(page)).includes("of-the-organisation"));
    await shoot(page, "firefox-policy.png");
  } finally {
    await firefox?.close();
    undo?.();
    rmSync(aged, { force: true });
    close();
  }
});

test("a collector's authorization that a person gives in Firefox goes with what is posted, and is shown nowhere", async () => {
  const { requests, events, url, close } = await collector();
  let firefox;
  try {
    firefox = await launch({ pages: true });
    const page = await options(firefox.browser);
    await write(firefox.browser);
    // Nothing goes anywhere before somebody has said where to.
    assert.equal(requests.length, 0);
    await page.bringToFront();
    await fill(page, "#collector", url);
    await fill(page, "#collector-authorization", "Bearer s3cret-of-a-person");
    await page.evaluate(() => [...document.querySelectorAll("button")].find(({ innerText }) => innerText === "Post it there").focus());
    await page.keyboard.press("Enter");
    await until(events, (names) => names.includes("housestyle.flag_raised"), "the log at the collector", 60_000);
    assert.ok(requests.every((one) => one.path === "/v1/logs" && one.authorization === "Bearer s3cret-of-a-person" && one.cookie === undefined));
    await page.reload({ waitUntil: [] });
    const kept = await until(() => field(page, "#collector-authorization"), ({ placeholder }) => placeholder !== "", "what is kept", 10_000);
    assert.deepEqual([kept.value, kept.placeholder], ["", "kept; it is not shown"]);
    const told = await page.evaluate(async () => document.body.innerHTML + JSON.stringify(await browser.storage.local.get()));
    assert.ok(!told.includes("s3cret") && !JSON.stringify(await logBy(page)).includes("s3cret"));
    await shoot(page, "firefox-collector.png");
  } finally {
    await firefox?.close();
    close();
  }
});
