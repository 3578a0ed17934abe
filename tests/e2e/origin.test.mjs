// Where text came from: copied on a page that imitates an AI tool, pasted in another tab, carried through moves, undo, an
// editor that draws everything anew and a reload; streamed; said so; shipped, measured, exported and on the scorecard.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { artefacts, axePage, log, until, worker } from "./browser.mjs";
import { stage } from "./pages.mjs";

const GUIDE = `housestyle: 1
name: Origin guide
version: "1"
owner: Test owner
surfaces:
  - {name: Imitation, hosts: [ai.localhost], prompt: "#prompt", send: "#send", response: "[data-role=tool]"}
  - {name: Helper, hosts: [helped.localhost], assistant: true}
rules:
  - {id: words.leverage, replace: {leverage: use}}
`;

const ANSWER =
  "Flexible saving starts with one small step, and we are with you from the first day, whatever comes. Begin with little, and raise it when it suits you.";
const OTHER = "A plan that bends with your life: put something aside today, change the sum whenever you like, and stop at any time you want.";

let at;
before(async () => {
  at = await stage({ permissions: ["clipboard-read", "clipboard-write"] });
  const options = await at.browser.context.newPage();
  await options.goto(at.browser.url("pages/options.html"));
  await options.locator("#guide-file").setInputFiles({ name: "origin.yaml", mimeType: "text/yaml", buffer: Buffer.from(GUIDE) });
  await until(() => options.locator("main").innerText(), (said) => said.includes("“Origin guide” is in force"));
  await options.close();
});
after(() => at.end());

async function open(path, host = "localhost") {
  const page = await at.browser.context.newPage();
  await page.goto(at.address(path, host));
  return page;
}

/** The tool's page with an answer on it. Nobody clicks into a field there. */
async function answered(text) {
  const page = await open("imitation.html", "ai.localhost");
  await page.evaluate((text) => window.answer(text), text);
  return page;
}

/** Selects part of the answer as a person does, and copies it with the keyboard. */
async function copyPart(page, from, to) {
  await page.evaluate(
    ([from, to]) => {
      const { firstChild } = document.querySelector("[data-role=tool]");
      document.getSelection().setBaseAndExtent(firstChild, from, firstChild, to);
    },
    [from, to],
  );
  await page.keyboard.press("Control+c");
}

const events = (kind, host = "localhost") => async () => (await log(at.browser)).filter((event) => event.kind === kind && event.host === host);
const generations = (count, host) => until(events("generation", host), (found) => found.length === count, `${count} generations`);

/** Characters by origin in what is kept of the last draft of a host, as stored. */
async function kept(host) {
  const sums = {};
  for (const { origin, len } of await keptRuns(host)) sums[origin] = (sums[origin] ?? 0) + len;
  return sums;
}

/** The runs of a short draft, one block after the other. */
async function keptRuns(host) {
  const page = await at.browser.context.newPage();
  try {
    await page.goto(at.browser.url("_locales/en/messages.json"));
    return await page.evaluate(
      (host) =>
        new Promise((done, fail) => {
          const opening = indexedDB.open("housestyle");
          opening.onerror = () => fail(opening.error);
          opening.onsuccess = () => {
            const database = opening.result;
            const transaction = database.transaction(["drafts", "pieces"]);
            const drafts = transaction.objectStore("drafts").getAll();
            const pieces = transaction.objectStore("pieces").getAll();
            transaction.onerror = () => fail(transaction.error);
            transaction.oncomplete = () => {
              database.close();
              const states = drafts.result.map(({ state }) => JSON.parse(state)).filter((state) => state.host === host);
              const [last] = states.sort((a, b) => b.updated_at - a.updated_at);
              const own = pieces.result.filter((row) => row.draft === last?.key);
              done(own.flatMap((row) => JSON.parse(row.content).blocks ?? []).flatMap((block) => block.runs));
            };
          };
        }),
      host,
    );
  } finally {
    await page.close();
  }
}

/** Selects words that stand in one text node of the article. */
const selectWords = (page, words) =>
  page.evaluate((words) => {
    const walker = document.createTreeWalker(document.querySelector("#rich"), NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const from = node.data.indexOf(words);
      if (from >= 0) return document.getSelection().setBaseAndExtent(node, from, node, from + words.length);
    }
    throw new Error(`no “${words}” in ${document.querySelector("#rich").innerHTML}`);
  }, words);

/** Into the article, and a moment until the client is there: what is typed before is known only to have been there. */
async function into(page, which = "last") {
  await page.locator("#rich > p")[which]().click();
  await page.waitForTimeout(500);
}

