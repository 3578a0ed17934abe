// The options page in Firefox, as tests drive it.
import { until } from "../e2e/browser.mjs";
import { HOST } from "./browser.mjs";

/** The options, once they have heard from the background. Firefox tells no driver when a page of an extension's has loaded. */
export async function options(browser) {
  const page = await browser.newPage();
  await page.goto(`moz-extension://${HOST}/pages/options.html`, { waitUntil: [] });
  await until(() => page.evaluate(() => document.querySelector("#collector") !== null), (there) => there, "the options", 20_000);
  return page;
}

/** All that the page tells. */
export const notices = (page) => page.evaluate(() => [...document.querySelectorAll(".notice")].map((notice) => notice.innerText).join("\n"));
