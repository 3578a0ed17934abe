// The engine's rows in Node: the grid of words and rules, every peer, and the lines of the table to reach that need no
// browser. Sizes too, since Node can compress.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { now, since } from "./clock.mjs";
import { coldStart, efforts, fullChecks, growth, Guides, keystrokes, originEdits, throughput, Typist, waking } from "./engine.mjs";
import { mixedGuide, silentTermGuide, termGuide, terms } from "./guides.mjs";
import { OWN_RULE_PEERS, TERM_PEERS, checking } from "./peers.mjs";
import { denseText, middleOf, plainText, reworked } from "./texts.mjs";
import { interleaved, median, quantile, timed } from "./timing.mjs";

export const WORDS = [1_000, 10_000, 100_000];
export const RULES = [100, 1_000, 10_000];
const WHERE = "Node";

/** Fresh instances of the engine and of the scan, from the built files. */
export function sources(folder) {
  const engine = join(folder, "engine/engine.js");
  const wasm = readFileSync(join(folder, "engine/engine_bg.wasm"));
  const compiled = WebAssembly.compile(wasm);
  const scan = WebAssembly.compile(readFileSync(join(folder, "scan.wasm")));
  let instance = 0;
  return {
    async open() {
      const module = await import(`${pathToFileURL(engine)}?${++instance}`);
      const { memory } = await module.default({ module_or_path: await compiled });
      return { ...module, memory };
    },
    openScan: async () => (await WebAssembly.instantiate(await scan, {})).exports,
  };
}

/** The parts, by name, in order: each adds its rows. */
export const NODE_PARTS = { sizes, cold, checks, keys, growth: growing, scan: scans, origin: origins, terms: withTerms, own: withOwnRules };

/** Runs the parts that are wanted. */
export async function inNode(report, { folder, extension, quick, say, wants }) {
  const { open, openScan } = sources(folder);
  const engine = await open();
  const all = {
    report, extension, quick, open, openScan, engine,
    kept: new Guides(engine),
    texts: Object.fromEntries(WORDS.map((words) => [words, plainText(words)])),
    guides: Object.fromEntries(RULES.map((rules) => [rules, mixedGuide(rules)])),
    lists: Object.fromEntries(RULES.map((rules) => [rules, termGuide(rules)])),
  };
  for (const [name, part] of Object.entries(NODE_PARTS)) {
    if (!wants(name)) continue;
    say(name);
    await part(all);
  }
}

async function cold({ report, kept, open, guides, texts, quick }) {
  for (const rules of RULES) {
    const { again, first } = await coldStart(kept, guides[rules], quick ? 1 : 15, quick ? 600 : 4_000);
    report.add({ figure: "cold start, guide text to ready, p50", where: `${WHERE}, mixed guide, known`, rules, unit: "ms", ours: median(again) });
    report.add({ figure: "cold start, guide text to ready, p50", where: `${WHERE}, mixed guide, put in force anew`, rules, unit: "ms", ours: median(first) });
  }
  for (const rules of [1_000, 10_000]) {
    const times = await waking(open, guides[rules], kept.packed(guides[rules]), texts[1_000], middleOf(texts[1_000]), quick ? 1 : 9);
    report.add({ figure: "engine woken, with a draft judged, p50", where: `${WHERE}, mixed guide, Wasm compiled before`, words: 1_000, rules, unit: "ms", ours: median(times) });
  }
}

async function checks({ report, kept, guides, texts, quick }) {
  for (const words of WORDS) {
    for (const rules of RULES) {
      await checkRows(report, kept.draft(guides[rules]), texts[words], { where: `${WHERE}, mixed guide`, words, rules }, quick ? 3 : 40);
    }
  }
  const dense = denseText(10_000, terms(100).map(({ term }) => term));
  for (const rules of RULES) {
    const cell = { where: `${WHERE}, mixed guide, one violation in 20 words`, words: 10_000, rules };
    await checkRows(report, kept.draft(guides[rules]), dense, cell, quick ? 3 : 30);
  }
}

