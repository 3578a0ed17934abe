// A real Firefox with the built extension, in a profile of its own and at an address that is known beforehand.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import puppeteer from "puppeteer-core";
import { REMOVE, root } from "../e2e/browser.mjs";

/** The extension's id, and the host of its pages. */
export const EXTENSION = "housestyle@housestyle.example";
export const HOST = "6a0f2b54-6f3b-4c1e-9d7e-0d2f5a3b9c11";

/**
 * `pages` lets the driver into the extension's own pages, which Firefox does only where it may go anywhere. A `profile` that
 * is given is left when the browser is closed, with what the extension has stored there.
 */
export async function launch({ pages = false, preferences = {}, profile: given } = {}) {
  const profile = given ?? mkdtempSync(join(tmpdir(), "housestyle-firefox-"));
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: process.env.HOUSESTYLE_FIREFOX || "/usr/bin/firefox-esr",
    headless: true,
    userDataDir: profile,
    defaultViewport: { width: 1100, height: 900 },
    args: pages ? ["--remote-allow-system-access"] : [],
    extraPrefsFirefox: {
      "extensions.webextensions.uuids": JSON.stringify({ [EXTENSION]: HOST }),
      "extensions.webextensions.keepStorageOnUninstall": given !== undefined,
      ...preferences,
    },
  });
  const close = async () => {
    await browser.close();
    if (given === undefined) rmSync(profile, REMOVE);
  };
  try {
    await browser.installExtension(join(root, "target/extension/firefox"));
  } catch (error) {
    await close();
    throw error;
  }
  return { browser, profile, close };
}
