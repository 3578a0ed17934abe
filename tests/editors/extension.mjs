// A copy of the built extension for the bench: its own guide, shadow roots that the page may look into, and an ear in
// the background that tells the bench what the engine is told. The client's and the engine's code stay as they are.
import { appendFileSync, copyFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { REMOVE, root } from "../e2e/browser.mjs";

/** The copy's folder; `port` is where the ear speaks to. */
export function extensionFor(browser, port) {
  const copy = mkdtempSync(join(tmpdir(), "housestyle-bench-"));
  cpSync(join(root, "target/extension", browser), copy, { recursive: true });
  copyFileSync(join(root, "tests/editors/guide.yaml"), join(copy, "guides/starter.yaml"));
  const client = join(copy, "client.js");
  const code = readFileSync(client, "utf8");
  const open = code.replaceAll(/mode:\s*"closed"/g, 'mode:"open"');
  if (open === code) throw new Error("client.js closes no shadow root: the bench would see no mark");
  writeFileSync(client, open);
  const manifest = JSON.parse(readFileSync(join(copy, "manifest.json"), "utf8"));
  manifest.content_security_policy.extension_pages += `; connect-src 'self' http://localhost:${port}`;
  writeFileSync(join(copy, "manifest.json"), JSON.stringify(manifest));
  appendFileSync(join(copy, "background.js"), `\n;(${ear})(${JSON.stringify(`http://localhost:${port}/heard`)});\n`);
  process.on("exit", () => rmSync(copy, REMOVE));
  return copy;
}

/** Runs in the background: every message of a page's client, in order, and every event of the log. */
function ear(address) {
  let waiting = [];
  let line = Promise.resolve();
  const say = (what) => {
    waiting.push(what);
    line = line.then(async () => {
      if (waiting.length === 0) return;
      const body = JSON.stringify(waiting);
      waiting = [];
      await fetch(address, { method: "POST", mode: "no-cors", body }).catch(() => undefined);
    });
  };
  chrome.runtime.onConnect.addListener((port) => {
    if (port.name === "page") return;
    const connection = crypto.randomUUID();
    port.onMessage.addListener((message) => say({ connection, url: /^(about|blob|data):/.test(port.sender?.url ?? "") ? "" : port.sender?.url, message }));
  });
  let last = 0;
  setInterval(async () => {
    // Opened only once the engine has made it: whoever opens it first decides what is in it.
    if (!(await indexedDB.databases()).some(({ name }) => name === "housestyle")) return;
    const opening = indexedDB.open("housestyle");
    opening.onupgradeneeded = () => opening.transaction.abort();
    opening.onsuccess = () => {
      const database = opening.result;
      if (!database.objectStoreNames.contains("events")) return database.close();
      const request = database.transaction("events").objectStore("events").index("order").getAll();
      request.onsuccess = () => {
        database.close();
        const events = request.result.filter((event) => event.seq > last);
        if (events.length === 0) return;
        last = events.at(-1).seq;
        say({ events });
      };
    };
  }, 500);
}