/** Keystrokes; and memory, since each draft is open in an instance of its own. */
async function keys({ report, kept, open, guides, texts, quick }) {
  for (const rules of RULES) {
    const [guide, packed] = [guides[rules], kept.packed(guides[rules])];
    const instances = [];
    for (const words of WORDS) {
      const draft = { text: texts[words], middle: middleOf(texts[words]) };
      const engine = await open();
      const typist = Typist.of(engine, guide, packed, draft);
      for (let key = 0; key < 20; key++) typist.key(1);
      const row = { figure: "engine memory, one draft", where: `${WHERE}, mixed guide`, words, rules, unit: "bytes", ours: bytes(engine) };
      if (words === 10_000 && rules === 1_000) report.goal(row, { most: 16 * 2 ** 20 });
      else report.add(row);
      instances.push({ engine, typist, draft });
    }
    const times = keystrokes(instances.map(({ typist }) => typist), quick ? 138 : 2_024);
    if (rules === 1_000) furtherFields(report, instances[1], { words: 10_000, rules });
    WORDS.forEach((words, index) => {
      const cell = { where: `${WHERE}, mixed guide`, words, rules, unit: "ms" };
      const whole = times[index].map((each) => each.whole);
      const answers = times[index].map((each) => each.answer);
      report.add({ ...cell, figure: "keystroke, engine until its answer, p50", ours: median(answers) });
      report.add({ ...cell, figure: "keystroke, engine until its answer, p99", ours: quantile(answers, 0.99) });
      report.add({ ...cell, figure: "keystroke, engine, check and event bookkeeping, p50", ours: median(whole) });
      const p99 = { ...cell, figure: "keystroke, engine, check and event bookkeeping, p99", ours: quantile(whole, 0.99) };
      if (words !== 100_000 || rules !== 10_000) {
        report.add(p99);
        return;
      }
      report.goal(p99, { most: 4 });
      report.add({ ...p99, figure: "keystroke, engine, check and event bookkeeping, by the clock, p99", ours: quantile(times[index].map((each) => each.clock), 0.99) });
      const short = quantile(times[0].map((each) => each.whole), 0.99);
      const against = { ...p99, peer: "the same in 1,000 words", peer_value: short, ratio: p99.ours / short };
      report.goal({ ...against, figure: "keystroke, engine, long draft against short, p99" }, { most: 1.5, of: "ratio" });
      const [long, little] = [median(whole), median(times[0].map((each) => each.whole))];
      report.add({ ...against, figure: "keystroke, engine, long draft against short, p50", ours: long, peer_value: little, ratio: long / little });
    });
  }
}

/** Where text came from, carried through edits; and what an answer took until it shipped. */
async function origins({ report, engine, texts, quick }) {
  const { runs, edits } = originEdits(engine, texts[100_000], 10_000, quick ? 2_000 : 20_000);
  const cell = { where: `${WHERE}, ${runs.toLocaleString("en")} runs`, words: 100_000, unit: "ms" };
  report.goal({ ...cell, figure: "origin carried through an edit, p50", ours: median(edits) }, { most: 0.2 });
  report.add({ ...cell, figure: "origin carried through an edit, p99", ours: quantile(edits, 0.99) });
  const given = plainText(20_000);
  for (const [what, share] of [["one word in twenty changed, paragraphs moved", 0.05], ["half of all words changed", 0.5]]) {
    const { whole, slices, hter } = efforts(engine, given, reworked(given, share), quick ? 3 : 9);
    const row = { where: `${WHERE}, ${what}`, words: 20_000 };
    report.goal({ ...row, unit: "ms", figure: "HTER of a generation, p50", ours: median(whole) }, { most: 300 });
    report.add({ ...row, unit: "ms", figure: "HTER of a generation, its longest slice, p50", ours: median(slices) });
    report.add({ ...row, unit: "edits per word", figure: "HTER of a generation", ours: hter });
  }
}

const bytes = (engine) => engine.memory.buffer.byteLength;

function furtherFields(report, { engine, typist, draft }, cell) {
  const before = bytes(engine);
  for (let field = 2; field < 10; field++) {
    typist.open(field, draft.text, draft.middle);
    for (let key = 0; key < 20; key++) typist.key(field);
  }
  const each = (bytes(engine) - before) / 8;
  report.goal({ ...cell, figure: "engine memory, each further open field", where: `${WHERE}, mixed guide`, unit: "bytes", ours: each }, { most: 2 * 2 ** 20 });
}