const tabOf = async (page) => (await worker(at.browser)).evaluate(async (url) => (await chrome.tabs.query({})).find((tab) => tab.url === url)?.id, page.url());

test("what is copied from an answer is known when part of it is pasted in another tab", async () => {
  const tool = await answered(ANSWER);
  await copyPart(tool, 0, 98);
  const page = await open("editor.html");
  await page.locator("#letter").click();
  await page.keyboard.type("Dear reader, ", { delay: 5 });
  await page.keyboard.press("Control+v");
  assert.equal(await page.locator("#letter").inputValue(), `Dear reader, ${ANSWER.slice(0, 98)}`);
  const [told] = await generations(1);
  assert.deepEqual([told.tool, told.evidence, told.characters, told.iteration], ["Imitation", "copied_from_surface", 98, 1]);
  await page.close();
  await tool.close();
});

test("the tool's own copy button counts, though nobody ever wrote on that page", async () => {
  const tool = await answered(OTHER);
  await tool.getByRole("button", { name: "Copy" }).click();
  // The client comes with the button; then what was copied is known in other tabs, too.
  await until(async () => (await worker(at.browser)).evaluate(async () => JSON.stringify((await chrome.storage.local.get("copies")).copies ?? "")), (kept) => kept.split('"tool"').length === 3, "two copies");
  const page = await open("editor.html", "button.localhost");
  await page.locator("#letter").click();
  await page.waitForTimeout(500);
  await page.keyboard.press("Control+v");
  const [told] = await generations(1, "button.localhost");
  assert.deepEqual([told.tool, told.evidence, told.characters], ["Imitation", "copied_from_surface", OTHER.length]);
  await page.close();
  await tool.close();
});

test("of two equal letters the one at the caret was typed", async () => {
  const tool = await answered(ANSWER);
  await copyPart(tool, 0, ANSWER.length);
  const double = ANSWER.indexOf("ll step");
  for (const press of [0, 1, 2]) {
    const host = `caret${press}.localhost`;
    const page = await open("editor.html", host);
    const isThere = () => until(() => keptRuns(host), ([before, typed]) => before?.len === double + press && typed?.origin === "typed" && typed.len === 1, `the letter at ${press}`);
    await page.locator("#letter").click();
    await page.waitForTimeout(500);
    await page.keyboard.press("Control+v");
    await generations(1, host);
    await page.locator("#letter").evaluate((area, at) => area.setSelectionRange(at, at), double + press);
    await page.keyboard.type("l");
    await isThere();
    // The same in rich text, where a selection has no number.
    await into(page, "first");
    await page.keyboard.press("Control+v");
    await generations(2, host);
    await page.evaluate((at) => {
      const walker = document.createTreeWalker(document.querySelector("#rich"), NodeFilter.SHOW_TEXT);
      document.getSelection().collapse(walker.nextNode(), at);
    }, double + press);
    await page.keyboard.type("l");
    await isThere();
    await page.close();
  }
  await tool.close();
});

test("other spaces and quotes on the way leave an answer known", async () => {
  const host = "changed.localhost";
  const text = 'We call it "flexible saving", and it\'s yours from the first day: begin with little, and raise it when it suits you.';
  const tool = await answered(text);
  await copyPart(tool, 0, text.length);
  const page = await open("editor.html", host);
  await page.locator("#letter").click();
  await page.waitForTimeout(500);
  // As it comes back from a word processor: curly quotes, no-break spaces, lines broken elsewhere.
  const changed = text.replace(/"(.*?)"/, "\u201c$1\u201d").replace("it's", "it\u2019s").replace("first day", "first\u00a0day").replace("begin with", "begin  with").replace(", and raise", ",\nand raise");
  await page.evaluate((changed) => {
    addEventListener("copy", (event) => {
      event.clipboardData.setData("text/plain", changed);
      event.preventDefault();
    }, { once: true });
    document.getSelection().selectAllChildren(document.querySelector("h1"));
  }, changed);
  await page.keyboard.press("Control+c");
  await page.locator("#letter").click();
  await page.keyboard.press("Control+v");
  assert.equal(await page.locator("#letter").inputValue(), changed);
  const [told] = await generations(1, host);
  assert.deepEqual([told.tool, told.evidence, told.characters], ["Imitation", "copied_from_surface", changed.length]);
  await page.close();
  await tool.close();
});

