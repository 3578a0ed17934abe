// Rows from a real Chromium: the engine's Wasm in a page, and the extension under a writer's keys.
import { launch, root, serve } from "../e2e/browser.mjs";
import { inExtension } from "./in_extension.mjs";
import { termGuide, terms, mixedGuide } from "./guides.mjs";
import { scanRow } from "./in_node.mjs";
import { middleOf, plainText } from "./texts.mjs";
import { median, quantile } from "./timing.mjs";
import { wakingRows } from "./waking.mjs";

export const CHROMIUM_PARTS = ["waking", "page", "extension"];

export async function inChromium(report, { folder, extension, quick, say, wants }) {
  if (wants("waking")) await wakingRows(report, { extension, quick, say });
  if (!wants("page") && !wants("extension")) return;
  const browser = await launch({ extension });
  // The folders of the benchmark and of what is measured, with headers under which a page's clock is fine enough.
  const site = await serve(root, () => ({ "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" }));
  try {
    if (wants("page")) {
      say("the engine in a page of Chromium");
      const page = await browser.context.newPage();
      await page.goto(`http://localhost:${site.port}/tests/bench/page.html`);
      await inPage(report, page, folder.slice(root.length).replaceAll("\\", "/"), quick);
      await page.close();
    }
    if (wants("extension")) await inExtension(report, browser, { quick, say });
  } finally {
    await browser.close();
    site.close();
  }
}

/** The same figures as in Node, where a browser might differ: checks, growth, throughput, keystrokes. */
async function inPage(report, page, folder, quick) {
  const text = plainText(10_000);
  const drafts = [1_000, 100_000].map((words) => ({ text: plainText(words), middle: middleOf(plainText(words)) }));
  const lists = Object.fromEntries([100, 1_000, 10_000].map((rules) => [rules, termGuide(rules)]));
  const found = await page.evaluate(
    async ([folder, text, drafts, lists, mixed, wordings, quick]) => {
      const { fullChecks, growth, Guides, keystrokes, throughput, Typist } = await import("/tests/bench/engine.mjs");
      const engine = await import(`/${folder}/engine/engine.js`);
      await engine.default({ module_or_path: `/${folder}/engine/engine_bg.wasm` });
      const scanned = await WebAssembly.compile(await (await fetch(`/${folder}/scan.wasm`)).arrayBuffer());
      const openScan = async () => (await WebAssembly.instantiate(scanned, {})).exports;
      const guides = new Guides(engine);
      const [few, some, many] = [100, 1_000, 10_000].map((rules) => guides.draft(lists[rules]));
      return {
        checks: { 1_000: await fullChecks(some, text, quick ? 10 : 100), 10_000: await fullChecks(many, text, quick ? 10 : 100) },
        growth: await growth({ few, many }, text, quick ? 30 : 300),
        throughput: await throughput(many, openScan, wordings, text, quick ? 20 : 200),
        keys: keystrokes(drafts.map((draft) => Typist.of(engine, mixed, guides.packed(mixed), draft)), 1_000),
      };
    },
    [folder, text, drafts, lists, mixedGuide(10_000), terms(10_000).map(({ term }) => term), quick],
  );
  const where = "Chromium, a page";
  for (const rules of [1_000, 10_000]) {
    const cell = { where: `${where}, terms`, words: 10_000, rules, unit: "ms" };
    report.add({ ...cell, figure: "full check, settled in Wasm, p50", ours: median(found.checks[rules].settled) });
    report.add({ ...cell, figure: "full check, handed to JavaScript, p50", ours: median(found.checks[rules].handed) });
  }
  const [few, many] = [median(found.growth.few), median(found.growth.many)];
  report.goal(
    { figure: "full check as guides grow from 100 to 10,000 terms, p50", where: `${where}, settled in Wasm`, words: 10_000, rules: 10_000, unit: "ms", ours: many, peer: "the same with 100 terms", peer_value: few, ratio: many / few },
    { most: 1.5, of: "ratio" },
  );
  scanRow(report, { where, words: 10_000 }, median(found.throughput.engine), found.throughput.scans);
  const [short, long] = found.keys.map((times) => times.map((each) => each.whole));
  const cell = { where: `${where}, mixed guide`, words: 100_000, rules: 10_000, unit: "ms" };
  report.add({ ...cell, figure: "keystroke, engine, check and event bookkeeping, p50", ours: median(long), peer: "the same in 1,000 words", peer_value: median(short), ratio: median(long) / median(short) });
  report.goal({ ...cell, figure: "keystroke, engine, check and event bookkeeping, p99", ours: quantile(long, 0.99) }, { most: 4 });
}
