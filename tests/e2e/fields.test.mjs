// Which fields are read, how, and where their marks stand.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { artefacts, log, plainMarks, richMarks, texts, until } from "./browser.mjs";
import { stage } from "./pages.mjs";

let at;
before(async () => (at = await stage()));
after(() => at.end());

const SENTENCE = "A guaranteed plan to leverage.";

test("a textarea and text inputs are read and marked", async () => {
  const page = await at.open("fields.html");
  for (const id of ["area", "text", "bare", "search", "discard"]) {
    await page.locator(`#${id}`).click();
    await page.keyboard.type(SENTENCE, { delay: 5 });
    await until(async () => texts(await plainMarks(page)).filter((text) => text === "guaranteed").length, (count) => count >= 1, `marks in ${id}`);
    await page.locator(`#${id}`).fill("");
    await until(() => plainMarks(page), (marks) => marks.length === 0, `no marks in the empty ${id}`);
  }
  await page.close();
});

test("marks in a textarea stand on their words, wrapped lines and scrolling included", async () => {
  const page = await at.open("fields.html");
  const area = page.locator("#mono");
  await area.click();
  await page.keyboard.type("leverage\nxx leverage\n\n" + "word ".repeat(9) + "leverage\n\ta leverage\n" + "line\n".repeat(6) + "leverage", { delay: 0 });
  const marks = await until(() => plainMarks(page), (found) => found.length === 5);
  const measure = () =>
    page.evaluate(() => {
      const area = document.getElementById("mono");
      const context = document.createElement("canvas").getContext("2d");
      context.font = getComputedStyle(area).font;
      const box = area.getBoundingClientRect();
      return { advance: context.measureText("m").width, left: box.left + 3 + 14 - area.scrollLeft, top: box.top + 3 + 10 - area.scrollTop, inner: area.clientWidth - 28 };
    });
  const check = async (found) => {
    const { advance, left, top, inner } = await measure();
    const columns = Math.floor(inner / advance);
    // The long line wraps before the word that does not fit.
    const wrapped = Math.floor(columns / 5) * 5;
    const place = 45 + 8 <= columns ? [3, 45] : [4, 45 - wrapped];
    const down = place[0] === 3 ? 0 : 1;
    const expected = [[0, 0], [1, 3], place, [4 + down, 10], [11 + down, 0]];
    found.forEach(({ rect }, index) => {
      const [row, column] = expected[index];
      assert.ok(Math.abs(rect.x - (left + column * advance)) <= 2, `mark ${index}: x ${rect.x}, expected ${left + column * advance}`);
      const middle = rect.y + rect.height / 2;
      assert.ok(Math.abs(middle - (top + row * 20 + 10)) <= 2, `mark ${index}: y ${middle}, expected ${top + row * 20 + 10}`);
      assert.ok(Math.abs(rect.width - 8 * advance) <= 2, `mark ${index}: width ${rect.width}`);
    });
  };
  await check(marks);
  await area.evaluate((element) => (element.scrollTop = 0));
  await page.waitForTimeout(100);
  await check(await plainMarks(page));
  await page.screenshot({ path: join(artefacts, "textarea.png") });
  await page.close();
});

test("rich text is read as a person sees it", async () => {
  const page = await at.open("rich.html");
  const untouched = await page.locator("#rich").evaluate((element) => element.innerHTML);
  await page.locator("#last").click();
  const marks = await until(() => richMarks(page), (found) => found.length >= 14, "all marks");
  assert.deepEqual(texts(marks), [
    "Guaranteed", "leverage", "utilize", "guaranteed", "leverage", "guaranteed", "guaranteed", "leverage", "leverage",
    "leverage", "guaranteed", "leverage", "leverage", "guar\u00adanteed", "leverage", "guaranteed", "leverage", "guaranteed",
  ]);
  // Painting changes nothing of the page's own.
  assert.equal(await page.locator("#rich").evaluate((element) => element.innerHTML), untouched);
  await page.screenshot({ path: join(artefacts, "rich.png"), fullPage: true });
  await page.close();
});

test("marks go along with the text while it is edited, and go with the field", async () => {
  const page = await at.open("rich.html");
  await page.locator("#nested").click();
  await until(() => richMarks(page), (found) => found.length >= 14);
  await page.keyboard.press("Home");
  await page.keyboard.type("Well, well. ", { delay: 5 });
  await until(async () => (await richMarks(page)).slice(1, 3), (found) => texts(found).join() === "leverage,utilize");
  await page.locator("#rich").evaluate((element) => element.remove());
  await until(() => richMarks(page), (found) => found.length === 0, "no marks after the field is gone");
  await page.close();
});

test("secrets, payment fields and fields switched off are never read", async () => {
  const page = await at.open("fields.html");
  const before = (await log(at.browser)).filter((event) => event.kind === "draft_opened").length;
  for (const id of ["password", "email", "number", "otp", "cc", "billing", "new-secret", "x1", "x2", "x3", "x4", "off", "off-rich"]) {
    await page.locator(`#${id}`).click();
    await page.keyboard.type(id === "number" ? "42" : SENTENCE);
  }
  await page.locator("#readonly").click();
  await page.waitForTimeout(700);
  assert.deepEqual(await plainMarks(page), []);
  assert.deepEqual(await richMarks(page), []);
  assert.equal((await log(at.browser)).filter((event) => event.kind === "draft_opened").length, before);
  // The opposite, so that this test can fail: the same words in a field that may be read.
  await page.locator("#on-again").click();
  await page.keyboard.type(SENTENCE);
  await until(() => plainMarks(page), (found) => found.length === 2);
  await page.close();
});