test("what is typed inside an answer is the person's, and the rest stays the tool's, also when its paragraphs are joined", async () => {
  const host = "inside.localhost";
  const tool = await answered(ANSWER);
  await copyPart(tool, 0, ANSWER.length);
  const page = await open("editor.html", host);
  await into(page);
  await page.keyboard.press("Control+v");
  await generations(1, host);
  const stays = (what, wanted) => until(() => kept(host), (found) => JSON.stringify(found) === JSON.stringify(wanted), what);
  await selectWords(page, "small ");
  await page.evaluate(() => document.getSelection().collapseToEnd());
  await page.keyboard.type("and easy ", { delay: 20 });
  await stays("typed inside", { ai: ANSWER.length, typed: 9 });
  await selectWords(page, "Begin");
  await page.evaluate(() => document.getSelection().collapseToStart());
  await page.keyboard.press("Enter");
  await until(() => page.locator("#rich > p").count(), (count) => count === 3, "split");
  await stays("split", { ai: ANSWER.length, typed: 9 });
  await page.keyboard.press("Backspace");
  await until(() => page.locator("#rich > p").count(), (count) => count === 2, "joined");
  await stays("joined", { ai: ANSWER.length, typed: 9 });
  const runs = (await keptRuns(host)).filter(({ origin }) => origin !== "unknown").map(({ origin, len }) => [origin, len]);
  const before = ANSWER.indexOf("small ") + 6;
  assert.deepEqual(runs, [["ai", before], ["typed", 9], ["ai", ANSWER.length - before]]);
  await page.close();
  await tool.close();
});

test("splits, moves, undo and redo, a DOM drawn anew and a reload leave origin as it is; what ships is measured", async () => {
  const host = "carried.localhost";
  const tool = await answered(ANSWER);
  await copyPart(tool, 0, ANSWER.length);
  let page = await open("editor.html", host);
  await into(page);
  await page.keyboard.press("Control+v");
  await generations(1, host);
  const all = { ai: ANSWER.length };
  const stays = (what, wanted = all) => until(() => kept(host), (found) => JSON.stringify(found) === JSON.stringify(wanted), what);
  await stays("pasted");
  // Split behind the first sentence, and the second one moved to the front.
  await selectWords(page, "Begin");
  await page.evaluate(() => document.getSelection().collapseToStart());
  await page.keyboard.press("Enter");
  await stays("split");
  await page.evaluate(() => document.getSelection().selectAllChildren(document.querySelector("#rich").lastElementChild));
  await page.keyboard.press("Control+x");
  await until(() => kept(host), (found) => found.ai < all.ai, "cut");
  await page.locator("#rich > p").first().click();
  await page.keyboard.press("Control+v");
  await stays("moved");
  await page.keyboard.press("Control+z");
  await until(() => kept(host), (found) => found.ai < all.ai, "undone");
  await page.keyboard.press("Control+Shift+z");
  await stays("redone");
  await page.evaluate(() => window.redraw());
  await page.waitForTimeout(700);
  await stays("drawn anew");
  await page.locator("#rich > p").first().click();
  await page.keyboard.press("Home");
  await page.keyboard.type("Mine: ", { delay: 20 });
  await stays("typed before it", { typed: 6, ai: all.ai });
  await page.reload();
  await into(page);
  await page.keyboard.press("End");
  await page.keyboard.type(" And more", { delay: 20 });
  await until(() => kept(host), (found) => found.ai >= all.ai - 1 && found.typed === 15 && Object.keys(found).length <= 3, "carried over a reload");
  assert.equal((await events("generation", host)()).length, 1, "no generation more");
  // A word of the tool's goes; then the article is published, and its page takes the editor away.
  await selectWords(page, "small ");
  await page.keyboard.press("Delete");
  await page.screenshot({ path: join(artefacts, "origin-editor.png") });
  await page.getByRole("button", { name: "Publish" }).click();
  const [shipped] = await until(events("shipped", host), (found) => found.length === 1, "shipped");
  assert.equal(shipped.how, "published");
  assert.ok(shipped.words >= 28, `${shipped.words} words`);
  const effort = (await until(events("effort", host), (found) => found.length > 0, "effort")).at(-1);
  const words = ANSWER.split(" ").length;
  assert.equal(effort.words_given, words);
  assert.equal(effort.retained <= words - 1 && effort.retained > words / 2, true, `${effort.retained} of ${words} retained`);
  assert.ok(effort.hter > 0 && effort.hter < 1 && effort.deletions >= 1, JSON.stringify(effort));
  assert.equal(effort.characters_given, ANSWER.length);
  assert.ok(effort.deleted >= 6 && effort.characters_now >= ANSWER.length - 6, JSON.stringify(effort));
  assert.ok(Math.abs(effort.product_process - effort.characters_now / (effort.characters_given + effort.inserted)) < 1e-9);
  const typed = (await events("revision", host)()).filter((event) => event.origin === "typed");
  assert.ok(typed.reduce((sum, event) => sum + event.p_bursts + event.r_bursts, 0) >= 2, "two stretches were typed");
  await page.close();
  await tool.close();
});