async function growing({ report, kept, lists, texts, quick }) {
  const under = { 100: kept.draft(lists[100]), 10_000: kept.draft(lists[10_000]) };
  const times = await growth(under, texts[10_000], quick ? 30 : 300);
  const [few, many] = [median(times[100]), median(times[10_000])];
  report.goal(
    { figure: "full check as guides grow from 100 to 10,000 terms, p50", where: `${WHERE}, settled in Wasm`, words: 10_000, rules: 10_000, unit: "ms", ours: many, peer: "the same with 100 terms", peer_value: few, ratio: many / few },
    { most: 1.5, of: "ratio" },
  );
  // How much of it is the guide's size, and how much is that more is found.
  const silent = { few: under[100], many: kept.draft(silentTermGuide(9_900, texts[10_000])) };
  const same = await growth(silent, texts[10_000], quick ? 30 : 300);
  const [before, after] = [median(same.few), median(same.many)];
  report.add({ figure: "the same where the further terms find nothing, p50", where: `${WHERE}, settled in Wasm`, words: 10_000, rules: 9_900, unit: "ms", ours: after, peer: "the same with 100 terms", peer_value: before, ratio: after / before });
}

async function scans({ report, kept, openScan, lists, texts, quick }) {
  for (const words of [10_000, 100_000]) {
    const wordings = terms(10_000).map(({ term }) => term);
    const { engine: ours, scans } = await throughput(kept.draft(lists[10_000]), openScan, wordings, texts[words], quick ? 20 : 200);
    scanRow(report, { where: WHERE, words }, median(ours), scans);
  }
}

async function withTerms({ report, kept, lists, texts, quick }) {
  const short = new Map();
  for (const words of [1_000, 10_000]) {
    for (const rules of [1_000, 10_000]) await termPeers(report, kept.draft(lists[rules]), texts[words], { words, rules, quick, short });
  }
}

async function withOwnRules({ report, kept, guides, texts, quick }) {
  const short = new Map();
  for (const words of [1_000, 10_000]) await ownPeers(report, kept.draft(guides[1_000]), texts[words], { words, quick, short });
}

/** Against the faster of the bare scans. */
export function scanRow(report, { where, words }, ours, scans) {
  const [name, best] = Object.entries(scans).map(([name, times]) => [name, median(times)]).sort((a, b) => a[1] - b[1])[0];
  report.goal(
    { figure: "throughput against a bare scan for the same terms, p50", where: `${where}, settled in Wasm`, words, rules: 10_000, unit: "ms", ours, peer: `bare Aho–Corasick, ${name}`, peer_value: best, ratio: best / ours },
    { least: 0.5, of: "ratio" },
  );
}

async function checkRows(report, draft, text, cell, rounds) {
  const { flags, settled, handed } = await fullChecks(draft, text, rounds, rounds < 10 ? 200 : 3_000);
  report.add({ ...cell, figure: "flags found", unit: "flags", ours: flags });
  for (const [name, times] of [["settled in Wasm", settled], ["handed to JavaScript", handed]]) {
    report.add({ ...cell, figure: `full check, ${name}, p50`, unit: "ms", ours: median(times) });
    report.add({ ...cell, figure: `full check, ${name}, p99`, unit: "ms", ours: quantile(times, 0.99) });
  }
}

