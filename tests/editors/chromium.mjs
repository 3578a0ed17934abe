// Drives the bench's pages in Chromium: real keys, pointer and input methods through the DevTools protocol.
import { launch, worker } from "../e2e/browser.mjs";
import { traceKeys } from "../e2e/key_costs.mjs";
import { extensionFor } from "./extension.mjs";
import { kit } from "./kit.mjs";

export async function start(listener) {
  const browser = await launch({ extension: extensionFor("chromium", listener.port) });
  await browser.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  return {
    name: "chromium",
    async open(address) {
      const page = await browser.context.newPage();
      const devtools = await browser.context.newCDPSession(page);
      await page.goto(address);
      await page.evaluate(() => window.bench.ready);
      await page.evaluate(kit);
      return new Page(page, devtools);
    },
    /** The side panel in a tab of its own, watching a page. */
    async panel({ page }) {
      const tab = await (await worker(browser)).evaluate(async (url) => (await chrome.tabs.query({})).find((tab) => tab.url === url)?.id, page.url());
      const panel = await browser.context.newPage();
      await panel.setViewportSize({ width: 380, height: 900 });
      await panel.goto(browser.url(`pages/panel.html?tab=${tab}`));
      return panel;
    },
    close: () => browser.close(),
  };
}

class Page {
  constructor(page, devtools) {
    this.page = page;
    this.devtools = devtools;
  }

  evaluate(body, value) {
    return this.page.evaluate(body, value);
  }

  key(combination) {
    // With Shift a letter is a capital one, as under a person's hand.
    return this.page.keyboard.press(combination.replace(/(?<=Shift\+)[a-z]$/, (letter) => letter.toUpperCase()));
  }

  /** Keys one after another, each awaited. */
  type(text) {
    return this.page.keyboard.type(text);
  }

  /** Keys as fast as the browser takes them: none waits for the one before to be answered. */
  async burst(text) {
    const sent = [];
    for (const letter of text) {
      const code = letter === " " ? 32 : letter.toUpperCase().charCodeAt(0);
      const key = { key: letter, windowsVirtualKeyCode: /[a-z ]/i.test(letter) ? code : 0, code: letter === " " ? "Space" : /[a-z]/i.test(letter) ? `Key${letter.toUpperCase()}` : "" };
      sent.push(this.devtools.send("Input.dispatchKeyEvent", { type: "keyDown", text: letter, unmodifiedText: letter, ...key }));
      sent.push(this.devtools.send("Input.dispatchKeyEvent", { type: "keyUp", ...key }));
    }
    await Promise.all(sent);
  }

  move({ x, y }, steps = 1) {
    return this.page.mouse.move(x, y, { steps });
  }

  click({ x, y }, clickCount = 1) {
    return this.page.mouse.click(x, y, { clickCount });
  }

  async drag(from, to) {
    await this.page.mouse.move(from.x, from.y);
    await this.page.mouse.down();
    await this.page.mouse.move(from.x + 12, from.y + 2, { steps: 3 });
    await this.page.mouse.move(to.x, to.y, { steps: 6 });
    await this.page.mouse.up();
  }

  wheel(dy) {
    return this.page.mouse.wheel(0, dy);
  }

  size(width, height) {
    return this.page.setViewportSize({ width, height });
  }

  async compose(steps, text) {
    for (const step of steps) await this.devtools.send("Input.imeSetComposition", { text: step, selectionStart: step.length, selectionEnd: step.length });
    await this.devtools.send("Input.insertText", { text });
  }

  clipboard(text) {
    return this.page.evaluate((text) => navigator.clipboard.writeText(text), text);
  }

  /** Types keys one by one and gives, for each, what the main thread spent on the extension's scripts. */
  costs(text) {
    return traceKeys(this.devtools, [...text], (letter) => this.page.keyboard.type(letter), { rest: 40 });
  }

  front() {
    return this.page.bringToFront();
  }

  async screenshot(path) {
    await this.page.bringToFront();
    await this.page.screenshot({ path });
  }

  close() {
    return this.page.close();
  }
}
