// Long drafts: of many thousand words with a flag in every line only the marks near the view are held, and each of them
// stands on its word, wherever the view goes and whatever is written.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { artefacts, plainMarks, richMarks, until } from "./browser.mjs";
import { stage } from "./pages.mjs";

let at;
before(async () => (at = await stage()));
after(() => at.end());

const LINES = 2_000;
/** Lines of about fifty words, of different lengths, each with one word that is flagged. */
const lines = Array.from({ length: LINES }, (_, line) => {
  const words = Array.from({ length: 47 + (line % 7) }, (_, word) => ["plain", "words", "of", "a", "draft", "that", "goes", "on"][(word + line) % 8]);
  words[(line * 11) % 40] = "leverage";
  return words.join(" ");
});

/** Rectangles of the flagged words that the view shows, by the page's own search. */
const richWords = (page) =>
  page.evaluate(() => {
    const found = [];
    const rich = document.getElementById("rich");
    const whole = rich.getBoundingClientRect();
    const box = { top: Math.max(0, whole.top), bottom: Math.min(innerHeight, whole.bottom) };
    const walker = document.createTreeWalker(rich, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const outer = node.parentElement.getBoundingClientRect();
      if (outer.bottom < box.top || outer.top > box.bottom) continue;
      for (const { index } of node.data.matchAll(/leverage/g)) {
        const range = document.createRange();
        range.setStart(node, index);
        range.setEnd(node, index + 8);
        const { x, y, width, height } = range.getBoundingClientRect();
        if (y + height > box.top && y < box.bottom) found.push({ x, y, width, height });
      }
    }
    return found;
  });

const near = (a, b) => ["x", "y", "width", "height"].every((side) => Math.abs(a[side] - b[side]) <= 2);

/** Every flagged word that is seen has a mark on it, and every mark stands on such a word or out of sight. */
async function allStand(page, what) {
  const words = await until(() => richWords(page), (found) => found.length > 3, `${what}: words in view`);
  await until(
    () => richMarks(page),
    (marks) => marks.every((mark) => mark.text === "leverage") && words.every((word) => marks.some((mark) => near(mark.rect, word))),
    `${what}: a mark on each of ${words.length} words`,
  );
}

test("rich text of 100,000 words", async () => {
  const page = await at.open("rich.html");
  await page.evaluate((lines) => {
    const rich = document.getElementById("rich");
    rich.style.cssText = "height: 500px; overflow: auto";
    rich.replaceChildren(...lines.map((line) => Object.assign(document.createElement("p"), { textContent: line })));
  }, lines);
  await page.locator("#rich").click({ position: { x: 60, y: 30 } });
  await until(() => richMarks(page), (marks) => marks.length > 3, "the first marks", 20_000);
  await allStand(page, "at the beginning");
  const held = async () => (await richMarks(page)).length;
  assert.ok((await held()) < 200, `few ranges are held: ${await held()}`);
  for (const [what, top] of [["at the end", 1], ["in the middle", 0.5], ["at the beginning again", 0]]) {
    await page.locator("#rich").evaluate((rich, top) => (rich.scrollTop = top * rich.scrollHeight), top);
    await allStand(page, what);
    assert.ok((await held()) < 200, `${what} few ranges are held: ${await held()}`);
  }
  await page.locator("#rich").evaluate((rich) => (rich.scrollTop = rich.scrollHeight));
  await allStand(page, "at the end again");
  await page.screenshot({ path: join(artefacts, "rich-long.png") });
  // New words are marked at once, and lines put in or taken out move nothing off its word.
  await page.keyboard.press("ControlOrMeta+End");
  for (const keys of [" and leverage", "Enter", "more to leverage", "Enter", "Backspace", "Backspace", " leverage"]) {
    if (/^(Enter|Backspace)$/.test(keys)) await page.keyboard.press(keys);
    else await page.keyboard.type(keys);
  }
  await page.keyboard.type(".");
  await allStand(page, "after writing");
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.press("Delete");
  await until(() => page.evaluate(() => [...CSS.highlights].filter(([name]) => name.startsWith("housestyle")).length), (sets) => sets === 0, "nothing left behind");
  await page.close();
});

test("rich text in columns, where what comes later in the text may stand higher on the page", async () => {
  const page = await at.open("rich.html");
  await page.evaluate((lines) => {
    const rich = document.getElementById("rich");
    rich.style.cssText = "columns: 3";
    rich.replaceChildren(...lines.slice(0, 600).map((line) => Object.assign(document.createElement("p"), { textContent: line })));
  }, lines);
  await page.locator("#rich").click({ position: { x: 60, y: 30 } });
  await allStand(page, "at the top");
  for (const share of [0.5, 0.9]) {
    await page.evaluate((share) => scrollTo(0, share * document.documentElement.scrollHeight), share);
    await allStand(page, `at ${share}`);
    assert.ok((await richMarks(page)).length < 400, "few ranges are held");
  }
  await page.close();
});