async function termPeers(report, draft, text, { words, rules, quick, short }) {
  const list = terms(rules);
  const contestants = {
    ours: () => draft.check_and_hand_over(text),
  };
  // A regular expression for each term, each run on each paragraph: for slow peers a quick run takes what a tenth of a long
  // text took, and says so. With 10,000 terms terminology takes minutes, and is not the fastest.
  const peerTimes = {};
  for (const [name, { make, slow }] of Object.entries(TERM_PEERS)) {
    if (name.includes("terminology") && rules > 1_000) continue;
    const known = quick && slow && short.get(`${name}, ${rules}`);
    if (known) peerTimes[name] = known;
    else contestants[name] = checking(make(list), text);
  }
  const times = await interleaved(contestants, quick ? 2 : 9, quick ? 400 : 20_000);
  // Ours is so short that a few more rounds cost nothing.
  for (let round = 0; round < 20; round++) times.ours.push(await timed(contestants.ours));
  const ours = median(times.ours);
  for (const name of Object.keys(TERM_PEERS)) {
    if (!times[name]) continue;
    peerTimes[name] = { peer: name, value: median(times[name]) };
    if (words === 1_000) short.set(`${name}, ${rules}`, ofTenth(name, median(times[name])));
  }
  const peers = Object.entries(peerTimes).map(([name, each]) => ({ ...each, same: TERM_PEERS[name].same }));
  const cell = { where: `${WHERE}, terms, handed to JavaScript`, words, rules, unit: "ms", ours };
  for (const { peer, value } of peers) {
    report.add({ ...cell, figure: "full check against a peer with the same terms, p50", peer, peer_value: value, ratio: value / ours });
  }
  if (words === 10_000) {
    const { peer, value } = peers.filter(({ same }) => same).sort((a, b) => a.value - b.value)[0];
    report.goal(
      { ...cell, figure: "full check against the fastest peer with the same rules, p50", peer, peer_value: value, ratio: value / ours },
      { least: rules === 1_000 ? 150 : 1_000, of: "ratio" },
    );
  }
}

/** What a peer took for 1,000 words, as what it takes for ten times as many. */
const ofTenth = (name, value) => ({ peer: `${name} (a tenth of the text, times ten)`, value: value * 10 });

async function ownPeers(report, draft, text, { words, quick, short }) {
  const contestants = {
    ours: () => draft.check_and_hand_over(text),
  };
  const peers = [];
  for (const [name, make] of Object.entries(OWN_RULE_PEERS)) {
    // The one with a goal is measured in full, whatever it takes.
    const known = quick && name !== "harper.js" && short.get(name);
    if (known) {
      peers.push({ name, ...known });
      continue;
    }
    const began = now();
    const check = await make();
    if (words === 1_000) {
      report.add({ figure: "cold start", where: `${WHERE}, its own rules`, unit: "ms", peer: name, peer_value: since(began) });
    }
    contestants[name] = checking(check, text);
  }
  const { ours: own, ...times } = await interleaved(contestants, quick ? 1 : 9, quick ? 200 : 15_000);
  for (let round = 0; round < 20; round++) own.push(await timed(contestants.ours));
  const ours = median(own);
  for (const [name, each] of Object.entries(times)) {
    peers.push({ name, peer: name, value: median(each) });
    if (words === 1_000) short.set(name, ofTenth(name, median(each)));
  }
  for (const { name, peer, value } of peers) {
    const row = {
      figure: "full check, mixed guide, against a peer's own rules, p50", where: `${WHERE}, handed to JavaScript`, words, rules: 1_000, unit: "ms",
      ours, peer, peer_value: value, ratio: value / ours,
    };
    if (name === "harper.js" && words === 10_000) report.goal(row, { least: 50, of: "ratio" });
    else report.add(row);
  }
}

/** Brotli's quality in a quick run, whose figures for brotli are some percent larger for it, and in any other. */
export const BROTLI_QUALITY = { quick: 9, full: 11 };

/** Files of the extension as they ship, raw and compressed. */
function sizes({ report, extension, quick }) {
  const files = ["loader.js", "client.js", "marks.css", "background.js", "engine.js", "engine_bg.wasm", "pages/popup.js", "pages/options.js"];
  for (const file of files) {
    const bytes = readFileSync(join(extension, file));
    const row = { where: file, unit: "bytes" };
    const raw = { ...row, figure: "size", ours: bytes.length };
    if (file === "loader.js") report.goal(raw, { most: 4_096 });
    else report.add(raw);
    const gzip = { ...row, figure: "size, gzip", ours: gzipSync(bytes, { level: 9 }).length };
    if (file === "engine_bg.wasm") report.goal(gzip, { most: 600 * 1_024 });
    else report.add(gzip);
    const quality = quick ? BROTLI_QUALITY.quick : BROTLI_QUALITY.full;
    const params = { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    report.add({ ...row, figure: "size, brotli", ours: brotliCompressSync(bytes, { params }).length });
  }
}
