// Drives a real Chromium with the built extension: servers, pages, marks, hint, log. Shared by the tests, the
// benchmark and `cargo xtask run`.
import { copyFileSync, cpSync, createReadStream, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

export const root = fileURLToPath(new URL("../..", import.meta.url));
export const artefacts = join(root, "target/e2e");
mkdirSync(artefacts, { recursive: true });

const TYPES = {
  ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css",
  ".wasm": "application/wasm", ".png": "image/png", ".yaml": "text/yaml; charset=utf-8", ".json": "application/json",
};

/** Serves a folder on this machine; `headers` gives response headers by path. */
export function serve(folder, headers = () => ({})) {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://x").pathname));
    const file = join(folder, path.endsWith("/") ? `${path}index.html` : path);
    if (!file.startsWith(folder) || !existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream", ...headers(path) });
    createReadStream(file).pipe(response);
  });
  return new Promise((done) =>
    server.listen(0, () => done({ port: server.address().port, close: () => server.close() })),
  );
}

/** A browser that has closed may still be writing for a moment. */
export const REMOVE = { recursive: true, force: true, maxRetries: 20, retryDelay: 100 };

/** The built extension with a starter guide that stays as it is: guides that ship are made better by what people write,
 * and a test of marks must not hang on which words they know today. */
function withOwnGuide() {
  // One for all browsers of a test: where an extension lies is who it is, and a profile's log belongs to it.
  own ??= copied();
  return own;
}

let own;

function copied() {
  const copy = mkdtempSync(join(tmpdir(), "housestyle-extension-"));
  cpSync(join(root, "target/extension/chromium"), copy, { recursive: true });
  copyFileSync(join(root, "tests/e2e/guide.yaml"), join(copy, "guides/starter.yaml"));
  process.on("exit", () => rmSync(copy, REMOVE));
  return copy;
}

/** A browser with the extension loaded, in a profile of its own. */
export async function launch({ headless = true, profile, extension = withOwnGuide(), viewport = { width: 1100, height: 900 }, args = [], ...more } = {}) {
  const executablePath = process.env.HOUSESTYLE_BROWSER || "/usr/bin/chromium";
  const folder = profile ?? mkdtempSync(join(tmpdir(), "housestyle-"));
  const preferences = join(folder, "Default/Preferences");
  if (!existsSync(preferences)) {
    // Outside developer mode Chromium does not bring an unpacked extension back after it was reloaded.
    mkdirSync(join(folder, "Default"), { recursive: true });
    writeFileSync(preferences, JSON.stringify({ extensions: { ui: { developer_mode: true } } }));
  }
  const context = await chromium.launchPersistentContext(folder, {
    executablePath,
    headless,
    viewport,
    acceptDownloads: true,
    ...more,
    args: [
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
      ...(headless ? ["--headless=new"] : []),
      `--disable-extensions-except=${extension}`, `--load-extension=${extension}`,
      ...args,
    ],
    ignoreDefaultArgs: ["--disable-extensions"],
  });
  const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent("serviceworker", { timeout: 30_000 }));
  const id = new URL(worker.url()).host;
  return {
    context,
    id,
    folder,
    url: (path) => `chrome-extension://${id}/${path}`,
    async close() {
      await context.close();
      if (!profile) rmSync(folder, REMOVE);
    },
  };
}

/** The running service worker, started anew if it was stopped. */
export async function worker(browser) {
  const found = browser.context.serviceWorkers().find((each) => each.url().includes(browser.id));
  return found ?? browser.context.waitForEvent("serviceworker", { timeout: 10_000 });
}

/** Marks in rich text as the page's own registry has them: verdict, text and rectangle, in document order. */
export async function richMarks(frame) {
  return frame.evaluate(() => {
    const marks = [];
    for (const [name, highlight] of CSS.highlights) {
      if (!name.startsWith("housestyle-")) continue;
      for (const range of highlight) {
        const { x, y, width, height } = range.getBoundingClientRect();
        marks.push({ verdict: name.slice(11), text: range.toString(), rect: { x, y, width, height }, range });
      }
    }
    marks.sort((a, b) => a.range.compareBoundaryPoints(Range.START_TO_START, b.range));
    return marks.map(({ range, ...mark }) => mark);
  });
}

const protocols = new WeakMap();

/** A DevTools session of a page, kept for as long as the page. */
export async function devtools(page) {
  let session = protocols.get(page);
  if (!session) {
    session = await page.context().newCDPSession(page);
    protocols.set(page, session);
  }
  return session;
}

/** Elements within our own closed shadow roots, which only the DevTools protocol can see. */
async function pierce(page, host) {
  const session = await devtools(page);
  const { root: document } = await session.send("DOM.getDocument", { depth: -1, pierce: true });
  const hosts = [];
  const walk = (node) => {
    if (node.nodeName?.toLowerCase() === host) hosts.push(node);
    for (const child of [...(node.children ?? []), ...(node.shadowRoots ?? []), ...(node.contentDocument ? [node.contentDocument] : [])]) walk(child);
  };
  walk(document);
  return { session, hosts };
}

