// `cargo xtask run`: the playground with the extension. With --headless --screenshot FILE it types a sentence with
// three violations by real keys and saves the picture.
import { resolve } from "node:path";
import { join } from "node:path";
import { launch, richMarks, root, serve, texts, until } from "./browser.mjs";

const options = process.argv.slice(2);
const headless = options.includes("--headless");
const screenshot = options.includes("--screenshot") ? resolve(options[options.indexOf("--screenshot") + 1]) : undefined;

const site = await serve(join(root, "target/www"));
const browser = await launch({ extension: join(root, "target/extension/chromium"), headless, viewport: headless ? { width: 1100, height: 900 } : null });
const page = browser.context.pages()[0] ?? (await browser.context.newPage());
await page.goto(`http://localhost:${site.port}/`);
console.log(`the playground is at http://localhost:${site.port}/`);

let failed = false;
if (headless || screenshot) {
  await page.locator("#rich p").last().click();
  await page.keyboard.type("Our guaranteed, best-in-class plan lets you utilize every pound.", { delay: 15 });
  try {
    const marks = await until(() => richMarks(page), (found) => found.length === 3, "three marks");
    console.log(`marked: ${texts(marks).join(", ")}`);
  } catch (error) {
    console.error(String(error));
    failed = true;
  }
  if (screenshot) {
    await page.screenshot({ path: screenshot });
    console.log(`saved ${screenshot}`);
  }
} else {
  await new Promise((done) => browser.context.on("close", done));
}
await browser.close().catch(() => undefined);
site.close();
process.exit(failed ? 1 : 0);
