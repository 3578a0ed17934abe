// The bench's report: cells as data, the same as a table, and what is worse than it was.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../e2e/browser.mjs";

export const ABILITIES = ["read", "mark", "apply", "module", "calm", "log", "pace"];
/** Said of what an editor whose text cannot be read in place passes by way of the panel. */
export const IN_PANEL = "through the side panel, when the person asks";
const json = join(root, "tests/editors/report.json");
const table = join(root, "tests/editors/report.md");

const key = ({ editor, browser, ability }) => `${editor} ${browser} ${ability}`;

export function committed() {
  return existsSync(json) ? JSON.parse(readFileSync(json, "utf8")) : [];
}

/** Cells that passed in the committed report and fail now; how fast a machine is today counts for nothing. */
export function worse(before, now) {
  const passed = new Set(before.filter((cell) => cell.pass).map(key));
  return now.filter((cell) => cell.pass === false && cell.ability !== "pace" && passed.has(key(cell)));
}

/** Cells that pass now and did not. */
export function better(before, now) {
  const passed = new Set(before.filter((cell) => cell.pass).map(key));
  return now.filter((cell) => cell.pass && !passed.has(key(cell)));
}

/** Writes the report, what was run now in place of what was known of it. */
export function write(before, now) {
  const all = new Map(before.map((cell) => [key(cell), cell]));
  for (const cell of now) all.set(key(cell), cell);
  const place = (ability) => ABILITIES.indexOf(ability);
  const cells = [...all.values()].sort((a, b) => a.browser.localeCompare(b.browser) || a.editor.localeCompare(b.editor, "en") || place(a.ability) - place(b.ability));
  writeFileSync(json, `[\n${cells.map((cell) => `  ${JSON.stringify(cell)}`).join(",\n")}\n]\n`);
  writeFileSync(table, markdown(cells));
}

const sign = (cell) => (!cell ? "" : cell.pass === null ? "?" : !cell.pass ? "✗" : cell.note.startsWith(IN_PANEL) ? "(✓)" : "✓");

function markdown(cells) {
  const lines = ["# Editors", "", "Written by `node tests/editors/run.mjs --update`; what the abilities are is told in [README.md](README.md).", "✓ passes, (✓) passes through the side panel, ✗ does not, ? there is nothing to measure.", ""];
  for (const browser of [...new Set(cells.map((cell) => cell.browser))]) {
    const own = cells.filter((cell) => cell.browser === browser);
    lines.push(`## ${browser[0].toUpperCase()}${browser.slice(1)}`, "", `| editor | ${ABILITIES.join(" | ")} |`, `| --- | ${ABILITIES.map(() => ":---:").join(" | ")} |`);
    for (const editor of [...new Set(own.map((cell) => cell.editor))]) {
      const row = own.filter((cell) => cell.editor === editor);
      lines.push(`| ${editor} ${row[0].version} | ${ABILITIES.map((ability) => sign(row.find((cell) => cell.ability === ability))).join(" | ")} |`);
    }
    const told = own.filter((cell) => cell.note !== "");
    if (told.length > 0) lines.push("", ...told.map((cell) => `- **${cell.editor}, ${cell.ability}** ${sign(cell)} ${cell.note.replaceAll("|", "\\|").replaceAll("<", "&lt;")}`));
    lines.push("");
  }
  return lines.join("\n");
}