test("another answer in its place is an iteration", async () => {
  const host = "again.localhost";
  const page = await open("editor.html", host);
  await page.locator("#letter").click();
  for (const text of [ANSWER, OTHER]) {
    const tool = await answered(text);
    await copyPart(tool, 0, text.length);
    await tool.close();
    await page.bringToFront();
    await page.locator("#letter").focus();
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Control+v");
    assert.equal(await page.locator("#letter").inputValue(), text);
  }
  const told = await generations(2, host);
  assert.deepEqual(told.map(({ iteration, replaces }) => [iteration, replaces]), [[1, undefined], [2, 1]]);
  await page.close();
});

test("markup on the clipboard names the tool, and text that only speaks of one does not", async () => {
  const host = "markup.localhost";
  const page = await open("editor.html", host);
  const paste = async (text, html) => {
    await page.evaluate(([text, html]) => {
      addEventListener("copy", (event) => {
        event.clipboardData.setData("text/plain", text);
        event.clipboardData.setData("text/html", html);
        event.preventDefault();
      }, { once: true });
      document.getSelection().selectAllChildren(document.querySelector("h1"));
    }, [text, html]);
    await page.keyboard.press("Control+c");
    await page.locator("#letter").click();
    await page.keyboard.press("Control+v");
    await page.waitForTimeout(500);
  };
  await paste("A note that speaks of ChatGPT. ", '<p class="note"><a href="https://chatgpt.com/">ChatGPT</a></p>');
  await paste("Words that a tool gave. ", '<p data-start="0" data-end="23" data-is-last-node="">Words that a tool gave.</p>');
  const [told] = await generations(1, host);
  assert.deepEqual([told.tool, told.evidence, told.characters], ["ChatGPT", "clipboard_markup", 24]);
  assert.ok(!JSON.stringify(await log(at.browser)).includes("Words that"));
  await page.close();
});

test("what an assistant streams into an editor is its own; what a person types there is not", async () => {
  const host = "helped.localhost";
  const page = await open("editor.html", host);
  await into(page);
  await page.keyboard.type("I began like this: ", { delay: 10 });
  await page.evaluate((text) => window.assist(text, 40), ANSWER);
  const [told] = await generations(1, host);
  assert.deepEqual([told.tool, told.evidence], ["Helper", "streamed"]);
  assert.ok(told.characters >= ANSWER.length - 20 && told.characters <= ANSWER.length, `${told.characters} of ${ANSWER.length}`);
  const stored = await until(() => kept(host), (found) => found.ai > 0, "stored");
  assert.ok(stored.typed >= 19 && stored.typed <= 40, JSON.stringify(stored));
  await page.close();
});

test("the person says it: by keys alone in the panel, for a passage of several paragraphs", async () => {
  const host = "said.localhost";
  const page = await open("editor.html", host);
  await into(page);
  await page.keyboard.type("One line of mine.", { delay: 3 });
  await page.keyboard.press("Enter");
  await page.keyboard.type("Two lines that a tool gave,", { delay: 3 });
  await page.keyboard.press("Enter");
  await page.keyboard.type("which I typed over from a phone.", { delay: 3 });
  const panel = await at.browser.context.newPage();
  await panel.setViewportSize({ width: 380, height: 700 });
  await panel.goto(at.browser.url(`pages/panel.html?tab=${await tabOf(page)}`));
  const button = panel.getByRole("button", { name: "This is AI’s text" });
  await button.waitFor();
  await button.focus();
  await panel.keyboard.press("Enter");
  await until(() => panel.locator("main").innerText(), (text) => text.includes("Select a passage in the field first"));
  await page.evaluate(() => {
    const [, , first, last] = [...document.querySelector("#rich").children].map((child) => child.firstChild);
    document.getSelection().setBaseAndExtent(first, 0, last, last.length);
  });
  await button.focus();
  await panel.keyboard.press("Enter");
  await until(() => panel.locator("main").innerText(), (text) => text.includes("Noted as AI’s text."));
  assert.deepEqual(await axePage(panel), []);
  await panel.bringToFront();
  await panel.screenshot({ path: join(artefacts, "origin-panel.png") });
  const [told] = await generations(1, host);
  assert.deepEqual([told.tool, told.evidence, told.characters], [undefined, "told", 60]);
  await until(() => kept(host), (found) => found.ai === 59, "59 characters and a break");
  await panel.getByRole("button", { name: "I wrote this" }).click();
  await until(() => kept(host), (found) => found.ai === undefined && found.typed === 76, "taken back");
  await panel.getByRole("button", { name: "Mark as shipped" }).click();
  const [shipped] = await until(events("shipped", host), (found) => found.length === 1, "shipped");
  assert.equal(shipped.how, "published");
  await panel.close();
  await page.close();
});

