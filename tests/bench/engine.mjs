// The engine's Wasm, measured: checks, keystrokes, memory, and the bare scan beside it. Runs in Node and in a page
// alike: `open` gives a fresh instance of the engine, `openScan` one of the scan. Holds no goals.
import { now, since } from "./clock.mjs";
import { interleaved, quantile } from "./timing.mjs";

/** Typed into the middle of a draft, key after key, and taken out again by as many: a flag comes and goes. */
const PHRASE = "now and then we utilize a few more words here ";
/** A steady typist. */
const KEY_MS = 150;
const START = 1_800_000_000_000;

const blocksOf = (text) => text.split("\n").map((line, id) => ({ id, kind: "paragraph", level: 0, text: line }));

/** A field of an engine with everything around it but the port and the database. */
export class Typist {
  constructor(engine, guide, packed) {
    this.writer = new engine.Writer(guide, packed, START);
    this.now = START;
    this.n = 0;
    this.fields = new Map();
    this.writer.receive({ type: "hello", client: "c", host: "localhost", path: "/", offset: 0 }, this.now);
  }

  /** One whose first field holds a text. */
  static of(engine, guide, packed, { text, middle }) {
    const typist = new Typist(engine, guide, packed);
    typist.open(1, text, middle);
    return typist;
  }

  /** Opens a field with a text; keys go into the paragraph of that index. */
  open(field, text, paragraph) {
    const blocks = blocksOf(text);
    const at = Math.floor(blocks[paragraph].text.length / 2);
    const space = blocks[paragraph].text.indexOf(" ", at) + 1;
    this.fields.set(field, { block: paragraph, base: space, typed: 0, back: false, revision: 0 });
    const message = { type: "field_opened", n: ++this.n, field, label: `f${field}`, surface: "draft", at: this.now, blocks, resumed: false };
    const sent = this.writer.receive(message, this.now);
    this.rest(2_000);
    return sent;
  }

  rest(ms) {
    this.now += ms;
    return this.writer.pass(this.now);
  }

  /**
   * One key: gives the milliseconds until its answer is ready, with everything that it leads to until the next, and the latter
   * by the clock.
   */
  key(field) {
    const state = this.fields.get(field);
    if (state.typed === PHRASE.length) state.back = true;
    if (state.typed === 0) state.back = false;
    const start = state.base + state.typed - (state.back ? 1 : 0);
    const inserted = state.back ? "" : PHRASE[state.typed];
    state.typed += state.back ? -1 : 1;
    const changes = [{ type: "edit", block: state.block, start, removed: state.back ? 1 : 0, inserted }];
    const message = {
      type: "field_changed", n: ++this.n, field, revision: ++state.revision, cause: { type: "typed" },
      from: this.now, to: this.now, keys: 1, changes,
    };
    const [began, clock] = [now(), performance.now()];
    this.writer.receive(message, this.now);
    const answer = since(began);
    this.now += KEY_MS;
    this.writer.pass(this.now);
    return { answer, whole: since(began), clock: performance.now() - clock };
  }
}

/** Guides as a background keeps them, and drafts under them, each made once: compiling a large one takes longer than what
 * is measured under it. */
export class Guides {
  kept = new Map();
  drafts = new Map();

  constructor(engine) {
    this.engine = engine;
  }

  /** The bytes that a background keeps of a guide. */
  packed(guide) {
    if (!this.kept.has(guide)) this.kept.set(guide, this.engine.pack_guide(guide));
    return this.kept.get(guide);
  }

  /** A draft under a guide, with whatever text it had last. */
  draft(guide) {
    if (!this.drafts.has(guide)) this.drafts.set(guide, new this.engine.Draft(guide, this.packed(guide)));
    return this.drafts.get(guide);
  }
}

/** Guide text → ready: as a background that wakes does, and as when a guide is put in force for the first time. */
export async function coldStart(guides, guide, rounds, patience) {
  const { engine } = guides;
  const start = (packed) => () => new engine.Draft(guide, packed).free();
  return interleaved({ again: start(guides.packed(guide)), first: start(undefined) }, rounds, patience);
}

