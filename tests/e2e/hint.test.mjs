// The hint: hover, click and keyboard; what it says and the acts it offers; fixes that the editor's own undo takes back.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { artefacts, axeHint, hint, log, plainMarks, press, richMarks, texts, until, worker } from "./browser.mjs";
import { stage } from "./pages.mjs";

let at;
before(async () => (at = await stage()));
after(() => at.end());

const over = (page, { rect }) => page.mouse.move(rect.x + rect.width / 2, rect.y + rect.height / 2);
const marked = (page, words, marks = plainMarks) => until(() => marks(page), (found) => texts(found).join() === words, words);
const shown = (page) => until(() => hint(page), (found) => found !== undefined, "the hint");
const gone = (page) => until(() => hint(page), (found) => found === undefined, "no hint");
const events = (kind) => until(() => log(at.browser), (all) => all.some((event) => event.kind === kind), kind).then((all) => all.filter((event) => event.kind === kind));

/** A keyboard command as the browser gives it to the background: the keys themselves belong to the browser's own
 * window, which a headless one has none of. */
async function command(name) {
  const background = await worker(at.browser);
  await background.evaluate(async (wanted) => {
    const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
    chrome.commands.onCommand.dispatch(wanted, tab);
  }, name);
}

async function written(words, path = "fields.html", id = "area") {
  const page = await at.open(path);
  await page.locator(`#${id}`).click();
  await page.keyboard.type(words, { delay: 3 });
  return page;
}

test("hovering a mark opens its hint, leaving closes it, and typing keeps the focus", async () => {
  const page = await written("We leverage it.");
  const [mark] = await marked(page, "leverage");
  await over(page, mark);
  const said = await shown(page);
  assert.equal(said.headline, "Write “use” instead of “leverage”.");
  assert.match(said.text, /Better wording · suggestion/);
  assert.match(said.text, /Use is the shorter word/);
  assert.match(said.text, /Rule owner: Brand Studio/);
  assert.equal(said.role, "dialog");
  assert.deepEqual(await axeHint(page), []);
  await page.bringToFront();
  await page.screenshot({ path: join(artefacts, "hint.png") });
  assert.equal(await page.evaluate(() => document.activeElement.id), "area");
  await page.keyboard.type(" More");
  assert.equal(await page.locator("#area").inputValue(), "We leverage it. More");
  await page.mouse.move(5, 5, { steps: 6 });
  await gone(page);
  await page.close();
});

test("applying in a textarea is one step of undo, fires input, and leaves the caret where it was", async () => {
  const page = await written("We leverage it. And more");
  const [mark] = await marked(page, "leverage");
  await page.evaluate(() => {
    window.inputs = [];
    document.getElementById("area").addEventListener("input", (event) => window.inputs.push([event.inputType, event.isTrusted]));
  });
  await over(page, mark);
  await shown(page);
  await press(page, "use");
  await marked(page, "");
  assert.equal(await page.locator("#area").inputValue(), "We use it. And more");
  assert.deepEqual(await page.evaluate(() => window.inputs), [["insertText", true]]);
  await until(() => page.evaluate(() => document.getElementById("area").selectionEnd), (end) => end === 19, "the caret at the end");
  await page.screenshot({ path: join(artefacts, "applied-textarea.png") });
  await page.keyboard.press("Control+z");
  assert.equal(await page.locator("#area").inputValue(), "We leverage it. And more");
  await page.keyboard.press("Control+Shift+z");
  assert.equal(await page.locator("#area").inputValue(), "We use it. And more");
  await page.keyboard.type("!");
  assert.match(await page.locator("#area").inputValue(), /!/);
  await page.close();
});

test("applying in rich text keeps what stands around it and is one step of undo", async () => {
  const page = await at.open("rich.html");
  await page.locator("#nested").click();
  const marks = await until(() => richMarks(page), (found) => found.length > 10);
  const before = await page.locator("#nested").evaluate((element) => element.innerText);
  await over(page, marks[1]);
  assert.equal((await shown(page)).headline, "Write “use” instead of “leverage”.");
  await press(page, "use");
  await until(() => richMarks(page), (found) => found.length === marks.length - 1);
  // What is deleted over several nodes leaves a no-break space behind it, as under a person's own keys.
  const now = await page.locator("#nested").evaluate((element) => element.innerText.replaceAll("\u00a0", " "));
  assert.equal(now, before.replace("leverage", "use"));
  assert.equal(await page.locator("#nested a").count(), 1);
  await page.keyboard.press("Control+z");
  await until(() => page.locator("#nested").evaluate((element) => element.innerText), (text) => text === before, "undone");
  await until(() => richMarks(page), (found) => found.length === marks.length, "the mark again");
  await page.close();
});

