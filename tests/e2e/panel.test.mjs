// The side panel: the list of the page's flags and its acts, and the box for text that cannot be read in place.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { artefacts, axePage, log, plainMarks, richMarks, texts, until, worker } from "./browser.mjs";
import { stage } from "./pages.mjs";

let at;
before(async () => (at = await stage({ viewport: { width: 900, height: 800 } })));
after(() => at.end());

async function tabOf(page) {
  const background = await worker(at.browser);
  return background.evaluate(async (url) => (await chrome.tabs.query({})).find((tab) => tab.url === url)?.id, page.url());
}

/** The panel in a tab of its own, watching another one. */
async function panelFor(page) {
  const panel = await at.browser.context.newPage();
  await panel.setViewportSize({ width: 380, height: 900 });
  await panel.goto(at.browser.url(`pages/panel.html?tab=${await tabOf(page)}`));
  return panel;
}

const entries = (panel, list) => panel.locator(`ol[aria-label^="Flags of the ${list}"] .head q`).allInnerTexts();
const listed = (panel, list, wanted) => until(() => entries(panel, list), (found) => found.join() === wanted, `listed: ${wanted}`);

async function written(words, path = "fields.html", id = "area") {
  const page = await at.open(path);
  await page.locator(`#${id}`).click();
  await page.keyboard.type(words, { delay: 3 });
  return page;
}

test("every flag of the field is listed in order, chosen, applied, set aside and escalated as in the hint", async () => {
  const page = await written("We leverage it, guaranteed. Borrow at 9.9% interest.");
  await until(() => plainMarks(page), (found) => found.length === 3);
  const panel = await panelFor(page);
  await listed(panel, "field", "leverage,guaranteed,9.9% interest");
  assert.match(await panel.locator("main").innerText(), /3 flags in the field you wrote in last/);
  assert.deepEqual(await axePage(panel), []);
  const head = (words) => panel.locator(".head", { hasText: words });
  await head("leverage").first().click();
  await until(() => page.evaluate(() => [document.activeElement.selectionStart, document.activeElement.selectionEnd]), (span) => span.join() === "3,11", "selected in the page");
  assert.deepEqual(await axePage(panel), []);
  await panel.screenshot({ path: join(artefacts, "panel.png") });
  await panel.getByRole("button", { name: "use", exact: true }).click();
  await until(() => page.locator("#area").inputValue(), (text) => text === "We use it, guaranteed. Borrow at 9.9% interest.");
  await listed(panel, "field", "guaranteed,9.9% interest");
  // The act took its button away: the focus is on the flag that came up.
  await until(() => panel.evaluate(() => document.activeElement.textContent), (text) => /guaranteed/.test(text), "the focus on the next flag");
  await page.bringToFront();
  await page.locator("#area").focus();
  await page.keyboard.press("Control+z");
  assert.equal(await page.locator("#area").inputValue(), "We leverage it, guaranteed. Borrow at 9.9% interest.");
  await page.keyboard.press("Control+Shift+z");
  await panel.bringToFront();
  await listed(panel, "field", "guaranteed,9.9% interest");
  await head("9.9% interest").click();
  await panel.getByRole("button", { name: /^Representative APR/ }).click();
  await until(() => page.locator("#area").inputValue(), (text) => text.endsWith("Representative 19.9% APR (variable)."), "the module in the page");
  await listed(panel, "field", "guaranteed");
  await head("guaranteed").click();
  await panel.getByRole("button", { name: "Ignore once" }).click();
  await panel.getByRole("button", { name: "Approved exception" }).click();
  await until(() => panel.locator("main").innerText(), (text) => /Nothing is flagged in the field/.test(text));
  const all = await until(() => log(at.browser), (events) => events.some((event) => event.kind === "flag_dismissed"));
  const last = (kind) => all.filter((event) => event.kind === kind).at(-1);
  assert.equal(last("flag_dismissed").reason, "approved_exception");
  assert.equal(last("module_inserted").module, "apr");
  assert.equal(last("suggestion_applied").rule, "words.leverage");
  await panel.close();
  await page.close();
});

test("the list is worked by keys alone, follows the writing and the focused field, and shows the dark scheme", async () => {
  const page = await written("We leverage it, guaranteed.");
  await until(() => plainMarks(page), (found) => found.length === 2);
  const panel = await panelFor(page);
  await panel.emulateMedia({ colorScheme: "dark" });
  await listed(panel, "field", "leverage,guaranteed");
  await panel.bringToFront();
  await panel.keyboard.press("Tab");
  await panel.keyboard.press("ArrowDown");
  await panel.keyboard.press("Enter");
  await until(() => panel.locator(".head[aria-expanded=true]").innerText(), (text) => /guaranteed/.test(text));
  await panel.keyboard.press("ArrowUp");
  assert.match(await panel.evaluate(() => document.activeElement.textContent), /leverage/);
  assert.deepEqual(await axePage(panel), []);
  await panel.screenshot({ path: join(artefacts, "panel-dark.png") });
  await page.bringToFront();
  await page.locator("#text").click();
  await page.keyboard.type("utilize");
  await listed(panel, "field", "utilize");
  await page.locator("#area").click();
  await listed(panel, "field", "leverage,guaranteed");
  await panel.close();
  await page.close();
});

