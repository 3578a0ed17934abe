// What a writer could run instead, each ready to check a text: the check alone is timed, never a process's start. Each
// gets the texts as it likes them (paragraphs between empty lines) and, where it takes them, the same terms.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { text as alexText } from "alex";
import { LocalLinter } from "harper.js";
import { binary } from "harper.js/binary";
import retextEnglish from "retext-english";
import retextEquality from "retext-equality";
import retextSimplify from "retext-simplify";
import retextStringify from "retext-stringify";
import { unified } from "unified";
import writeGood from "write-good";

// These are CommonJS, some of them with a default export of their own.
const require = createRequire(import.meta.url);
const own = (name) => {
  const found = require(name);
  return found.default ?? found;
};
const { createLinter } = require("textlint");
const { TextlintKernelDescriptor } = require("@textlint/kernel");
const prh = require("prh");
const textPlugin = own("@textlint/textlint-plugin-text");
const prhRule = own("textlint-rule-prh");
const terminologyRule = own("textlint-rule-terminology");

/** The version of an installed package. */
export function version(name) {
  // Not every package lets its package.json be imported.
  const path = new URL(`../../node_modules/${name}/package.json`, import.meta.url);
  return JSON.parse(readFileSync(path, "utf8")).version;
}

const spaced = (text) => text.replaceAll("\n", "\n\n");

/** A list for prh, whose patterns are regular expressions; `whole`: whole words in any letter case, as Housestyle does. */
const prhList = (terms, whole) =>
  JSON.stringify({
    version: 1,
    rules: terms.map(({ term, better }) => ({ expected: better, pattern: whole ? `/\\b${term}\\b/i` : `/${term}/` })),
  });

function textlint(ruleId, rule, options) {
  const descriptor = new TextlintKernelDescriptor({
    plugins: [{ pluginId: "text", plugin: textPlugin }],
    rules: [{ ruleId, rule, options }],
    filterRules: [],
  });
  const linter = createLinter({ descriptor });
  return async (text) => (await linter.lintText(text, "draft.txt")).messages.length;
}

/**
 * Peers that take terms: `make` gives a function from a text to its number of finds. `same`: does what our rule does, and
 * finds whole words in any letter case. `slow`: seconds or minutes for a long text.
 */
export const TERM_PEERS = {
  // textlint-rule-prh reads its list anew for every text: that is how it is.
  "textlint with prh": {
    same: true,
    slow: true,
    make: (terms) => textlint("prh", prhRule, { ruleContents: [prhList(terms, true)] }),
  },
  "textlint with terminology": {
    same: true,
    slow: true,
    make: (terms) =>
      textlint("terminology", terminologyRule, { defaultTerms: false, terms: terms.map(({ term, better }) => [term, better]) }),
  },
  // In that letter case alone, and within words too: less than the rule asks, and the fastest that prh can be.
  "textlint with prh, terms as written": {
    make: (terms) => textlint("prh", prhRule, { ruleContents: [prhList(terms, false)] }),
  },
  // By itself, its list read before.
  "prh alone, terms as written": {
    make: (terms) => {
      const engine = prh.fromYAML("list.yml", prhList(terms, false));
      return (text) => engine.makeChangeSet(undefined, text).diffs.length;
    },
  },
};

const retext = (plugin) => {
  const processor = unified().use(retextEnglish).use(plugin).use(retextStringify);
  return async (text) => (await processor.process(text)).messages.length;
};

/** Peers with rules of their own. */
export const OWN_RULE_PEERS = {
  "harper.js": async () => {
    const linter = new LocalLinter({ binary });
    await linter.setup();
    return async (text) => (await linter.lint(text, { language: "plaintext" })).length;
  },
  alex: () => (text) => alexText(text).messages.length,
  "retext-equality": () => retext(retextEquality),
  "retext-simplify": () => retext(retextSimplify),
  "write-good": () => (text) => writeGood(text).length,
};

/** A peer's check with the text as it likes it. */
export const checking = (check, text) => {
  const liked = spaced(text);
  return () => check(liked);
};
