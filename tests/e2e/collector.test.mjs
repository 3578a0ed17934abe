// The log posted to a collector: a real HTTP server on this machine that refuses, then goes, then accepts, with the
// browser started anew in between.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { REMOVE, artefacts, launch, log, plainMarks, root, serve, until } from "./browser.mjs";

let site;
before(async () => (site = await serve(join(root, "tests/pages"))));
after(() => site.close());

/** A collector that answers as it is told to, and keeps what it accepts. */
async function collector() {
  const kept = { requests: [], records: [], answer: { status: 503 } };
  const server = createServer((request, response) => {
    let text = "";
    request.setEncoding("utf8").on("data", (piece) => (text += piece)).on("end", () => {
      const { status, headers = {}, body = "{}" } = kept.answer;
      kept.requests.push({ method: request.method, path: request.url, type: request.headers["content-type"], cookie: request.headers.cookie, authorization: request.headers.authorization, status });
      if (status === 200) {
        for (const { resource, scopeLogs } of JSON.parse(text).resourceLogs) {
          for (const { logRecords } of scopeLogs) kept.records.push(...logRecords.map((record) => ({ ...record, resource })));
        }
      }
      response.writeHead(status, { "content-type": "application/json", ...headers }).end(body);
    });
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return { kept, url: `http://127.0.0.1:${server.address().port}/v1/logs`, close: () => server.close() };
}

async function options(browser) {
  const page = await browser.context.newPage();
  await page.goto(browser.url("pages/options.html"));
  await page.locator("#collector").waitFor();
  return page;
}

async function type(browser, text) {
  const page = await browser.context.newPage();
  await page.goto(`http://localhost:${site.port}/fields.html`);
  await page.locator("#area").click();
  await page.keyboard.type(text, { delay: 5 });
  await until(() => plainMarks(page), (found) => found.length > 0);
  await page.waitForTimeout(1_500);
  await page.close();
}

const attribute = (record, key) => record.attributes.find((each) => each.key === key)?.value;
const uids = (records) => records.map((record) => attribute(record, "log.record.uid").stringValue);

test("every event reaches a collector that refused at first, across a restart, and none twice but by its id", async () => {
  const profile = mkdtempSync(join(tmpdir(), "housestyle-profile-"));
  const { kept, url, close } = await collector();
  let browser;
  try {
    browser = await launch({ profile });
    await type(browser, "We leverage a guaranteed plan.");
    // Nothing goes anywhere before somebody has said where to.
    assert.equal(kept.requests.length, 0);
    let page = await options(browser);
    await page.locator("#collector").fill(url);
    await page.getByRole("button", { name: "Post it there" }).click();
    const began = Date.now();
    await until(() => kept.requests.length, (count) => count > 0, "a first request", 15_000);
    assert.deepEqual(kept.requests[0], { method: "POST", path: "/v1/logs", type: "application/json", cookie: undefined, authorization: undefined, status: 503 });
    await page.reload();
    await until(() => page.locator("#undelivered").innerText(), (text) => /^[1-9]\d* events? not delivered yet.*503/.test(text), "what the collector said");
    // It backs off: a moment later there was not one request a commit.
    await type(browser, "We leverage more of it.");
    const most = 3 + Math.ceil(Math.log2(2 + (Date.now() - began) / 500));
    assert.ok(kept.requests.length <= most, `${kept.requests.length} requests`);
    assert.equal(kept.records.length, 0);
    await browser.close();
    kept.answer = { status: 200 };
    browser = await launch({ profile });
    await type(browser, "We leverage it again.");
    const all = await until(() => log(browser), (found) => found.at(-1).kind === "draft_closed" && found.filter(({ kind }) => kind === "draft_closed").length === 3, "the drafts closed", 30_000);
    // A browser without a page to show takes minutes to say what the organisation has set, and nothing is posted before.
    page = await options(browser);
    await until(() => new Set(uids(kept.records)).size, (size) => size === all.length, "all events at the collector", 60_000);
    assert.deepEqual([...new Set(uids(kept.records))], all.map(({ id }) => id));
    const one = kept.records.find((record) => record.eventName === "housestyle.flag_raised");
    assert.equal(one.severityText.length > 0 && attribute(one, "housestyle.rule").stringValue, "words.leverage");
    assert.equal(one.resource.attributes.find(({ key }) => key === "service.instance.id").value.stringValue, all[0].installation);
    await until(async () => {
      await page.reload();
      return page.locator("#undelivered").innerText();
    }, (text) => /^0 events not delivered yet\.$/.test(text), "nothing to be left");
    // And when it is told to stop, it stops.
    const before = kept.requests.length;
    await page.locator("#collector").fill("");
    await page.getByRole("button", { name: "Post it nowhere" }).click();
    await page.locator(".notice", { hasText: "posted nowhere" }).waitFor();
    await type(browser, "We leverage it once more.");
    assert.equal(kept.requests.length, before);
  } finally {
    await browser?.close();
    close();
    rmSync(profile, REMOVE);
  }
});

test("an authorization goes with every request to its collector, and stands nowhere that anybody could read it", async () => {
  const SECRET = "s3cret-of-the-collector";
  const profile = mkdtempSync(join(tmpdir(), "housestyle-profile-"));
  const [one, other] = [await collector(), await collector()];
  // It says back what it was sent, as some do.
  one.kept.answer = { status: 401, body: JSON.stringify({ message: `Bearer ${SECRET} is not known` }) };
  let browser;
  try {
    browser = await launch({ profile });
    await type(browser, "We leverage a guaranteed plan.");
    let page = await options(browser);
    await page.locator("#collector").fill(one.url);
    await page.locator("#collector-authorization").fill(`Bearer ${SECRET}`);
    await page.getByRole("button", { name: "Post it there" }).click();
    await until(() => one.kept.requests.length, (count) => count > 0, "a first request", 30_000);
    assert.equal(one.kept.requests[0].authorization, `Bearer ${SECRET}`);
    const shown = async (of) => {
      await of.reload();
      await of.locator("#collector").waitFor();
      return of.evaluate(() => [document.body.innerHTML, ...[...document.querySelectorAll("input")].map((input) => input.value)].join("\n"));
    };
    const said = await until(() => shown(page), (text) => text.includes("401"), "what the collector said");
    assert.match(said, /401: … is not known/);
    assert.ok(!said.includes(SECRET));
    assert.equal(await page.locator("#collector-authorization").getAttribute("placeholder"), "kept; it is not shown");
    await page.locator("#collector").scrollIntoViewIfNeeded();
    await page.screenshot({ path: join(artefacts, "collector-authorization.png") });
    // Neither the log, nor its exports, nor what content scripts may read holds it.
    assert.ok(!JSON.stringify(await log(browser)).includes(SECRET));
    const stored = await page.evaluate(async () => JSON.stringify(await chrome.storage.local.get()));
    assert.ok(!stored.includes(SECRET));
    for (const name of ["JSON Lines", "CSV", "OTLP logs"]) {
      const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: `Export as ${name}` }).click()]);
      assert.ok(!readFileSync(await download.path(), "utf8").includes(SECRET));
      await page.locator(".notice", { hasText: "exported" }).waitFor();
    }
    await browser.close();
    one.kept.answer = { status: 200 };
    one.kept.requests = [];
    browser = await launch({ profile });
    // The collector had been left alone for five minutes: giving the same again tries at once.
    page = await options(browser);
    await page.locator("#collector-authorization").fill(`Bearer ${SECRET}`);
    await page.getByRole("button", { name: "Post it there" }).click();
    await until(() => one.kept.records.length, (count) => count > 0, "the log at the collector", 60_000);
    await type(browser, "We leverage it again.");
    await until(() => one.kept.requests.length, (count) => count > 1, "more of it", 30_000);
    assert.ok(one.kept.requests.every(({ authorization }) => authorization === `Bearer ${SECRET}`));
    // To another address it does not go.
    page = await options(browser);
    await page.locator("#collector").fill(other.url);
    await page.getByRole("button", { name: "Post it there" }).click();
    await until(() => other.kept.requests.length, (count) => count > 0, "a request elsewhere", 30_000);
    assert.ok(other.kept.requests.every(({ authorization }) => authorization === undefined));
    await page.locator("#collector").fill("http://collector.example/v1/logs");
    await page.locator("#collector-authorization").fill("Bearer more");
    await page.getByRole("button", { name: "Post it there" }).click();
    await page.locator(".notice", { hasText: "only sent to an https" }).waitFor();
  } finally {
    await browser?.close();
    one.close();
    other.close();
    rmSync(profile, REMOVE);
  }
});

test("an address that is none is refused, and nothing is kept of it", async () => {
  const browser = await launch();
  try {
    const page = await options(browser);
    await page.locator("#collector").evaluate((input) => input.setAttribute("type", "text"));
    await page.locator("#collector").fill("collector.example/v1/logs");
    await page.getByRole("button", { name: "Post it there" }).click();
    await page.locator(".notice", { hasText: "Write the whole address" }).waitFor();
    await page.reload();
    await page.locator("#collector").waitFor();
    assert.equal(await page.locator("#collector").inputValue(), "");
  } finally {
    await browser.close();
  }
});
