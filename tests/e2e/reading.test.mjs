// The reading of fields against itself: after any change to the page, what was read bit by bit is what a fresh reading
// gives, and the changes told of turn the one list of blocks into the other.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { build } from "esbuild";
import { join } from "node:path";
import { root } from "./browser.mjs";
import { stage } from "./pages.mjs";

let at;
let client;
before(async () => {
  const sources = ["reading.ts", "edits.ts", "plain_input.ts"].map((file) => `export * from ${JSON.stringify(join(root, "extension/client", file))};`);
  const bundle = await build({
    stdin: { contents: sources.join("\n"), resolveDir: root, loader: "ts" },
    bundle: true, write: false, format: "iife", globalName: "client", loader: { ".css": "text" },
  });
  client = bundle.outputFiles[0].text;
  at = await stage();
});
after(() => at.end());

test("rich text, under random changes of its DOM", async () => {
  const page = await at.open("rich.html");
  await page.locator("#rich").evaluate((rich) => rich.setAttribute("data-housestyle", "off"));
  await page.evaluate(client);
  const told = await page.evaluate(async () => {
    const { Reader, apply, changesOf, differenceBetween, editsOf } = window.client;
    const plain = (blocks) => JSON.stringify(blocks.map(({ kind, level, text, inline }) => ({ kind, level, text, inline })));
    const kinds = new Set();
    let steps = 0;
    for (let seed = 1; seed <= 60; seed++) {
      let state = seed * 2654435761;
      const random = (below) => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return Math.floor((state / 2 ** 32) * below);
      };
      const pick = (list) => list[random(list.length)];
      const rich = document.getElementById("rich");
      if (seed % 3 === 0) rich.innerHTML = "";
      const reader = new Reader(rich);
      const observer = new MutationObserver(() => undefined);
      observer.observe(rich, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ["style", "class", "hidden", "contenteditable", "dir", "href"] });
      const kept = [];
      const make = () => {
        const tag = pick(["p", "p", "div", "li", "h2", "b", "a", "code", "q", "br", "span", "blockquote", "pre", "img", "text", "text", "space", "island"]);
        if (tag === "text") return document.createTextNode(pick(["plain words", " leverage ", "x", "a\n b"]));
        if (tag === "space") return document.createTextNode("\n  ");
        const element = document.createElement(tag === "island" ? "div" : tag);
        if (tag === "island") element.contentEditable = "false";
        if (tag === "a") element.href = "#";
        if (!["br", "img"].includes(tag)) for (let count = random(3); count > 0; count--) element.append(make());
        return element;
      };
      let before = reader.blocks();
      let engine = before.map((block) => structuredClone({ id: block.id, kind: block.kind, level: block.level, text: block.text, ...(block.inline ? { inline: block.inline } : {}) }));
      for (let step = 0; step < 40; step++) {
        for (let changes = 1 + random(3); changes > 0; changes--) {
          const elements = [rich, ...rich.querySelectorAll("*:not(br):not(img)")];
          const target = pick(elements);
          switch (random(9)) {
            case 0:
            case 1:
              target.insertBefore(make(), pick([null, ...target.childNodes]));
              break;
            case 2:
              if (target !== rich) {
                kept.push(target);
                target.remove();
              }
              break;
            case 3: {
              // What comes back may have changed meanwhile, where no observer saw it.
              const back = kept.pop();
              if (back && !back.contains(target)) {
                back.append("again");
                target.append(back);
              }
              break;
            }
            case 4: {
              const texts = [...target.childNodes].filter((node) => node.nodeType === 3);
              if (texts.length > 0) pick(texts).data = pick(["changed", "", " ", "so and so "]);
              break;
            }
            case 5: {
              const other = pick(elements);
              if (!target.contains(other) && target !== rich) other.append(target);
              break;
            }
            case 7: {
              // All is drawn anew, of new nodes and of such as were here before.
              if (random(3) > 0) break;
              const all = [...rich.childNodes].map((node) => (random(4) === 0 ? node : node.cloneNode(true)));
              while (all.length < 12) all.push(make());
              if (random(2)) pick(all).textContent = "drawn anew";
              rich.replaceChildren(...all);
              break;
            }
            case 6:
              if (target !== rich) target.hidden = !target.hidden;
              break;
            default:
              if (target.firstChild) target.replaceChild(make(), pick([...target.childNodes]));
          }
        }
        // Changes are noted at once or a few at a time, as observers do.
        reader.note(observer.takeRecords());
        if (random(4) === 0) continue;
        const blocks = reader.blocks();
        const fresh = new Reader(rich).blocks();
        if (plain(blocks) !== plain(fresh)) {
          const index = blocks.findIndex((block, index) => !fresh[index] || plain([block]) !== plain([fresh[index]]));
          return `seed ${seed}, step ${step}: ${plain(blocks.slice(index, index + 2))} was read, ${plain(fresh.slice(index, index + 2))} stands there`;
        }
        if (new Set(blocks.map((block) => block.id)).size !== blocks.length) return `seed ${seed}, step ${step}: an id twice`;
        for (const block of blocks) {
          if (reader.get(block.id) !== block) return `seed ${seed}, step ${step}: a block is not found by its id`;
          for (const piece of block.pieces) {
            const [there, here] = [piece.node.data.slice(piece.from, piece.from + piece.length), block.text.slice(piece.at, piece.at + piece.length)];
            if (!rich.contains(piece.node) || (there !== here && !(here === " " && /^\s/.test(piece.node.data.slice(piece.from))))) return `seed ${seed}, step ${step}: “${here}” does not stand in “${there}”`;
          }
          for (const { kind } of block.inline ?? []) kinds.add(kind);
        }
        const difference = differenceBetween(before, blocks);
        if (difference) engine = apply(engine, JSON.parse(JSON.stringify(changesOf(difference, editsOf(difference, 1)))));
        if (plain(engine) !== plain(blocks) || engine.some((block, index) => block.id !== blocks[index].id)) return `seed ${seed}, step ${step}: told of ${plain(engine)}, not ${plain(blocks)}`;
        before = blocks;
        steps++;
      }
      observer.disconnect();
    }
    return { steps, kinds: [...kinds].sort() };
  });
  assert.ok(told.steps > 1_000, String(told.steps ?? told));
  assert.deepEqual(told.kinds, ["code", "link", "quote"]);
  await page.close();
});