/** Where a textarea's words are seen, by a copy of the whole text that the page itself lays out under it. */
const areaWords = (page, id) =>
  page.evaluate((id) => {
    const area = document.getElementById(id);
    const style = getComputedStyle(area);
    const copy = document.createElement("div");
    for (const name of ["font", "letterSpacing", "wordSpacing", "tabSize", "textAlign", "wordBreak", "overflowWrap", "lineHeight"]) copy.style[name] = style[name];
    const [left, right, top] = ["paddingLeft", "paddingRight", "paddingTop"].map((name) => Number.parseFloat(style[name]));
    const box = area.getBoundingClientRect();
    copy.style.cssText += `;position: absolute; white-space: pre-wrap; overflow-wrap: break-word; visibility: hidden; left: 0; top: 0; width: ${area.clientWidth - left - right}px`;
    copy.textContent = area.value;
    document.body.append(copy);
    const origin = copy.getBoundingClientRect();
    const [dx, dy] = [box.left + area.clientLeft + left - area.scrollLeft - origin.left, box.top + area.clientTop + top - area.scrollTop - origin.top];
    const found = [];
    for (const { index } of area.value.matchAll(/leverage/g)) {
      const range = document.createRange();
      range.setStart(copy.firstChild, index);
      range.setEnd(copy.firstChild, index + 8);
      const { x, y, width, height } = range.getBoundingClientRect();
      if (y + dy + height > box.top + 4 && y + dy < box.top + area.clientHeight - 4) found.push({ x: x + dx, y: y + dy, width, height });
      else if (y + dy > box.bottom) break;
    }
    copy.remove();
    return found;
  }, id);

async function areaStands(page, what, id) {
  const words = await until(() => areaWords(page, id), (found) => found.length > 0, `${what}: words in view`);
  await until(
    () => plainMarks(page),
    // The mirror's own boxes may be a little lower or higher than a line; the middle is what counts.
    (marks) => words.every((word) => marks.some(({ rect }) => Math.abs(rect.x - word.x) <= 2 && Math.abs(rect.width - word.width) <= 2 && Math.abs(rect.y + rect.height / 2 - word.y - word.height / 2) <= 2)),
    `${what}: a mark on each of ${words.length} words`,
    20_000,
  );
}

test("a textarea of 100,000 words", async () => {
  const page = await at.open("fields.html");
  await page.evaluate((lines) => {
    const area = document.getElementById("mono");
    area.value = lines.join("\n");
    area.style.cssText = "height: 300px; width: 600px";
  }, lines);
  await page.locator("#mono").click({ position: { x: 60, y: 30 } });
  await until(() => plainMarks(page), (marks) => marks.length > 0, "the first marks", 20_000);
  await areaStands(page, "at the beginning", "mono");
  for (const [what, top] of [["at the end", 1], ["in the middle", 0.5], ["a little further", 0.51]]) {
    await page.locator("#mono").evaluate((area, top) => (area.scrollTop = top * area.scrollHeight), top);
    await areaStands(page, what, "mono");
    assert.ok((await plainMarks(page)).length < 200, `${what} few marks are drawn`);
  }
  await page.screenshot({ path: join(artefacts, "textarea-long.png") });
  // Writing far from the view, by a script, moves what is below it.
  await page.locator("#mono").evaluate((area) => area.setRangeText("three\nmore\nlines\n", 0, 0));
  await areaStands(page, "after lines came in above", "mono");
  await page.locator("#mono").evaluate((area) => (area.style.width = "500px"));
  await areaStands(page, "in another width", "mono");
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.type("\nWe leverage it");
  await areaStands(page, "after writing", "mono");
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.press("Delete");
  await until(() => plainMarks(page), (marks) => marks.length === 0, "nothing left behind");
  await page.close();
});

test("a textarea with one paragraph of 30,000 characters shows its marks when the person rests", async () => {
  const page = await at.open("fields.html");
  await page.evaluate((text) => {
    const area = document.getElementById("mono");
    area.value = text;
    area.style.cssText = "height: 300px; width: 600px";
  }, lines.join(" ").slice(0, 30_000));
  await page.locator("#mono").click({ position: { x: 60, y: 30 } });
  await until(() => plainMarks(page), (marks) => marks.length > 0, "the first marks", 20_000);
  await areaStands(page, "at the beginning", "mono");
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.type(" and we leverage it", { delay: 30 });
  await areaStands(page, "after writing at the end, which scrolls the field", "mono");
  await page.keyboard.press("ControlOrMeta+Home");
  await page.keyboard.type("First, we leverage it. ", { delay: 30 });
  await areaStands(page, "after writing at the beginning", "mono");
  await page.close();
});
