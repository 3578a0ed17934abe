// Frames, shadow roots and strict policies.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { artefacts, hint, plainMarks, richMarks, texts, until } from "./browser.mjs";
import { stage } from "./pages.mjs";

let at;
before(async () => (at = await stage()));
after(() => at.end());

for (const name of ["same", "cross", "srcdoc", "blank", "sandboxed", "sandboxed-srcdoc"]) {
  test(`a field in a frame: ${name}`, async () => {
    const page = await at.open("frames.html");
    await page.waitForLoadState("load");
    const frame = page.frame({ name });
    await frame.locator("textarea").click();
    await page.keyboard.type("guaranteed leverage", { delay: 10 });
    // The mirror lies in a closed root: its host element is what the frame itself can see of it.
    const host = () => frame.evaluate(() => document.querySelectorAll("housestyle-marks").length);
    await until(host, (count) => count === 1, "a mirror in the frame");
    await page.close();
  });
}

test("fields in open shadow roots", async () => {
  const page = await at.open("shadow.html");
  await page.locator("#area").click();
  await page.keyboard.type("guaranteed leverage");
  await until(() => plainMarks(page), (found) => texts(found).join() === "guaranteed,leverage");
  await page.locator("#rich").click();
  await page.keyboard.type("guaranteed leverage");
  const marks = await until(() => richMarks(page), (found) => texts(found).join() === "guaranteed,leverage");
  // Painted, not only registered: red wavy pixels under the first word.
  const { x, y, width, height } = marks[0].rect;
  const shot = await page.screenshot({ clip: { x, y: y + height - 8, width, height: 10 } });
  await page.screenshot({ path: join(artefacts, "shadow.png") });
  assert.ok(await hasRed(page, shot), "the mark is painted");
  await page.close();
});

for (const path of ["csp.html", "trusted-types.html", "sandbox.html"]) {
  test(`a strict policy: ${path}`, async () => {
    const page = await at.open(path);
    const errors = [];
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    await page.locator("#area").click();
    await page.keyboard.type("guaranteed leverage");
    const marks = await until(() => plainMarks(page), (found) => texts(found).join() === "guaranteed,leverage");
    await page.mouse.move(marks[0].rect.x + 10, marks[0].rect.y + 8);
    const shown = await until(() => hint(page), (found) => found !== undefined);
    // Styled, not only there: a hint without its rules would be as wide as the window.
    assert.ok(shown.rect.width > 300 && shown.rect.width < 360, `hint is ${shown.rect.width} wide`);
    await page.screenshot({ path: join(artefacts, `${path}.png`) });
    await page.keyboard.press("Escape");
    if (path !== "sandbox.html") {
      await page.locator("#rich").click();
      await page.keyboard.press("End");
      await page.keyboard.type(" guaranteed leverage");
      await until(() => richMarks(page), (found) => texts(found).length === 2);
    }
    assert.deepEqual(errors.filter((text) => /housestyle|extension|Trusted|Content Security/i.test(text)), []);
    await page.close();
  });
}

/** Whether a picture has pixels of the restricting line's colour. */
async function hasRed(page, png) {
  const blank = await page.context().newPage();
  try {
    return await blank.evaluate(async (data) => {
      const image = new Image();
      image.src = `data:image/png;base64,${data}`;
      await image.decode();
      const canvas = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height });
      const context = canvas.getContext("2d");
      context.drawImage(image, 0, 0);
      const { data: pixels } = context.getImageData(0, 0, image.width, image.height);
      for (let at = 0; at < pixels.length; at += 4) {
        if (pixels[at] > 180 && pixels[at + 1] < 110 && pixels[at + 2] < 110) return true;
      }
      return false;
    }, png.toString("base64"));
  } finally {
    await blank.close();
  }
}
