// The site: the same client and the same engine in a page, without the extension, under its own strict policy.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { artefacts, axePage, hint, plainMarks, press, richMarks, root, serve, texts, until } from "./browser.mjs";

let site, browser;
before(async () => {
  site = await serve(join(root, "target/www"));
  const executablePath = process.env.HOUSESTYLE_BROWSER || "/usr/bin/chromium";
  browser = await chromium.launch({ executablePath, args: [...(process.getuid?.() === 0 ? ["--no-sandbox"] : []), "--disable-gpu"] });
});
after(async () => {
  await browser.close();
  site.close();
});

test("the playground runs the engine in the page: marks, hint, fix and log", async () => {
  const page = await browser.newPage();
  const errors = [];
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  page.on("pageerror", (error) => errors.push(String(error)));
  await page.goto(`http://localhost:${site.port}/`);
  await page.getByRole("button", { name: "Run without the extension" }).click();
  await page.getByText("The engine runs in this page.").waitFor();
  await page.locator("#rich p").last().click();
  await page.keyboard.type("Our guaranteed way to utilize it.");
  await until(() => richMarks(page), (found) => texts(found).join() === "guaranteed,utilize");
  await page.locator("#body").click();
  await page.keyboard.type("We utilize it.");
  const [mark] = await until(() => plainMarks(page), (found) => texts(found).join() === "utilize");
  await page.mouse.move(mark.rect.x + 10, mark.rect.y + 8);
  await until(() => hint(page), (found) => found !== undefined);
  await press(page, "use");
  await until(() => page.locator("#body").inputValue(), (value) => value === "We use it.");
  await page.screenshot({ path: join(artefacts, "site.png") });
  const kinds = await until(
    () =>
      page.evaluate(
        () =>
          new Promise((done, fail) => {
            const opening = indexedDB.open("housestyle");
            opening.onerror = () => fail(opening.error);
            opening.onsuccess = () => {
              const request = opening.result.transaction("events").objectStore("events").getAll();
              request.onsuccess = () => done(request.result.map((event) => event.kind));
            };
          }),
      ),
    (found) => found.includes("suggestion_applied"),
    "the log in the page's own storage",
  );
  assert.equal(kinds[0], "draft_opened");
  assert.deepEqual(errors, []);
  assert.deepEqual(await axePage(page), []);
  await page.close();
});