test("a draft has shipped when the page took it, not when that was only tried; or when all of it is copied", async () => {
  const host = "shipped.localhost";
  const page = await open("editor.html", host);
  await page.locator("#letter").click();
  await page.keyboard.type("Too short", { delay: 5 });
  await page.getByRole("button", { name: "Save the letter" }).click();
  await page.waitForTimeout(800);
  assert.equal((await events("shipped", host)()).length, 0, "the page refused it");
  await page.locator("#letter").click();
  await page.keyboard.press("End");
  await page.keyboard.type(" it was, and so here are some more words of it", { delay: 5 });
  await page.getByRole("button", { name: "Save the letter" }).click();
  let told = await until(events("shipped", host), (found) => found.length === 1, "sent");
  assert.deepEqual([told[0].how, told[0].words], ["sent", 13]);
  await page.locator("#letter").click();
  await page.keyboard.type("A text for somewhere else", { delay: 5 });
  await page.keyboard.press("Shift+Home");
  await page.keyboard.press("Control+c");
  told = await until(events("shipped", host), (found) => found.length === 2, "copied");
  assert.deepEqual([told[1].how, told[1].words], ["copied", 5]);
  // Cleared by hand: that ships nothing.
  await page.keyboard.press("End");
  await page.keyboard.type(" or for nobody", { delay: 5 });
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Delete");
  await page.waitForTimeout(600);
  assert.equal((await events("shipped", host)()).length, 2);
  await page.close();
});

test("generations and their effort are in the export and on the scorecard", async () => {
  const options = await at.browser.context.newPage();
  await options.goto(at.browser.url("pages/options.html"));
  const [download] = await Promise.all([options.waitForEvent("download"), options.getByRole("button", { name: "Export as JSON Lines" }).click()]);
  const exported = readFileSync(await download.path(), "utf8").trimEnd().split("\n").map((line) => JSON.parse(line));
  const of = (kind) => exported.filter((event) => event.kind === kind);
  assert.deepEqual([...new Set(of("generation").map((event) => event.evidence))].sort(), ["clipboard_markup", "copied_from_surface", "streamed", "told"]);
  assert.ok(of("effort").length > 0 && of("shipped").length >= 4);
  assert.ok(!JSON.stringify(exported).includes("saving"), "no prose");
  // A pause is what the person says it is.
  await options.locator("#touch-gap").fill("9");
  await options.keyboard.press("Tab");
  await until(async () => (await worker(at.browser)).evaluate(async () => (await chrome.storage.local.get("settings")).settings.touch_gap_ms), (gap) => gap === 9_000, "the gap is kept");
  await options.screenshot({ path: join(artefacts, "origin-options.png"), fullPage: true });
  assert.deepEqual(await axePage(options), []);
  const page = await at.browser.context.newPage();
  await page.setViewportSize({ width: 1240, height: 900 });
  await page.goto(at.browser.url("pages/scorecard.html"));
  const table = page.locator("table", { has: page.locator("caption", { hasText: "AI tools" }) });
  await until(() => table.evaluate((node) => node.textContent), (text) => /Imitation/.test(text) && /Helper/.test(text), "tools on the scorecard");
  await page.screenshot({ path: join(artefacts, "origin-scorecard.png"), fullPage: true });
  await page.close();
  await options.close();
});

test("what is pasted before the client is there is not taken for typing", async () => {
  const host = "early.localhost";
  const tool = await answered(ANSWER);
  await copyPart(tool, 0, ANSWER.length);
  // Nobody wrote there: the client comes with the copy.
  await tool.waitForTimeout(500);
  const page = await open("fields.html", host);
  await page.bringToFront();
  const focusing = page.evaluate(() => {
    document.querySelector("#area").focus();
    // The page is busy while the client comes and the person goes on.
    for (const end = performance.now() + 500; performance.now() < end; );
  });
  await page.waitForTimeout(100);
  await Promise.all([focusing, page.keyboard.press("Control+v")]);
  assert.equal(await page.locator("#area").inputValue(), ANSWER);
  const [generation] = await until(events("generation", host), (found) => found.length === 1, "the generation");
  assert.equal(generation.evidence, "copied_from_surface");
  assert.deepEqual(await events("revision", host)().then((all) => all.filter(({ origin }) => origin === "typed")), []);
  await page.close();
  await tool.close();
});
