// Where flags stand while a text is edited faster than the engine answers: always on their words, and at rest where the
// engine says. The engine here is a search for words, whose answers come late.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { build } from "esbuild";
import { join } from "node:path";
import { root } from "./browser.mjs";

let client;
before(async () => {
  const sources = ["standings.ts", "edits.ts"].map((file) => `export * from ${JSON.stringify(join(root, "extension/client", file))};`);
  const bundle = await build({ stdin: { contents: sources.join("\n"), resolveDir: root, loader: "ts" }, bundle: true, write: false, format: "esm" });
  client = await import(`data:text/javascript;base64,${Buffer.from(bundle.outputFiles[0].text).toString("base64")}`);
});

/** A number below another, from a seed. */
function dice(seed) {
  let state = seed * 2654435761;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

test("flags stand on their words, in order, and at rest where the engine says", () => {
  const { Standings, editBetween } = client;
  for (let seed = 1; seed <= 200; seed++) {
    const random = dice(seed);
    const flags = new Standings();
    let text = "use the fast bad way or use it bad ".repeat(1 + random(12));
    let nextId = 1;
    /** What the engine has said of each flag. */
    let known = [];
    /** The engine's word on a text: finds keep their flags in order, and only what is new, elsewhere or gone is told. */
    const judge = (text) => {
      const found = [...text.matchAll(/\b(use|bad)\b/g)].map((match) => ({ quote: match[0], span: { start: match.index, end: match.index + match[0].length } }));
      const raised = [];
      const moved = [];
      const kept = new Set();
      const next = found.map(({ quote, span }) => {
        const old = known.find((flag) => flag.quote === quote && !kept.has(flag.id));
        const flag = { id: old?.id ?? nextId++, block: 1, verdict: quote === "use" ? "prefer" : "restrict", quote, span, suggestions: [] };
        kept.add(flag.id);
        if (!old) raised.push(flag);
        else if (old.span.start !== span.start) moved.push(flag);
        return flag;
      });
      const cleared = known.filter((flag) => !kept.has(flag.id)).map((flag) => flag.id);
      known = next;
      return { raised, moved, cleared };
    };
    let edits = [];
    let revision = 0;
    const waiting = [{ revision, text }];
    const answer = () => {
      const { revision, text: judged } = waiting.shift();
      const { raised, moved, cleared } = judge(judged);
      for (const id of cleared) flags.delete(id);
      for (const flag of [...raised, ...moved]) flags.set(flag);
      edits = edits.filter((edit) => edit.revision > revision);
      flags.settle({ id: 1, text }, 1, edits);
    };
    for (let step = 0; step < 60; step++) {
      const at = random(text.length + 1);
      const next = text.slice(0, at) + ["", "x", " use ", "bad bad "][random(4)] + text.slice(at + random(6));
      if (next !== text && random(3) > 0) {
        const edit = editBetween(text, next);
        revision++;
        edits.push({ ...edit, block: 1, revision, inserted: edit.inserted.length });
        text = next;
        flags.edited(edits.at(-1));
        waiting.push({ revision, text });
      }
      if (random(10) === 0) flags.gone(1);
      while (waiting.length > 0 && random(2)) answer();
      const marks = flags.in(1);
      for (const { span, quote } of marks) assert.equal(text.slice(span.start, span.end), quote, `seed ${seed}, step ${step}`);
      assert.deepEqual(marks.map(({ span }) => span.start), marks.map(({ span }) => span.start).toSorted((a, b) => a - b), `seed ${seed}, step ${step}`);
      assert.deepEqual(new Set(marks.map(({ flag }) => flag)), new Set([...flags.all()].filter(({ span }) => span).map(({ flag }) => flag.id)), `seed ${seed}, step ${step}`);
      for (const mark of marks) assert.deepEqual(flags.mark(mark.flag), mark);
      assert.equal(flags.count(1), flags.size);
    }
    while (waiting.length > 0) answer();
    flags.settle({ id: 1, text }, 1, []);
    assert.deepEqual(
      flags.in(1).map(({ flag, span }) => [flag, span.start]),
      known.map(({ id, span }) => [id, span.start]),
      `seed ${seed} at rest`,
    );
  }
});
