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

for (const guide of ["starter", "plain-words"]) {
  test(`Wasm and host flag the same: ${guide}`, () => {
    const path = join(root, `guides/${guide}.yaml`);
    const source = readFileSync(path, "utf8");
    const folder = mkdtempSync(join(tmpdir(), "housestyle-wasm-"));
    let flags = 0;
    try {
      TEXTS.forEach((text, index) => {
        const file = join(folder, `${index}.txt`);
        writeFileSync(file, text);
        const host = run(["check", "--guide", path, "--format", "jsonl", file]).map(({ start, end, rule, quote, suggestions }) => ({ start, end, rule, quote, suggestions }));
        const lines = text.split("\n");
        const before = lines.map((_, line) => lines.slice(0, line).join("\n").length + (line > 0 ? 1 : 0));
        const wasm = check_text(source, text).map(({ block, span, rule, quote, suggestions }) => ({
          start: before[block] + span.start,
          end: before[block] + span.end,
          rule,
          quote,
          suggestions,
        }));
        assert.deepEqual(wasm, host, text);
        flags += wasm.length;
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    assert.ok(flags >= 5, `${flags} flags`);
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
