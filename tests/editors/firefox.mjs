// Drives the bench's pages in Firefox through WebDriver BiDi. What it cannot do (input methods, profiles) is undefined.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import puppeteer from "puppeteer-core";
import { REMOVE } from "../e2e/browser.mjs";
import { extensionFor } from "./extension.mjs";
import { kit } from "./kit.mjs";

export async function start(listener) {
  const profile = mkdtempSync(join(tmpdir(), "housestyle-bench-firefox-"));
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: process.env.HOUSESTYLE_FIREFOX || "/usr/bin/firefox-esr",
    headless: true,
    userDataDir: profile,
    extraPrefsFirefox: { "dom.events.testing.asyncClipboard": true },
  });
  await browser.installExtension(extensionFor("firefox", listener.port));
  return {
    name: "firefox",
    async open(address) {
      const page = await browser.newPage();
      await page.setViewport({ width: 1100, height: 900 });
      await page.goto(address);
      await page.evaluate(() => window.bench.ready.then(() => undefined));
      await page.evaluate(kit);
      return new Page(page);
    },
    async close() {
      await browser.close();
      rmSync(profile, REMOVE);
    },
  };
}

class Page {
  constructor(page) {
    this.page = page;
  }

  evaluate(body, value) {
    return this.page.evaluate(body, value);
  }

  async key(combination) {
    const keys = combination.split("+");
    const last = keys.pop();
    for (const key of keys) await this.page.keyboard.down(key);
    await this.page.keyboard.press(last.length === 1 && keys.includes("Shift") ? last.toUpperCase() : last);
    for (const key of keys.reverse()) await this.page.keyboard.up(key);
  }

  type(text) {
    return this.page.keyboard.type(text);
  }

  burst(text) {
    return this.page.keyboard.type(text);
  }

  move({ x, y }, steps = 1) {
    return this.page.mouse.move(x, y, { steps });
  }

  click({ x, y }, count = 1) {
    return this.page.mouse.click(x, y, { count });
  }

  async drag(from, to) {
    await this.page.mouse.move(from.x, from.y);
    await this.page.mouse.down();
    await this.page.mouse.move(from.x + 12, from.y + 2, { steps: 3 });
    await this.page.mouse.move(to.x, to.y, { steps: 6 });
    await this.page.mouse.up();
  }

  wheel(dy) {
    return this.page.mouse.wheel({ deltaY: dy });
  }

  size(width, height) {
    return this.page.setViewport({ width, height });
  }

  compose = undefined;
  share = undefined;

  async clipboard(text) {
    await this.page.evaluate((text) => navigator.clipboard.writeText(text), text);
  }

  async screenshot(path) {
    await this.page.screenshot({ path });
  }

  close() {
    return this.page.close();
  }
}