test("rich text is shown and fixed from the panel, too", async () => {
  const page = await at.open("rich.html");
  await page.locator("#nested").click();
  const marks = await until(() => richMarks(page), (found) => found.length > 10);
  const panel = await panelFor(page);
  await until(() => entries(panel, "field"), (found) => found.length === marks.length, "as many as there are marks");
  const words = await entries(panel, "field");
  const index = words.indexOf("leverage");
  await panel.locator('ol[aria-label^="Flags of the field"] .head').nth(index).click();
  await until(() => page.evaluate(() => String(getSelection())), (text) => text === "leverage");
  await panel.getByRole("button", { name: "use", exact: true }).click();
  await until(() => richMarks(page), (found) => found.length === marks.length - 1, "fixed");
  await panel.close();
  await page.close();
});

test("a text is checked on request, corrected with undo, copied, and never logged or put into the page", async () => {
  const page = await at.open("fields.html");
  // As an editor that paints its own text: nothing in it can be read as a field.
  await page.evaluate(() => {
    const drawn = document.createElement("p");
    drawn.textContent = "We leverage it.\nA guaranteed win at 9.9% interest.";
    drawn.style.whiteSpace = "pre";
    document.body.append(drawn);
    getSelection().selectAllChildren(drawn);
  });
  const before = (await log(at.browser)).length;
  const html = await page.content();
  const panel = await panelFor(page);
  await until(() => panel.getByRole("button", { name: "Take the page’s selection" }).isEnabled(), (enabled) => enabled);
  await panel.getByRole("button", { name: "Take the page’s selection" }).click();
  await listed(panel, "text", "leverage,guaranteed,9.9% interest");
  assert.deepEqual(await axePage(panel), []);
  await panel.screenshot({ path: join(artefacts, "panel-text.png") });
  const box = panel.getByLabel("Text to check");
  await panel.locator(".head", { hasText: "leverage" }).click();
  assert.deepEqual(await box.evaluate((area) => [area.selectionStart, area.selectionEnd]), [3, 11]);
  await panel.getByRole("button", { name: "use", exact: true }).click();
  await listed(panel, "text", "guaranteed,9.9% interest");
  await panel.locator(".head", { hasText: "9.9% interest" }).click();
  await panel.getByRole("button", { name: /^Representative APR/ }).click();
  await listed(panel, "text", "guaranteed");
  assert.equal(await box.inputValue(), "We use it.\nA guaranteed win at 9.9% interest. Representative 19.9% APR (variable).");
  await box.focus();
  await panel.keyboard.press("Control+z");
  await panel.keyboard.press("Control+z");
  assert.equal(await box.inputValue(), "We leverage it.\nA guaranteed win at 9.9% interest.");
  await panel.keyboard.press("Control+Shift+z");
  await listed(panel, "text", "guaranteed,9.9% interest");
  await at.browser.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await panel.bringToFront();
  await panel.getByRole("button", { name: "Copy corrected text" }).click();
  await until(() => panel.locator("#text-status").innerText(), (text) => /Copied/.test(text));
  await box.fill("");
  await panel.getByRole("button", { name: "Paste from the clipboard" }).click();
  await until(() => box.inputValue(), (text) => text === "We use it.\nA guaranteed win at 9.9% interest.", "from the clipboard");
  await listed(panel, "text", "guaranteed,9.9% interest");
  await panel.locator(".head", { hasText: "guaranteed" }).click();
  await panel.getByRole("button", { name: "Take off the list" }).click();
  await listed(panel, "text", "9.9% interest");
  assert.equal((await log(at.browser)).length, before, "nothing of it is logged");
  assert.equal(await page.content(), html, "nothing of it is in the page");
  await panel.close();
  await page.close();
});

test("a password that is selected is not taken", async () => {
  const page = await at.open("fields.html");
  await page.evaluate(() => {
    const secret = Object.assign(document.createElement("input"), { type: "password", value: "guaranteed leverage" });
    document.body.append(secret);
    secret.focus();
    secret.select();
  });
  const panel = await panelFor(page);
  await until(() => panel.getByRole("button", { name: "Take the page’s selection" }).isEnabled(), (enabled) => enabled);
  await panel.getByRole("button", { name: "Take the page’s selection" }).click();
  await until(() => panel.locator("#text-status").innerText(), (text) => /There is no text in the page’s selection/.test(text));
  assert.equal(await panel.getByLabel("Text to check").inputValue(), "");
  await panel.close();
  await page.close();
});

test("the popup opens the real side panel, which follows the tab in front", async () => {
  const page = await written("We leverage it.");
  await until(() => plainMarks(page), (found) => texts(found).join() === "leverage");
  const popup = await at.browser.context.newPage();
  await popup.goto(at.browser.url("pages/popup.html"));
  const helper = await at.browser.context.newPage();
  await helper.goto(at.browser.url("pages/options.html"));
  await popup.bringToFront();
  await popup.getByRole("button", { name: "Side panel" }).click();
  // What stands in the panel, as another of the extension's pages sees it.
  const panel = () => helper.evaluate(() => chrome.extension.getViews().find((view) => view.location.pathname === "/pages/panel.html")?.document.body.innerText ?? "");
  await page.bringToFront();
  await until(panel, (text) => /1 flag in the field/.test(text) && /leverage/.test(text), "the flags of the tab in front");
  const other = await written("A guaranteed win, guaranteed.");
  await until(panel, (text) => /2 flags in the field/.test(text) && /guaranteed/.test(text), "the flags of the other tab");
  await page.bringToFront();
  await until(panel, (text) => /1 flag in the field/.test(text), "the first tab again");
  await other.close();
  await helper.close();
  await page.close();
});
