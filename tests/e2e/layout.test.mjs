// Marks over plain fields follow scrolling, scaling, direction, zoom and moves; and stay readable on dark pages and in
// forced colours.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { artefacts, hint, plainMarks, richMarks, texts, until } from "./browser.mjs";
import { stage } from "./pages.mjs";

let at;
before(async () => (at = await stage()));
after(() => at.end());

/** Where a column of a monospaced field's first rows is seen, measured on a canvas. */
const expected = (page, id, row, column) =>
  page.evaluate(
    ([id, row, column]) => {
      const field = document.getElementById(id);
      const box = field.getBoundingClientRect();
      const scale = box.width / field.offsetWidth;
      const context = document.createElement("canvas").getContext("2d");
      context.font = getComputedStyle(field).font;
      const advance = context.measureText("m").width;
      return {
        x: box.left + (3 + 14 + column * advance - field.scrollLeft) * scale,
        y: box.top + (3 + 10 + row * 20 + 10 - field.scrollTop) * scale,
        width: 8 * advance * scale,
      };
    },
    [id, row, column],
  );

async function stands(page, mark, id, row, column) {
  const { x, y, width } = await expected(page, id, row, column);
  assert.ok(Math.abs(mark.rect.x - x) <= 2, `${id}: x ${mark.rect.x}, expected ${x}`);
  assert.ok(Math.abs(mark.rect.y + mark.rect.height / 2 - y) <= 2, `${id}: y ${mark.rect.y + mark.rect.height / 2}, expected ${y}`);
  assert.ok(Math.abs(mark.rect.width - width) <= 2, `${id}: width ${mark.rect.width}, expected ${width}`);
}

async function write(page, id, words = "xx\nab leverage") {
  await page.locator(`#${id}`).click();
  await page.keyboard.type(words);
  return until(() => plainMarks(page), (found) => texts(found).includes("leverage"), `a mark in ${id}`);
}

test("in a scaled field, and in one that is scrolled with its surroundings", async () => {
  const page = await at.open("layout.html");
  let [mark] = await write(page, "large");
  await stands(page, mark, "large", 1, 3);
  await page.locator("#large").fill("");
  await until(() => plainMarks(page), (found) => found.length === 0);
  await write(page, "scrolled");
  await page.locator("#scroller").evaluate((element) => (element.scrollTop = 40));
  await page.waitForTimeout(120);
  [mark] = await plainMarks(page);
  await stands(page, mark, "scrolled", 1, 3);
  await page.mouse.wheel(0, 60);
  await page.waitForTimeout(300);
  [mark] = await plainMarks(page);
  await stands(page, mark, "scrolled", 1, 3);
  await page.screenshot({ path: join(artefacts, "scrolled.png") });
  await page.close();
});

test("in a single line that is longer than its field", async () => {
  const page = await at.open("layout.html");
  await page.locator("#line").click();
  await page.keyboard.type(`${"word ".repeat(14)}leverage`);
  const [mark] = await until(() => plainMarks(page), (found) => found.length === 1);
  const { x } = await expected(page, "line", 0, 70);
  assert.ok(Math.abs(mark.rect.x - x) <= 2, `x ${mark.rect.x}, expected ${x}`);
  const middle = await page.locator("#line").evaluate((element) => element.getBoundingClientRect().top + element.offsetHeight / 2);
  assert.ok(Math.abs(mark.rect.y + mark.rect.height / 2 - middle) <= 3, "in the middle of its field");
  await page.close();
});

test("right to left", async () => {
  const page = await at.open("layout.html");
  await write(page, "rtl", "שלום leverage");
  const [mark] = await plainMarks(page);
  const box = await page.locator("#rtl").boundingBox();
  // The Hebrew word stands at the right edge, the Latin one to the left of it.
  assert.ok(mark.rect.x + mark.rect.width < box.x + box.width - 17 - 20, "left of the first word");
  assert.ok(mark.rect.x > box.x + box.width / 2, "in the right half of the field");
  await page.screenshot({ path: join(artefacts, "rtl.png") });
  await page.close();
});

test("when the field is resized, moved in the document, and removed", async () => {
  const page = await at.open("layout.html");
  await write(page, "plain");
  await page.locator("#plain").evaluate((element) => (element.style.cssText = "padding: 30px 40px; width: 300px"));
  await until(
    async () => (await plainMarks(page))[0],
    async (mark) => {
      const box = await page.locator("#plain").boundingBox();
      const { width } = mark.rect;
      const advance = width / 8;
      return Math.abs(mark.rect.x - (box.x + 3 + 40 + 3 * advance)) <= 2 && Math.abs(mark.rect.y + mark.rect.height / 2 - (box.y + 3 + 30 + 30)) <= 2;
    },
    "the mark in its new place",
  );
  await page.locator("#plain").evaluate((element) => document.getElementById("elsewhere").append(element));
  await until(
    async () => (await plainMarks(page))[0],
    async (mark) => Math.abs(mark.rect.y + mark.rect.height / 2 - ((await page.locator("#plain").boundingBox()).y + 3 + 30 + 30)) <= 2,
    "the mark where the field went",
  );
  await page.locator("#plain").evaluate((element) => element.remove());
  await until(() => plainMarks(page), (found) => found.length === 0, "no mark without its field", 2_500);
  await page.close();
});

test("zoomed to 150%, in a dark page, and in forced colours", async () => {
  const page = await at.open("layout.html");
  await page.evaluate(() => (document.body.style.zoom = "1.5"));
  const [mark] = await write(page, "plain");
  const box = await page.locator("#plain").boundingBox();
  assert.ok(Math.abs(mark.rect.x - (box.x + 1.5 * 17 + (mark.rect.width / 8) * 3)) <= 2, `x ${mark.rect.x}`);
  await page.screenshot({ path: join(artefacts, "zoom-150.png") });
  await page.evaluate(() => (document.body.style.zoom = ""));
  await page.evaluate(() => document.body.classList.add("dark"));
  await page.emulateMedia({ colorScheme: "dark" });
  await page.waitForTimeout(150);
  const [dark] = await plainMarks(page);
  await stands(page, dark, "plain", 1, 3);
  await page.mouse.move(dark.rect.x + 10, dark.rect.y + 8);
  await until(() => hint(page), (found) => found !== undefined);
  await page.waitForTimeout(200);
  await page.screenshot({ path: join(artefacts, "dark.png") });
  await page.emulateMedia({ forcedColors: "active", colorScheme: null });
  await page.waitForTimeout(150);
  await page.screenshot({ path: join(artefacts, "forced-colours.png") });
  await page.close();
});

test("at a device scale of 150% marks in rich text and in a textarea stand on their words", async () => {
  const other = await stage({ deviceScaleFactor: 1.5 });
  try {
    const page = await other.open("layout.html");
    const [mark] = await write(page, "plain");
    await stands(page, mark, "plain", 1, 3);
    const rich = await other.open("rich.html");
    await rich.locator("#nested").click();
    const marks = await until(() => richMarks(rich), (found) => found.length > 10);
    assert.ok(marks.every(({ rect }) => rect.width > 20));
    await rich.screenshot({ path: join(artefacts, "rich-150.png") });
    await page.bringToFront();
    await page.screenshot({ path: join(artefacts, "textarea-150.png") });
  } finally {
    await other.end();
  }
});
