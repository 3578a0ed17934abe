// Guides of any size, made of the texts' own words and of what marketing teams forbid. The first rules of a larger guide
// are the rules of a smaller one, and the same size is the same guide on every machine.
import { chance, pick, shuffled } from "./chance.mjs";
import { PARAGRAPHS, wordsOf } from "./texts.mjs";

const JARGON = (
  "leverage utilize synergy disrupt empower unlock streamline optimize robust seamless scalable holistic actionable " +
  "impactful learnings bandwidth ideate incentivize operationalize paradigm bleeding-edge cutting-edge best-in-class " +
  "world-class game-changer next-generation turnkey mission-critical value-add win-win low-hanging deliverables " +
  "guaranteed risk-free effortless revolutionary groundbreaking unparalleled state-of-the-art thought-leader ecosystem " +
  "hyperlocal omnichannel growth-hacking frictionless future-proof data-driven customer-centric solutioning upskill " +
  "touchpoint stakeholder mindshare pivot snackable viral freemium clickbait influencer rightsizing"
).split(" ");
const BEGINNINGS = "at the end of|in order to|as well as|a number of|with regard to|on the basis of|the best of|all of the|for the purpose of|in terms of".split("|");

const counts = new Map();
for (const word of PARAGRAPHS.flatMap((line) => line.toLowerCase().match(/[a-z]{4,}/g) ?? [])) {
  counts.set(word, (counts.get(word) ?? 0) + 1);
}
/** Every word of the texts of four letters or more. */
const VOCABULARY = [...counts.keys()].sort();
/** Words that stand in the texts now and then: 2 to 6 times in 33,000 words. */
const SELDOM = shuffled(chance(3), VOCABULARY.filter((word) => counts.get(word) >= 2 && counts.get(word) <= 6));

const capital = (word) => word[0].toUpperCase() + word.slice(1);

/**
 * What the terms are: one in ten of the first hundred, one in thirty of the first thousand and one in two hundred after
 * that stands in the texts; the others are jargon, product names of one made-up word, and phrases of two and three words,
 * one in five of which begins as much plain English does.
 */
function makeTerms(most) {
  const random = chance(1);
  const seldom = [...SELDOM];
  const jargon = [...JARGON];
  const known = new Set();
  const terms = [];
  while (terms.length < most) {
    const at = terms.length;
    const found = random() < (at < 100 ? 1 / 10 : at < 1_000 ? 1 / 30 : 1 / 200);
    const way = random();
    const [a, b, c] = [pick(random, VOCABULARY), pick(random, VOCABULARY), pick(random, VOCABULARY)];
    const term =
      found && seldom.length > 0 ? seldom.pop()
      : at % 10 === 0 && jargon.length > 0 ? jargon.shift()
      : way < 0.25 ? capital(a) + b
      : way < 0.65 ? `${a} ${b}`
      : way < 0.8 ? `${a} ${b} ${c}`
      : `${pick(random, BEGINNINGS)} ${a}`;
    if (known.has(term.toLowerCase())) continue;
    known.add(term.toLowerCase());
    terms.push({ term, better: `${pick(random, VOCABULARY)} ${pick(random, VOCABULARY)}` });
  }
  return terms;
}

const ALL = makeTerms(10_000);

/** The first terms, each with a better wording. */
export const terms = (count) => ALL.slice(0, count);

/** Shapes of patterns, of which one in twenty has no word that must be there. */
const PATTERNS = [
  (a) => `\\b(?:very|really|quite) ${a}\\b`,
  (a, b) => `\\b${a} (?:and|or) ${b}\\b`,
  (a) => `\\b\\d+(?:\\.\\d+)?% ${a}\\b`,
  (a) => `\\b${a}(?:ly|ness|ment)\\b`,
  (a, b, c) => `\\b(?:${a}|${b}|${c}) (?:offer|deal|price)s?\\b`,
  (a, b) => `\\b${a}\\s+${b}ing\\b`,
  (a) => `\\bfree ${a}\\b`,
  (a) => `\\b(?:no|zero|without) ${a}\\b`,
  (a) => `\\b${a}-(?:like|free|based)\\b`,
  (a, b, c, at) => (at % 2 === 0 ? `\\b[A-Z]{2,4}-\\d{${2 + (at % 7)}}\\b` : `\\b${a} [a-z]+ ${b}\\b`),
];