test("a fix keeps the link and the bold run that it replaces all the text of, and is one step of undo and redo", async () => {
  const page = await at.open("rich.html");
  const rows = [
    ['<a href="#x">leverage</a> it', '<a href="#x">use</a> it'],
    ['We <a href="#x">le<i>verage</i></a> it', 'We <a href="#x">use</a> it'],
    ['<a href="#x"><i>lever</i>age</a>', '<a href="#x"><i>use</i></a>'],
    ["We <b>leverage</b> it", "We <b>use</b> it"],
    ["We <b>lever<i>age</i></b> it", "We <b>use</b> it"],
    ["<b>We leverage</b> it", "<b>We use</b> it"],
  ];
  for (const [html, wanted] of rows) {
    await page.locator("#rich").evaluate((rich, html) => (rich.innerHTML = `<p id="own">${html}</p><p id="last">and more</p>`), html);
    await page.locator("#last").click();
    await page.keyboard.press("End");
    const [mark] = await until(() => richMarks(page), (found) => texts(found).join() === "leverage");
    await page.mouse.move(700, 600);
    await page.waitForTimeout(100);
    await over(page, mark);
    await shown(page);
    await press(page, "use");
    const own = async () => {
      const now = await page.locator("#own").evaluate((element) => element.innerHTML);
      return html.includes("<i>") ? now.replaceAll("&nbsp;", " ") : now;
    };
    await until(own, (now) => now === wanted, `${wanted} from ${html}`);
    await until(() => page.evaluate(() => [document.getSelection().anchorNode.data, document.getSelection().anchorOffset]), ([data, offset]) => data === "and more" && offset === 8, "the caret where it was");
    await page.keyboard.press("Control+z");
    await until(own, (now) => now === html, `undone: ${html}`);
    await page.keyboard.press("Control+Shift+z");
    await until(own, (now) => now === wanted, `redone: ${wanted}`);
  }
  await page.close();
});

test("applying in an input", async () => {
  const page = await written("leverage this", "fields.html", "text");
  const [mark] = await marked(page, "leverage");
  await over(page, mark);
  await shown(page);
  await press(page, "use");
  await until(() => page.locator("#text").inputValue(), (value) => value === "use this");
  await page.keyboard.press("Control+z");
  assert.equal(await page.locator("#text").inputValue(), "leverage this");
  await page.close();
});

test("an approved module is inserted, and meets the rule that asked for it", async () => {
  const page = await written("Borrow at 9.9% interest.");
  const [mark] = await marked(page, "9.9% interest");
  await over(page, mark);
  const said = await shown(page);
  assert.match(said.text, /Approved by Financial promotions, reviewed 2026-10-01/);
  assert.match(said.text, /Answers within 4h, decides within 3d/);
  await press(page, "Representative APR");
  await marked(page, "");
  assert.equal(await page.locator("#area").inputValue(), "Borrow at 9.9% interest. Representative 19.9% APR (variable).");
  const [inserted] = await events("module_inserted");
  assert.equal(inserted.module, "apr");
  await page.close();
});

test("ignoring once asks for a reason, and ignoring the rule silences it here", async () => {
  const page = await written("We leverage it and leverage more.");
  let marks = await marked(page, "leverage,leverage");
  await over(page, marks[0]);
  await shown(page);
  await press(page, "Ignore once");
  await until(() => hint(page), (found) => found?.buttons.includes("Quoted or legal text"));
  await page.screenshot({ path: join(artefacts, "hint-reasons.png") });
  assert.deepEqual(await axeHint(page), []);
  await page.bringToFront();
  await press(page, "Quoted or legal text");
  marks = await marked(page, "leverage");
  const [dismissed] = await events("flag_dismissed");
  assert.deepEqual([dismissed.rule, dismissed.reason, dismissed.whole_rule], ["words.leverage", "quoted_or_legal", false]);
  await over(page, marks[0]);
  await shown(page);
  await press(page, "Ignore this rule here");
  await press(page, "False positive");
  await marked(page, "");
  await page.keyboard.type(" We leverage again, guaranteed.");
  await marked(page, "guaranteed");
  await page.close();
});

test("escalating logs it with its due times and opens the route's contact, filled in", async () => {
  const page = await written("Borrow at 5% interest.");
  const [mark] = await marked(page, "5% interest");
  await over(page, mark);
  await shown(page);
  const opening = at.browser.context.waitForEvent("page");
  await press(page, "Ask Financial promotions");
  const contact = await opening;
  await until(() => contact.url(), (url) => url.includes("tickets.acme.example") || url.startsWith("chrome-error"));
  const [opened] = await events("escalation_opened");
  assert.equal(opened.rule, "credit.apr");
  assert.equal(opened.route, "finance");
  assert.ok(opened.respond_due > opened.at && opened.resolve_due > opened.respond_due);
  await contact.close();
  await page.close();
});

