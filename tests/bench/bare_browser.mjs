// A Chromium with the built extension, driven over its own pipe and nothing else: what drives the tests attaches to every
// worker and halts it at its start, which a writer's browser does not. Knows no benchmark.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { REMOVE } from "../e2e/browser.mjs";

/** Starts one. */
export async function bareBrowser(extension) {
  const folder = mkdtempSync(join(tmpdir(), "housestyle-bare-"));
  mkdirSync(join(folder, "Default"), { recursive: true });
  writeFileSync(join(folder, "Default/Preferences"), JSON.stringify({ extensions: { ui: { developer_mode: true } } }));
  const program = process.env.HOUSESTYLE_BROWSER || "/usr/bin/chromium";
  const child = spawn(
    program,
    [
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      "--headless=new", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
      "--disable-sync", "--remote-debugging-pipe", "--window-size=1100,900", `--user-data-dir=${folder}`,
      `--disable-extensions-except=${extension}`, `--load-extension=${extension}`, "about:blank",
    ],
    { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] },
  );
  const pipe = new Pipe(child.stdio[3], child.stdio[4]);
  const ended = new Promise((done) => child.once("exit", done));
  return {
    pipe,
    page: (address) => Page.open(pipe, address),
    async close() {
      await pipe.send("Browser.close").catch(() => undefined);
      await ended;
      rmSync(folder, REMOVE);
    },
  };
}

/** DevTools messages, each ended by a zero. */
class Pipe {
  number = 0;
  waiting = new Map();
  hearers = new Set();
  rest = "";

  constructor(out, into) {
    this.out = out;
    into.setEncoding("utf8");
    into.on("data", (data) => {
      const parts = (this.rest + data).split("\0");
      this.rest = parts.pop();
      for (const part of parts) this.heard(JSON.parse(part));
    });
    into.on("close", () => {
      for (const { fail } of this.waiting.values()) fail(new Error("the browser is gone"));
    });
  }

  heard({ id, result, error, method, params, sessionId }) {
    if (id === undefined) {
      for (const hear of this.hearers) hear(method, params, sessionId);
      return;
    }
    const { done, fail } = this.waiting.get(id);
    this.waiting.delete(id);
    if (error) fail(new Error(error.message));
    else done(result);
  }

  send(method, params = {}, sessionId = undefined) {
    const id = ++this.number;
    this.out.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    return new Promise((done, fail) => this.waiting.set(id, { done, fail }));
  }

  /** The next event of that name in a session. */
  next(method, sessionId) {
    return new Promise((done) => {
      const hear = (name, params, session) => {
        if (name !== method || session !== sessionId) return;
        this.hearers.delete(hear);
        done(params);
      };
      this.hearers.add(hear);
    });
  }
}

class Page {
  static async open(pipe, address) {
    const { targetId } = await pipe.send("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await pipe.send("Target.attachToTarget", { targetId, flatten: true });
    const page = new Page(pipe, targetId, sessionId);
    await page.send("Page.enable");
    const loaded = pipe.next("Page.loadEventFired", sessionId);
    await page.send("Page.navigate", { url: address });
    await loaded;
    return page;
  }

  constructor(pipe, target, session) {
    this.pipe = pipe;
    this.target = target;
    this.session = session;
  }

  send(method, params) {
    return this.pipe.send(method, params, this.session);
  }

  /** What a function gives in the page; it may be a promise. */
  async evaluate(body, ...values) {
    const expression = `(${body})(...${JSON.stringify(values)})`;
    const { result, exceptionDetails } = await this.send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  /** A click of the mouse in the middle of an element. */
  async click(selector) {
    const [x, y] = await this.evaluate((selector) => {
      const { x, y, width, height } = document.querySelector(selector).getBoundingClientRect();
      return [x + width / 2, y + height / 2];
    }, selector);
    await this.send("Input.dispatchMouseEvent", { type: "mouseMoved", x, y });
    for (const type of ["mousePressed", "mouseReleased"]) {
      await this.send("Input.dispatchMouseEvent", { type, x, y, button: "left", clickCount: 1 });
    }
  }

  close() {
    return this.pipe.send("Target.closeTarget", { targetId: this.target });
  }
}
