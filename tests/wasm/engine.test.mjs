// The engine's Wasm, as shipped, in Node: what it flags must be what the host build flags.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const { default: init, check_text } = await import(join(root, "target/engine/engine.js"));
await init({ module_or_path: readFileSync(join(root, "target/engine/engine_bg.wasm")) });

const TEXTS = [
  "Our guaranteed, best-in-class plan lets you leverage every pound.",
  "Borrow at 9.9% interest.\nRepresentative 19.9% APR (variable).",
  "Borrow at 9.9% interest.",
  "😀 ｇｕａｒａｎｔｅｅｄ guar\u00adanteed cafe\u0301 Straße これはleverageです \u200fשלום guaranteed",
  "It’s not just software, it's a game-changer that will unlock the power of data. In today's fast-paced world we delve.",
  "",
];

/** The same numbers in the same order at every run, from 0 to below `bound`. */
function numbers(seed) {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

/** Texts made of wordings that the guides know and of what lies in their way. */
function generated(source, seed, count) {
  const next = numbers(seed);
  const words = [...source.matchAll(/[\p{L}’'-]+(?: [\p{L}’'-]+)?/gu)].map(([word]) => word);
  const others = ["😀", "\u00ad", "\u200b", "\u0301", " - ", "é", "ß", "ｆｒｅｅ", "保証", "“", "”", "’s", "\u00a0", "…", "50% off", "9.9% APR", "#1", "C++", "\n", ". ", "! "];
  const pick = (list) => list[next(list.length)];
  return Array.from({ length: count }, () =>
    Array.from({ length: 1 + next(30) }, () => {
      const word = pick(words);
      const cased = [word, word.toUpperCase(), word[0].toUpperCase() + word.slice(1)][next(3)];
      return (next(4) === 0 ? pick(others) : cased) + (next(6) === 0 ? "" : " ");
    })
      .join("")
      // The command reads lines; a file's last line has no other after it.
      .trim(),
  );
}

for (const guide of ["guides/starter.yaml", "guides/plain-words.yaml", "tests/guide/cases/good/kinds.yaml"]) {
  test(`Wasm and host flag the same: ${guide}`, () => {
    const path = join(root, guide);
    const source = readFileSync(path, "utf8");
    const folder = mkdtempSync(join(tmpdir(), "housestyle-wasm-"));
    const texts = [...TEXTS, ...generated(source, guide.length, 120)];
    let flags = 0;
    try {
      const files = texts.map((text, index) => {
        const file = join(folder, `${index}.txt`);
        writeFileSync(file, text);
        return file;
      });
      const host = new Map(files.map((file) => [file, []]));
      for (const { file, start, end, rule, quote, suggestions } of run(["check", "--guide", path, "--format", "jsonl", ...files])) {
        host.get(file).push({ start, end, rule, quote, suggestions });
      }
      texts.forEach((text, index) => {
        const lines = text.split("\n");
        const before = lines.map((_, line) => lines.slice(0, line).join("\n").length + (line > 0 ? 1 : 0));
        const wasm = check_text(source, text).map(({ block, span, rule, quote, suggestions }) => ({
          start: before[block] + span.start,
          end: before[block] + span.end,
          rule,
          quote,
          suggestions,
        }));
        assert.deepEqual(wasm, host.get(files[index]), text);
        flags += wasm.length;
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    assert.ok(flags >= 50, `${flags} flags`);
  });
}

test("a guide that is wrong is refused with its problems", () => {
  assert.throws(() => check_text("housestyle: 1\nnam: x\n", "text"), /nam/);
});

/** The host's own command, whatever its exit code says of the text. */
function run(command) {
  const binary = join(root, "target/debug", process.platform === "win32" ? "housestyle.exe" : "housestyle");
  let out;
  try {
    out = execFileSync(binary, command, { encoding: "utf8" });
  } catch (error) {
    if (error.status !== 1) throw error;
    out = error.stdout;
  }
  return out.split("\n").filter(Boolean).map((line) => JSON.parse(line));
}