test("a textarea, under random changes of its value", async () => {
  const page = await at.open("fields.html");
  await page.evaluate(client);
  const told = await page.evaluate(() => {
    const { PlainInput, apply, changesOf, differenceBetween, editsOf } = window.client;
    const area = document.getElementById("off");
    let steps = 0;
    for (let seed = 1; seed <= 40; seed++) {
      let state = seed * 2654435761;
      const random = (below) => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return Math.floor((state / 2 ** 32) * below);
      };
      area.value = seed % 2 ? "" : Array.from({ length: 400 }, (_, line) => `line ${line % 7} of a text that is long enough`).join("\n");
      const field = new PlainInput(area);
      let before = field.blocks();
      let engine = before;
      for (let step = 0; step < 60; step++) {
        const start = random(area.value.length + 1);
        const end = Math.min(area.value.length, start + [0, 0, 1, 5, 200][random(5)]);
        area.setRangeText(["", "x", "\n", "a\nb\n", "line 1", "😀", "\n\n"][random(7)], start, end);
        const blocks = field.blocks();
        const texts = blocks.map((block) => block.text).join("\n");
        if (texts !== area.value) return `seed ${seed}, step ${step}: other lines`;
        if (new Set(blocks.map((block) => block.id)).size !== blocks.length) return `seed ${seed}, step ${step}: an id twice`;
        const difference = differenceBetween(before, blocks);
        if (difference) engine = apply(engine, JSON.parse(JSON.stringify(changesOf(difference, editsOf(difference, 1)))));
        if (engine.map((block) => `${block.id} ${block.text}`).join("\n") !== blocks.map((block) => `${block.id} ${block.text}`).join("\n")) return `seed ${seed}, step ${step}: told of other lines`;
        for (const block of [blocks[0], blocks.at(-1), blocks[random(blocks.length)]]) {
          const range = field.range(block.id, { start: 0, end: block.text.length });
          if (area.value.slice(range.start, range.end) !== block.text) return `seed ${seed}, step ${step}: a line is not where it should be`;
        }
        before = blocks;
        steps++;
      }
      field.close();
    }
    return steps;
  });
  assert.equal(told, 2_400);
  await page.close();
});