/** The other kinds, a line each: the fields of a rule that is of the kind. */
const OTHERS = [
  (a, b) => `when: [${quoted(`${a} ${b}`)}], require: {text: [${quoted(`${b} terms apply`)}]}`,
  (a, b, c) => `consistent: [[${quoted(`${a} ${b}`)}, ${quoted(`${a} ${c}`)}]]`,
  (a, b) => `count: {of: [${quoted(`${a} ${b}`)}], most: 2}`,
  (a) => `when: '\\b\\d+% ${a}\\b', require: {pattern: '\\bterms apply\\b', within: 2}`,
  (a) => `count: {of: [${quoted(a)}], most: 3, per: block}`,
  (a, b, c) => `consistent: {${quoted(`${a}-${b}`)}: ${quoted(`${a} ${c}`)}}`,
  (a, b, c, at) => `measure: {of: sentence_words, most: ${150 + at}}`,
  (a, b, c, at) => `case: sentence, where: {level: ${1 + (at % 6)}}`,
  (a) => `repeat: {pattern: '${a}'}`,
  (a, b) => `sequence: [{pattern: '${a}'}, {tag: JJ}, {pattern: '${b}'}]`,
];

const quoted = (text) => JSON.stringify(text);
const id = (letter, at) => `${letter}.r${String(at).padStart(5, "0")}`;

function guide(name, rules) {
  return ["housestyle: 1", `name: ${name}`, 'version: "1"', "owner: Brand Studio", "rules:", ...rules, ""].join("\n");
}

/** Odd rules restrict, even ones replace. */
const termRule = ({ term, better }, at) =>
  at % 2 === 0
    ? `  - {id: ${id("t", at)}, verdict: restrict, terms: [${quoted(term)}], suggest: [${quoted(better)}], why: ${quoted(`We do not say it since ${at}.`)}}`
    : `  - {id: ${id("t", at)}, severity: warning, replace: {${quoted(term)}: ${quoted(better)}}, why: ${quoted(`Say it plainly, as in ${at}.`)}}`;

/** Terms and replacements alone, one wording a rule. */
export const termGuide = (rules) => guide(`${rules} terms`, terms(rules).map(termRule));

/** The same number of rules, of which those after the first hundred find nothing in a text: they have no wording in it. */
export function silentTermGuide(rules, text) {
  const seen = text.toLowerCase();
  const all = ALL.map((term, at) => (at < 100 || !seen.includes(term.term.toLowerCase()) ? termRule(term, at) : undefined));
  return guide(`${rules} terms, most of them unheard of`, all.filter(Boolean).slice(0, rules));
}

/** Of twenty rules 17 are terms and replacements, two are patterns and one is of another kind. */
export function mixedGuide(rules) {
  const random = chance(2);
  const lines = [];
  let term = 0;
  for (let at = 0; at < rules; at++) {
    const turn = at % 20;
    const words = [pick(random, VOCABULARY), pick(random, VOCABULARY), pick(random, VOCABULARY)];
    const tenth = Math.floor(at / 10);
    if (turn === 7 || turn === 14) {
      const pattern = PATTERNS[tenth % PATTERNS.length](...words, Math.floor(tenth / PATTERNS.length)).replaceAll("'", "''");
      lines.push(`  - {id: ${id("p", at)}, verdict: restrict, pattern: '${pattern}', why: ${quoted(`No such phrase, by ${at}.`)}}`);
    } else if (turn === 19) {
      const fields = OTHERS[Math.floor(at / 20) % OTHERS.length](...words, Math.floor(at / 200));
      lines.push(`  - {id: ${id("o", at)}, verdict: prefer, severity: warning, ${fields}, why: ${quoted(`As agreed in ${at}.`)}}`);
    } else {
      lines.push(termRule(ALL[term++], at));
    }
  }
  return guide(`${rules} rules of every kind`, lines);
}