test("keyboard commands walk through the flags, open the hint with the focus, and apply", async () => {
  const page = await written("Our guaranteed, best-in-class way to leverage it.");
  await marked(page, "guaranteed,best-in-class,leverage");
  await page.keyboard.press("Control+Home");
  await page.bringToFront();
  await command("next-flag");
  assert.match((await shown(page)).headline, /guaranteed/);
  assert.equal(await page.evaluate(() => document.activeElement.id), "area");
  await command("next-flag");
  await until(() => hint(page), (found) => /best-in-class/.test(found?.headline));
  await command("previous-flag");
  await until(() => hint(page), (found) => /guaranteed/.test(found?.headline));
  await command("next-flag");
  await command("next-flag");
  await until(() => hint(page), (found) => /leverage/.test(found?.headline));
  await command("open-hint");
  await until(() => hint(page), (found) => found?.focused === "use", "the focus in the hint");
  await page.keyboard.press("Tab");
  await until(() => hint(page), (found) => found?.focused === "Ignore once");
  await page.keyboard.press("Escape");
  await gone(page);
  assert.equal(await page.evaluate(() => document.activeElement.id), "area");
  assert.equal(await page.evaluate(() => getSelection().toString()), "leverage");
  await command("apply-first");
  await until(() => page.locator("#area").inputValue(), (value) => value === "Our guaranteed, best-in-class way to use it.");
  await page.keyboard.press("Control+z");
  assert.equal(await page.locator("#area").inputValue(), "Our guaranteed, best-in-class way to leverage it.");
  await page.close();
});

test("what is typed while a fix is being looked at is kept", async () => {
  for (const [path, id] of [["fields.html", "area"], ["shadow.html", "rich"]]) {
    const page = await written("We leverage it.", path, id);
    const marks = path === "shadow.html" ? richMarks : plainMarks;
    const [mark] = await marked(page, "leverage", marks);
    await over(page, mark);
    await shown(page);
    await press(page, "use");
    await page.keyboard.type("abc");
    const text = () => page.locator(`#${id}`).evaluate((element) => element.value ?? element.innerText);
    await page.waitForTimeout(400);
    const now = (await text()).replaceAll("\u00a0", " ").trim();
    assert.equal([...now].sort().join(""), [..."We use it.abc"].sort().join(""), now);
    await page.close();
  }
});

test("a fix that waits for a step of undo to end is let be when the person goes on, here or elsewhere", async () => {
  for (const elsewhere of [false, true]) {
    const page = await at.open("fields.html");
    // As in an editor whose undo tells steps apart by time alone.
    await page.locator("#area").evaluate((area) => area.classList.add("ql-editor"));
    await page.locator("#area").click();
    await page.keyboard.type("We leverage it.", { delay: 3 });
    const [mark] = await marked(page, "leverage");
    await over(page, mark);
    await shown(page);
    await page.keyboard.type("!");
    await press(page, "use");
    if (elsewhere) await page.evaluate(() => document.getElementById("text").focus());
    await page.keyboard.type("abc");
    await page.waitForTimeout(1_800);
    const [area, text, active] = await page.evaluate(() => [document.getElementById("area").value, document.getElementById("text").value, document.activeElement.id]);
    assert.deepEqual([area, text, active], elsewhere ? ["We leverage it.!", "abc", "text"] : ["We leverage it.!abc", "", "area"]);
    await page.close();
  }
});

test("an editor that will not take a fix keeps its text, and the hint says what to do by hand", async () => {
  for (const id of ["model", "keys"]) {
    const page = await at.open("stubborn.html");
    const before = (await log(at.browser)).filter((event) => event.kind === "suggestion_applied").length;
    await page.locator(`#${id}`).click();
    const [mark] = await marked(page, "leverage", richMarks);
    await over(page, mark);
    await shown(page);
    await press(page, "use");
    const said = await until(() => hint(page), (found) => /by hand|in the meantime|took the change in part/.test(found?.text ?? ""), `what the hint says of ${id}`);
    assert.ok(said);
    await page.waitForTimeout(300);
    assert.equal((await page.locator(`#${id}`).innerText()).trim(), "We leverage it.");
    await page.screenshot({ path: join(artefacts, `stubborn-${id}.png`) });
    await page.close();
    assert.equal((await log(at.browser)).filter((event) => event.kind === "suggestion_applied").length, before, "nothing is logged as applied");
  }
});

test("a suggestion that no longer fits the text is refused and nothing is touched", async () => {
  const page = await written("We leverage it.");
  const [mark] = await marked(page, "leverage");
  await over(page, mark);
  await shown(page);
  await page.evaluate(() => (document.getElementById("area").value = "We do something else."));
  await press(page, "use").catch(() => undefined);
  await page.waitForTimeout(800);
  assert.equal(await page.locator("#area").inputValue(), "We do something else.");
  await page.close();
});

test("in a modal dialog the hint can be reached and marks are drawn above it", async () => {
  const page = await at.open("layout.html");
  await page.evaluate(() => document.getElementById("dialog").showModal());
  await page.locator("#inside").click();
  await page.keyboard.type("We leverage it.");
  const [mark] = await marked(page, "leverage");
  await over(page, mark);
  await shown(page);
  await press(page, "use");
  await until(() => page.locator("#inside").inputValue(), (value) => value === "We use it.");
  await page.screenshot({ path: join(artefacts, "dialog.png") });
  await page.close();
});