/** Whole checks of a text: settled inside Wasm, and with the flags handed to JavaScript. */
export async function fullChecks(draft, text, rounds, patience = 3_000) {
  const flags = draft.check(text);
  const times = await interleaved(
    {
      settled: () => draft.check(text),
      handed: () => draft.check_and_hand_over(text),
    },
    rounds,
    patience,
  );
  return { flags, ...times };
}

/** Keys of typists in turn, each in its first field, so that noise strikes all alike: arrays of {answer, whole, clock}. */
export function keystrokes(typists, keys) {
  const times = typists.map(() => []);
  for (let key = -PHRASE.length; key < keys; key++) {
    typists.forEach((typist, index) => {
      const took = typist.key(1);
      if (key >= 0) times[index].push(took);
    });
  }
  return times;
}

/** What waking costs: a fresh instance, the guide, and a draft judged; Wasm compiled before. */
export async function waking(open, guide, packed, text, middle, rounds) {
  const times = [];
  for (let round = 0; round <= rounds; round++) {
    const began = now();
    const engine = await open();
    new Typist(engine, guide, packed).open(1, text, middle);
    if (round > 0) times.push(since(began));
  }
  return times;
}

/** Edits all over a draft in so many runs, and what each took to carry its origins along. */
export function originEdits(engine, text, runs, edits) {
  const draft = new engine.Origins(text, runs);
  const many = draft.runs();
  const times = [];
  let length = text.length;
  for (let edit = 0; edit < edits; edit++) {
    // All over the draft, as far from each other as can be.
    const at = Math.floor(((edit * 0.618034) % 1) * (length - 20));
    const [removed, inserted] = [[0, "a"], [1, ""], [9, "some words"], [0, " "]][edit % 4];
    const began = now();
    draft.edit(at, removed, inserted);
    times.push(since(began));
    length += inserted.length - removed;
  }
  draft.free();
  return { runs: many, edits: times };
}

/** As the engine does, in slices of so many cells. */
const SLICE = 200_000;

/** The effort between two texts: the whole of it, and its longest slice. */
export function efforts(engine, given, left, rounds) {
  const [whole, slices] = [[], []];
  let hter;
  for (let round = 0; round <= rounds; round++) {
    const began = now();
    let longest = 0;
    const search = new engine.Hter(given, left);
    for (hter = undefined; hter === undefined; ) {
      const slice = now();
      hter = search.step(SLICE);
      longest = Math.max(longest, since(slice));
    }
    search.free();
    if (round === 0) continue;
    whole.push(since(began));
    slices.push(longest);
  }
  return { whole, slices, hter };
}

/** Drafts under several guides, whole checks in turn. */
export async function growth(drafts, text, rounds) {
  for (const draft of Object.values(drafts)) draft.check(text);
  return interleaved(Object.fromEntries(Object.entries(drafts).map(([name, draft]) => [name, () => draft.again()])), rounds, 4_000);
}

/** The engine on a text it holds already, against a bare scan of the same bytes for the same terms. */
export async function throughput(draft, openScan, terms, text, rounds) {
  draft.check(text);
  const encoder = new TextEncoder();
  const scans = {};
  for (const [name, dense] of [["compact automaton", 0], ["table of transitions", 1]]) {
    const scan = await openScan();
    const put = (text) => {
      const bytes = encoder.encode(text);
      const at = scan.room(bytes.length);
      new Uint8Array(scan.memory.buffer, at, bytes.length).set(bytes);
    };
    put(terms.join("\n"));
    if (scan.compile(dense) !== 1) continue;
    put(text);
    scans[name] = () => scan.scan();
  }
  const times = await interleaved({ engine: () => draft.again(), ...scans }, rounds, 4_000);
  return { engine: times.engine, scans: Object.fromEntries(Object.keys(scans).map((name) => [name, times[name]])) };
}

/** How long a fixed piece of arithmetic takes, again and again: what of a tail is the machine's own. */
export async function noise(rounds) {
  const work = () => {
    let sum = 0;
    for (let at = 0; at < 40_000; at++) sum = (sum + at * at) % 1_000_003;
    return sum;
  };
  for (let round = 0; round < 50; round++) work();
  const times = [];
  for (let round = 0; round < rounds; round++) {
    const began = performance.now();
    work();
    times.push(performance.now() - began);
  }
  return { p50: quantile(times, 0.5), p99: quantile(times, 0.99) };
}