/** Runs a function in the page on the closed shadow root of each host of a name; its value must be plain data. */
async function within(page, host, body, ...values) {
  const { session, hosts } = await pierce(page, host);
  const results = [];
  for (const node of hosts) {
    const shadow = node.shadowRoots?.[0];
    if (!shadow) continue;
    const { object } = await session.send("DOM.resolveNode", { backendNodeId: shadow.backendNodeId });
    const { result, exceptionDetails } = await session.send("Runtime.callFunctionOn", {
      objectId: object.objectId,
      functionDeclaration: body.toString(),
      arguments: values.map((value) => ({ value })),
      returnByValue: true,
      awaitPromise: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    results.push(result.value);
  }
  return results;
}

/** Marks drawn over plain fields: verdict, text and rectangle. */
export async function plainMarks(page) {
  const found = await within(page, "housestyle-marks", function () {
    return [...this.querySelectorAll("span")].map((span) => {
      const { x, y, width, height } = span.getBoundingClientRect();
      return { verdict: span.className, text: span.textContent, rect: { x, y, width, height } };
    });
  });
  return found.flat();
}

/** The hint as it stands, or undefined. */
export async function hint(page) {
  const [found] = await within(page, "housestyle-hint", function () {
    const box = this.querySelector(".hint");
    const { x, y, width, height } = box.getBoundingClientRect();
    return {
      text: box.innerText,
      headline: this.querySelector("h2")?.textContent,
      verdict: this.querySelector(".verdict")?.textContent,
      buttons: [...this.querySelectorAll("button")].map((button) => button.innerText),
      links: [...this.querySelectorAll("a")].map((link) => link.href),
      role: box.getAttribute("role"),
      focused: this.activeElement?.innerText,
      rect: { x, y, width, height },
    };
  });
  return found;
}

/** Clicks a button of the hint with a real pointer. */
export async function press(page, label) {
  const [place] = await within(page, "housestyle-hint", function (wanted) {
    const button = [...this.querySelectorAll("button")].find((each) => each.innerText.split("\n")[0] === wanted);
    if (!button) throw new Error(`no button “${wanted}”: ${[...this.querySelectorAll("button")].map((each) => each.innerText)}`);
    button.scrollIntoView({ block: "nearest" });
    const { x, y, width, height } = button.getBoundingClientRect();
    return { x: x + width / 2, y: y + height / 2 };
  }, label);
  await page.mouse.click(place.x, place.y);
}

/** What axe says of the hint: its own markup under its own rules, laid out in an empty page, since axe cannot see
 * into a closed shadow root. */
export async function axeHint(page) {
  const [copy] = await within(page, "housestyle-hint", function () {
    const css = this.adoptedStyleSheets.flatMap((sheet) => [...sheet.cssRules].map((rule) => rule.cssText)).join("\n");
    return { css: css.replaceAll(":host", "#host"), html: this.querySelector(".hint").outerHTML };
  });
  const lone = await page.context().newPage();
  try {
    await lone.setContent(
      `<!doctype html><html lang="en"><title>Hint</title><style>${copy.css}</style><body><main><h1>Page</h1><div id="host">${copy.html}</div></main></body></html>`,
    );
    return await axePage(lone);
  } finally {
    await lone.close();
  }
}

/** What axe says of a page. */
export async function axePage(page) {
  await page.addScriptTag({ path: join(root, "node_modules/axe-core/axe.min.js") }).catch(async () => {
    const source = readFileSync(join(root, "node_modules/axe-core/axe.min.js"), "utf8");
    await (await devtools(page)).send("Runtime.evaluate", { expression: source });
  });
  return page.evaluate(async () => {
    const result = await globalThis.axe.run();
    return result.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`);
  });
}

/** Asks again until the answer will do; fails with the last answer. */
export async function until(ask, will, what = "", patience = 5_000) {
  const end = Date.now() + patience;
  let last;
  do {
    try {
      last = await ask();
      if (await will(last)) return last;
    } catch (error) {
      last = error;
    }
    await new Promise((done) => setTimeout(done, 40));
  } while (Date.now() < end);
  throw new Error(`waited ${patience} ms in vain${what && ` for ${what}`}; last: ${last instanceof Error ? last.stack : JSON.stringify(last)}`);
}

export const texts = (marks) => marks.map((mark) => mark.text);

/** Everything in the log, read from the database itself, in order. */
export async function log(browser) {
  const page = await browser.context.newPage();
  try {
    await page.goto(browser.url("_locales/en/messages.json"));
    return await logBy(page);
  } finally {
    await page.close();
  }
}

/** The same, by a page of the extension that is open. */
export const logBy = (page) =>
  page.evaluate(
    () =>
      new Promise((done, fail) => {
        const opening = indexedDB.open("housestyle");
        // The background has not made it yet, and is not to find one that is nothing.
        opening.onupgradeneeded = () => opening.transaction.abort();
        opening.onerror = () => fail(opening.error);
        opening.onsuccess = () => {
          const database = opening.result;
          const request = database.transaction("events").objectStore("events").index("order").getAll();
          request.onerror = () => fail(request.error);
          request.onsuccess = () => {
            database.close();
            done(request.result);
          };
        };
      }),
  );

/** Stops the background as a browser does when it pleases. */
export async function stopWorker(browser) {
  const page = await browser.context.newPage();
  const session = await browser.context.newCDPSession(page);
  await session.send("ServiceWorker.enable").catch(() => undefined);
  const target = (await (await browser.context.browser()?.newBrowserCDPSession?.())?.send("Target.getTargets"))?.targetInfos?.find(
    (each) => each.type === "service_worker" && each.url.includes(browser.id),
  );
  if (target) {
    const whole = await browser.context.browser().newBrowserCDPSession();
    await whole.send("Target.closeTarget", { targetId: target.targetId }).catch(() => undefined);
  } else {
    await page.goto(browser.url("_locales/en/messages.json"));
    await session.send("ServiceWorker.stopAllWorkers");
  }
  await page.close();
}
