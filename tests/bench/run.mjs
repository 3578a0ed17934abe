// The benchmark: `node tests/bench/run.mjs [--out FOLDER] [--quick] [--only PART,PART…]`. Writes report.json and report.md
// and prints the latter. `cargo xtask bench` builds what it needs; with that built, a part can be run by itself.
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { clockName } from "./clock.mjs";
import { noise } from "./engine.mjs";
import { CHROMIUM_PARTS, inChromium } from "./in_chromium.mjs";
import { BROTLI_QUALITY, NODE_PARTS, inNode } from "./in_node.mjs";
import { version } from "./peers.mjs";
import { Report } from "./report.mjs";

const options = process.argv.slice(2);
const after = (name) => (options.includes(name) ? options[options.indexOf(name) + 1] : undefined);
const root = fileURLToPath(new URL("../..", import.meta.url));
// What was built for it is always here; the report goes where it is told to.
const folder = join(root, "target/bench");
const out = resolve(after("--out") ?? folder);
const quick = options.includes("--quick");
const PARTS = [...Object.keys(NODE_PARTS), ...CHROMIUM_PARTS];
const only = after("--only")?.split(",") ?? PARTS;
for (const part of only) if (!PARTS.includes(part)) throw new Error(`no part “${part}”: write ${PARTS.join(", ")}`);
const began = Date.now();
let running;
/** Tells how long what ran until now took, and what runs from now on. */
const say = (what) => {
  const now = Date.now();
  if (running) process.stderr.write(`  ${((now - running.since) / 1000).toFixed(1).padStart(6)} s  ${running.what}\n`);
  running = what && { what, since: now };
};
say("getting ready");

const report = new Report();
const before = loadavg()[0];
const settings = { folder, extension: join(root, "target/extension/chromium"), quick, say, wants: (part) => only.includes(part) };
const calm = await noise(quick ? 200 : 1_000);
if (only.some((part) => part in NODE_PARTS)) await inNode(report, settings);
await inChromium(report, settings);

const browser = execFileSync(process.env.HOUSESTYLE_BROWSER || "/usr/bin/chromium", ["--version"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
const peers = ["alex", "harper.js", "prh", "retext-equality", "retext-simplify", "textlint", "textlint-rule-prh", "textlint-rule-terminology", "write-good"];
const machine = `${quick ? "Quick run" : "Run"} on ${cpus().length} × ${cpus()[0].model}, Node ${process.versions.node}, ${browser}; ${peers.map((name) => `${name} ${version(name)}`).join(", ")}.`;
const notes = [
  `Load of the machine: ${before.toFixed(1)} before, ${loadavg()[0].toFixed(1)} after. By the clock a fixed piece of arithmetic took ${calm.p50.toFixed(2)} ms at the median and ${calm.p99.toFixed(2)} ms at p99: what is above that in a tail is the machine's own.`,
  `Times in Node are ${clockName}; in Chromium, by the clock, but for the page's main thread, which is processor time too.`,
  "Ours and the peers' are timed in turn in one process, warm; only the check is timed. Ratios of speed against peers use our time with the flags handed to JavaScript; growth and throughput use the time inside Wasm, on a text that is there already.",
  "The same rules: whole words in any letter case, which prh does with a pattern for each term and terminology by itself. prh with its terms as written finds them within words too and in that letter case alone; its rows are there for comparison.",
  "From focus to mark is measured in a browser that nothing but the writer drives: what drives the other parts halts every worker at its start. Its steps are medians by themselves, and need not add up to the whole.",
  ...(quick ? [`Brotli at quality ${BROTLI_QUALITY.quick}, where a full run takes ${BROTLI_QUALITY.full}: what ships compressed is some percent smaller.`] : []),
  "A keystroke's engine time is everything the background does for it until the next, 150 ms later: reading the message, check, events, the state made ready to be stored, the answers; but for the port and the database.",
];
mkdirSync(out, { recursive: true });
const table = report.markdown(machine, notes);
writeFileSync(join(out, "report.json"), report.json());
writeFileSync(join(out, "report.md"), table);
process.stdout.write(table);
say();
process.stderr.write(`  ${((Date.now() - began) / 1000).toFixed(1).padStart(6)} s  in all\n`);
process.exit(0);
