// Serves the editors' pages, and puts together from what the extension's background hears which text the checker sees
// and what it is told of how that text came.
import { createReadStream, existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { root } from "../e2e/browser.mjs";

export const pages = join(root, "target/editors");
const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".ttf": "font/ttf", ".woff2": "font/woff2", ".woff": "font/woff" };

export class Listener {
  constructor() {
    this.events = [];
    this.forget();
  }

  /** Forgets every field: another page is to be looked at. `mark` is what tells its address. */
  forget(mark = "") {
    this.mark = mark;
    this.clients = new Map();
    this.fields = new Map();
    /** What AI tools answer, and how often each was told to have changed. */
    this.answers = new Map();
    this.changes = [];
    this.latest = undefined;
  }

  async start() {
    this.server = createServer((request, response) => {
      const url = new URL(request.url, "http://x");
      if (request.method === "POST") {
        let body = "";
        request.on("data", (piece) => (body += piece));
        request.on("end", () => {
          response.writeHead(204).end();
          for (const what of JSON.parse(body)) this.hear(what);
        });
        return;
      }
      const file = join(pages, normalize(decodeURIComponent(url.pathname)));
      if (!file.startsWith(pages) || !existsSync(file)) return void response.writeHead(404).end();
      response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" });
      if (url.searchParams.has("off")) response.end(readFileSync(file, "utf8").replace(/<html/i, '<html data-housestyle="off"'));
      else createReadStream(file).pipe(response);
    });
    await new Promise((done) => this.server.listen(0, done));
    this.port = this.server.address().port;
    return this;
  }

  stop() {
    this.server.close();
    this.server.closeAllConnections();
  }

  hear({ connection, url, message, events }) {
    if (events) {
      this.events.push(...events);
      return;
    }
    // A frame without an address of its own belongs to the page that is looked at.
    if (this.mark && url && !url.includes(this.mark)) return;
    if (message.type === "hello") {
      this.clients.set(connection, { name: message.client, n: this.clients.get(connection)?.n ?? 0 });
      return;
    }
    const client = this.clients.get(connection);
    if (!client) return;
    const key = `${client.name} ${message.field}`;
    if (message.type === "field_opened") {
      this.fields.set(key, { label: message.label, blocks: message.blocks.map((block) => ({ ...block })) });
      if (message.surface === "response") this.answers.set(key, 0);
      else this.latest = key;
    } else if (message.type === "field_changed") {
      const field = this.fields.get(key);
      if (!field) return;
      for (const change of message.changes) take(field.blocks, change);
      this.changes.push(message);
      if (this.answers.has(key)) this.answers.set(key, this.answers.get(key) + 1);
      else this.latest = key;
    } else if (message.type === "field_closed") this.fields.delete(key);
  }

  /** The blocks of the field that was written in last, as the checker has them. */
  blocks() {
    return this.fields.get(this.latest)?.blocks.map(({ text }) => text);
  }
}

function take(blocks, change) {
  if (change.type === "splice") blocks.splice(change.at, change.removed, ...change.inserted.map((block) => ({ ...block })));
  else {
    const block = blocks.find(({ id }) => id === change.block);
    if (block) block.text = block.text.slice(0, change.start) + change.inserted + block.text.slice(change.start + change.removed);
  }
}