test("one block of many lines, as its lines are written, joined, taken out and put back", async () => {
  const page = await at.open("rich.html");
  await page.locator("#rich").evaluate((rich) => rich.setAttribute("data-housestyle", "off"));
  await page.evaluate(client);
  const told = await page.evaluate(() => {
    const { Reader, apply, changesOf, differenceBetween, editsOf } = window.client;
    const rich = document.getElementById("rich");
    let state = 7;
    const random = (below) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    const pick = (list) => list[random(list.length)];
    const line = (index) => `line ${index}: words that are many enough for a node to be remembered as one in which no space is to be collapsed, and then some`;
    const block = document.createElement("div");
    for (let index = 0; index < 60; index++) block.append(line(index), document.createElement("br"));
    block.append("the end");
    rich.replaceChildren(block);
    const reader = new Reader(rich);
    const observer = new MutationObserver(() => undefined);
    observer.observe(rich, { subtree: true, childList: true, characterData: true });
    let before = reader.blocks();
    let engine = before.map(({ id, kind, level, text }) => ({ id, kind, level, text }));
    let undo = [];
    for (let step = 0; step < 400; step++) {
      const nodes = [...block.childNodes];
      const texts = nodes.filter((node) => node.nodeType === 3);
      const text = pick(texts);
      const at = random(text.data.length + 1);
      switch (random(8)) {
        case 0:
        case 1:
          undo.push([text, text.data]);
          text.insertData(at, pick(["x", " ", "  ", "\n", " two\twords ", "\u00a0", "\ufeff"]));
          break;
        case 2:
          undo.push([text, text.data]);
          text.deleteData(at, 1 + random(5));
          break;
        case 3: {
          // Undone: the very text that stood there.
          const [node, data] = undo.pop() ?? [];
          if (node?.isConnected) node.data = data;
          break;
        }
        case 4: {
          const br = pick(nodes.filter((node) => node.nodeName === "BR"));
          if (br && nodes.length > 40) br.remove();
          break;
        }
        case 5:
          if (nodes.length > 40) text.remove();
          break;
        case 6:
          text.replaceWith(document.createTextNode(text.data.replace("words", pick(["words", "a  word", "wörds"]))));
          break;
        default: {
          const after = text.splitText(at);
          after.before(document.createElement("br"));
          if (random(2)) block.normalize();
        }
      }
      reader.note(observer.takeRecords());
      const blocks = reader.blocks();
      const lines = (text) => text.replaceAll("\ufeff", "").split("\n").map((each) => each.replace(/[ \u00a0]+$/, "")).join("\n").trimEnd();
      const [read, seen] = [lines(blocks.map((each) => each.text).join("\n")), lines(block.innerText)];
      if (read !== seen) {
        const where = [...read].findIndex((unit, index) => unit !== seen[index]);
        return `step ${step}: ${JSON.stringify(read.slice(where - 20, where + 20))} was read, ${JSON.stringify(seen.slice(where - 20, where + 20))} is seen`;
      }
      const difference = differenceBetween(before, blocks);
      if (difference) engine = apply(engine, JSON.parse(JSON.stringify(changesOf(difference, editsOf(difference, 1)))));
      if (engine.map(({ text }) => text).join("\n") !== blocks.map(({ text }) => text).join("\n")) return `step ${step}: told of another text`;
      if (blocks.length !== 1 || blocks[0].id !== before[0].id) return `step ${step}: another block`;
      before = blocks;
    }
    observer.disconnect();
    return "as seen";
  });
  assert.equal(told, "as seen");
  await page.close();
});
