// What people do with the log on the extension's own pages, as tests do it.
import { join } from "node:path";

/** The options page, once it tells of the log. */
export async function options(browser) {
  const page = await browser.context.newPage();
  await page.goto(browser.url("pages/options.html"));
  await page.locator("dd code").waitFor();
  return page;
}

/** Takes logs in as a person does. */
export async function take(browser, files) {
  const page = await options(browser);
  for (const file of files) {
    await page.locator("#log-file").setInputFiles(file);
    await page.locator("#imported .notice").waitFor({ timeout: 60_000 });
    await page.reload();
    await page.locator("dd code").waitFor();
  }
  await page.close();
}

/** The log as its exports are, in a file of that folder. */
export async function exported(browser, folder, name = "JSON Lines") {
  const page = await options(browser);
  const [download] = await Promise.all([
    page.waitForEvent("download", { timeout: 60_000 }),
    page.getByRole("button", { name: `Export as ${name}` }).click(),
  ]);
  const file = join(folder, `${Math.random()}-${download.suggestedFilename()}`);
  await download.saveAs(file);
  await page.close();
  return file;
}

/** The same scorecard twice: of what is kept, and of every event. */
export async function cards(browser, choices) {
  const page = await browser.context.newPage();
  try {
    await page.goto(browser.url("_locales/en/messages.json"));
    return await page.evaluate(async (choices) => {
      const log = await import("../../log.js");
      await log.default({ module_or_path: "../../log_bg.wasm" });
      const told = [];
      for (const choice of choices) {
        const kept = new log.ScoreReader(JSON.stringify(choice));
        const summed = await kept.add_kept_log();
        const counted = new log.ScoreReader(JSON.stringify(choice));
        await log.export_events("jsonl", false, (text) => counted.add(text));
        counted.end_log();
        told.push({ summed, kept: JSON.parse(kept.card()), counted: JSON.parse(counted.card()) });
      }
      return told;
    }, choices);
  } finally {
    await page.close();
  }
}

/** When tests of the log take place. */
export const NOW = Date.now();
/** What a scorecard is asked for. */
export const choice = (from, to, me, mine) => ({ settings: { now: NOW, rate_hundredths: 4_200 }, span: { from, to }, cut: null, viewer: { me, sees_people: true }, mine });

/** The name that this browser logs under. */
export async function installation(browser) {
  const page = await options(browser);
  const name = await page.locator("dd code").innerText();
  await page.close();
  return name;
}