test("a field that is switched off, or becomes a password, is let go at once", async () => {
  const page = await at.open("fields.html");
  await page.locator("#area").click();
  await page.keyboard.type(SENTENCE);
  await until(() => plainMarks(page), (found) => found.length === 2);
  await page.locator("#area").evaluate((element) => element.setAttribute("data-housestyle", "off"));
  await until(() => plainMarks(page), (found) => found.length === 0, "no marks", 500);
  await page.locator("#text").click();
  await page.keyboard.type(SENTENCE);
  await until(() => plainMarks(page), (found) => found.length === 2);
  await page.locator("#text").evaluate((element) => (element.type = "password"));
  await until(() => plainMarks(page), (found) => found.length === 0, "no marks", 500);
  await page.close();
});

test("a field that comes to ask for a card or a secret, by whichever of its names, is let go at once", async () => {
  for (const [attribute, value] of [["placeholder", "Card number"], ["name", "card_number"], ["id", "cvv"], ["aria-label", "One-time code"]]) {
    const page = await at.open("fields.html");
    const field = await page.locator("#discard").elementHandle();
    await field.click();
    await page.keyboard.type(SENTENCE, { delay: 5 });
    await until(() => plainMarks(page), (found) => found.length === 2, `marks before ${attribute}`);
    await field.evaluate((element, [attribute, value]) => element.setAttribute(attribute, value), [attribute, value]);
    await until(() => plainMarks(page), (found) => found.length === 0, `no marks after ${attribute}`);
    await page.keyboard.type(" guaranteed", { delay: 5 });
    await page.waitForTimeout(400);
    assert.equal((await plainMarks(page)).length, 0, `nothing is read after ${attribute}`);
    await page.close();
  }
});

test("a composition is never disturbed and is read when it ends", async () => {
  const page = await at.open("fields.html");
  await page.locator("#area").click();
  await page.keyboard.type("leverage ");
  await until(() => plainMarks(page), (found) => found.length === 1);
  const session = await page.context().newCDPSession(page);
  await session.send("Input.imeSetComposition", { text: "guar", selectionStart: 4, selectionEnd: 4 });
  await session.send("Input.imeSetComposition", { text: "guaranteed", selectionStart: 10, selectionEnd: 10 });
  await page.waitForTimeout(300);
  assert.deepEqual(texts(await plainMarks(page)), ["leverage"]);
  await session.send("Input.insertText", { text: "guaranteed" });
  await until(() => plainMarks(page), (found) => texts(found).join() === "leverage,guaranteed");
  assert.equal(await page.locator("#area").inputValue(), "leverage guaranteed");
  await page.close();
});

test("a page on which nobody writes gets the loader alone", async () => {
  const page = await at.open("fields.html");
  const session = await page.context().newCDPSession(page);
  const scripts = [];
  session.on("Debugger.scriptParsed", ({ url }) => url.startsWith("chrome-extension:") && scripts.push(url.split("/").at(-1)));
  await session.send("Debugger.enable");
  await page.mouse.move(300, 300);
  await page.mouse.click(5, 5);
  await page.waitForTimeout(500);
  assert.deepEqual(scripts, ["loader.js"]);
  await page.locator("#area").click();
  await until(() => scripts, (found) => found.includes("client.js"));
  await page.close();
});

test("code within a line is left alone, link text is not", async () => {
  const page = await at.open("rich.html");
  await page.locator("#rich").evaluate((rich) => {
    rich.innerHTML =
      '<p id="own">Run <code>leverage</code> and <kbd>utilize</kbd> to <a href="#x">leverage</a> it</p>' +
      '<p>They said <q>we leverage it</q>, and <b><a href="#y">uti<i>lize</i></a></b> then.</p><p id="last"><br></p>';
  });
  await page.locator("#last").click();
  const found = await until(() => richMarks(page), (marks) => marks.length >= 2);
  assert.deepEqual(texts(found), ["leverage", "utilize"]);
  assert.equal(await page.evaluate(() => [...CSS.highlights.get("housestyle-prefer")].every((range) => range.startContainer.parentElement.closest("a"))), true);
  // What becomes code is left alone from then on; what was code and is none any more is flagged.
  await page.evaluate(() => {
    const code = document.querySelector("#own code");
    code.replaceWith(...code.childNodes);
  });
  await until(() => richMarks(page), (marks) => texts(marks).join() === "leverage,leverage,utilize", "a mark where code was");
  await page.evaluate(() => {
    const link = document.querySelector("#own a");
    const code = document.createElement("code");
    link.replaceWith(code);
    code.append(...link.childNodes);
  });
  await until(() => richMarks(page), (marks) => texts(marks).join() === "leverage,utilize", "no mark in new code");
  // Keys within code stay code, and what is written behind it is not.
  await page.evaluate(() => {
    const code = document.querySelector("#own code");
    document.getSelection().setPosition(code.firstChild, 4);
  });
  await page.keyboard.type("xx leverage ");
  await page.locator("#last").click();
  await page.keyboard.type("We leverage");
  await until(() => richMarks(page), (marks) => texts(marks).join() === "leverage,utilize,leverage");
  await page.close();
});
