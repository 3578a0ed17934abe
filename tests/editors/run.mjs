// `node tests/editors/run.mjs [--only NAME,…] [--ability NAME,…] [--browser chromium|firefox] [--short] [--update]`:
// holds every editor against every ability, and fails when a cell that passes in the committed report fails now. What is
// short types fewer words, and times nothing.
import { mkdirSync, readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { root } from "../e2e/browser.mjs";
import { Bench } from "./bench.mjs";
import { Listener, pages } from "./listener.mjs";
import { ABILITIES, better, committed, IN_PANEL, worse, write } from "./report.mjs";

const options = process.argv.slice(2);
/** Editors that are driven in Firefox, too. */
const FIREFOX = ["textarea", "input", "contenteditable", "tiptap", "lexical", "quill"];
/** A whole run types a lot, twice where the editor does otherwise than expected. */
const CELL_MS = options.includes("--short") ? 60_000 : 240_000;
/** Cells mostly wait; but where there are few cores, more browsers would make each other late. */
const LANES = Math.min(4, availableParallelism());
/** A cell that passed before and fails now is asked again so often, alone. */
const AGAIN = 2;

const listed = (name) => (options.includes(name) ? options[options.indexOf(name) + 1].split(",") : undefined);
const short = options.includes("--short");
const browserName = listed("--browser")?.[0] ?? "chromium";
const all = readdirSync(pages).filter((file) => file.endsWith(".html")).map((file) => file.slice(0, -5)).sort();
const unknown = [...(listed("--only") ?? []).filter((name) => !all.includes(name)), ...(listed("--ability") ?? []).filter((name) => !ABILITIES.includes(name))];
if (unknown.length > 0) throw new Error(`not known: ${unknown.join(", ")}; editors: ${all.join(", ")}`);
const editors = all.filter((name) => (listed("--only")?.includes(name) ?? true) && (browserName !== "firefox" || FIREFOX.includes(name)));
const abilities = ABILITIES.filter((name) => listed("--ability")?.includes(name) ?? !(short && name === "pace"));
if (short && options.includes("--update")) throw new Error("the report is not made of short runs");
const pictures = join(root, "target/editors/pictures");
mkdirSync(pictures, { recursive: true });

/** A browser of its own, and an ear for it: cells wait more than they work, so several run side by side. */
async function lane() {
  const listener = await new Listener().start();
  return { listener, driver: await (await import(`./${browserName}.mjs`)).start(listener) };
}

/** Where the client reads nothing, the panel does; it has to stay out of the way all the same. */
async function besides(bench, ability, test) {
  const panel = await import("./abilities/panel.mjs");
  if (panel.none[ability]) return bench.unknown(panel.none[ability]);
  if (!panel[ability]) return test(bench);
  bench.note(IN_PANEL);
  await panel[ability](bench);
}

/** One cell: an editor on a page of its own, one ability, and an end to it in any case. */
async function cell({ driver, listener }, editor, ability) {
  const { [ability]: test } = await import(`./abilities/${ability}.mjs`);
  const began = Date.now();
  let bench;
  let timer;
  const late = new Promise((_, fail) => (timer = setTimeout(() => fail(new Error(`not done within ${CELL_MS / 1000} s`)), CELL_MS)));
  const failures = [];
  try {
    await Promise.race([(async () => {
      bench = await Bench.open(driver, listener, editor);
      bench.short = short;
      await (bench.facts.unread ? besides(bench, ability, test) : test(bench));
    })(), late]);
  } catch (error) {
    failures.push(String(error?.message ?? error).split("\n")[0].slice(0, 300));
  } finally {
    clearTimeout(timer);
  }
  failures.unshift(...(bench?.failures ?? []));
  const pass = failures.length > 0 ? false : bench.unmeasured ? null : true;
  if (pass === false && bench) await bench.page.screenshot(join(pictures, `${browserName}-${editor}-${ability}.png`)).catch(() => undefined);
  await bench?.close();
  // One machine's paths, ports and milliseconds of today have no place in a report.
  const note = [...failures, ...(bench?.notes ?? [])].join("; ");
  return { editor: bench?.facts.name ?? editor, version: bench?.facts.version ?? "", opened: bench !== undefined, browser: browserName, ability, pass, note, ms: Date.now() - began };
}

const before = committed();
const now = [];
const unopened = [];
const doubtful = [];

async function look(at, editor, ability) {
  const { ms, ...told } = await cell(at, editor, ability);
  say(told, ms);
  return told;
}

const say = (told, ms) => console.log(`${told.pass === null ? "?" : told.pass ? "✓" : "✗"} ${told.editor} ${told.ability} (${ms} ms)${told.note && ` ${told.note}`}`);

/** Machines are noisy: what passed before, or is new here, is to be asked again. */
function isDoubtful({ editor, ability, pass, opened }) {
  if (!opened) return true;
  const was = before.find((each) => each.editor === editor && each.browser === browserName && each.ability === ability)?.pass;
  return pass === false && was !== false && ability !== "pace";
}

/** What was never opened says nothing of its editor, and never goes into the report. */
function keep(told, name) {
  const { opened, ...cell } = told;
  if (opened) now.push(cell);
  else unopened.push(`${name} ${told.ability}: ${told.note}`);
}

/** Runs cells in so many browsers at once. */
async function through(cells, lanes) {
  const queue = [...cells];
  await Promise.all(lanes.map(async (at) => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const told = await look(at, ...next);
      if (isDoubtful(told)) doubtful.push(next);
      else keep(told, next[0]);
    }
  }));
}

const cells = editors.flatMap((editor) => abilities.map((ability) => [editor, ability]));
const lanes = await Promise.all(Array.from({ length: Math.min(LANES, cells.length) }, lane));
await through(cells.filter(([, ability]) => ability !== "pace"), lanes);
// What is timed runs alone.
await through(cells.filter(([, ability]) => ability === "pace"), lanes.slice(0, 1));
const end = async ({ driver, listener }) => {
  await driver.close();
  listener.stop();
};
for (const each of lanes) await end(each);

// Asked again alone, in a browser that has done nothing else: only what fails every time fails.
for (const [editor, ability] of doubtful) {
  const quiet = await lane();
  let told;
  let tries = 0;
  do {
    tries++;
    told = await look(quiet, editor, ability);
  } while (tries < AGAIN && isDoubtful(told));
  await end(quiet);
  if (!isDoubtful(told)) console.log(`passes when asked again, alone: ${told.editor} ${ability} (${tries} of ${AGAIN})`);
  keep(told, editor);
}

for (const { editor, ability } of better(before, now)) console.log(`passes now: ${editor} ${ability}`);
const lost = worse(before, now);
for (const each of unopened) console.error(`never opened: ${each}`);
for (const { editor, ability, note } of lost) console.error(`passed before and fails now: ${editor} ${ability}: ${note}`);
if (options.includes("--update")) write(before, now);
console.log(`${now.filter((each) => each.pass).length} of ${now.length} cells pass in ${browserName}`);
process.exit(unopened.length > 0 || (lost.length > 0 && !options.includes("--update")) ? 1 : 0);
