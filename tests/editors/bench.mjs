// One editor under the bench: opens its page, and gives the abilities what they look at and write with. Never asks the
// extension whether something worked: it asks the editor, the page and the background's ear.
import { until } from "../e2e/browser.mjs";

export class Failure extends Error {}

export class Bench {
  static async open(driver, listener, name, { off = false } = {}) {
    const mark = `/${name}.html?${off ? "off&" : ""}run=${++Bench.runs}`;
    if (!off) listener.forget(mark);
    // Chats stand on a host of their own, which the guide knows as an AI tool's.
    const page = await driver.open(`http://${name.startsWith("chat") ? "chat." : ""}localhost:${listener.port}${mark}`);
    return new Bench(driver, listener, name, page, await page.evaluate(() => window.kit.facts()), off);
  }

  /** The same editor without the extension. */
  without() {
    return Bench.open(this.driver, this.listener, this.name, { off: true });
  }

  static runs = 0;

  constructor(driver, listener, name, page, facts, off) {
    Object.assign(this, { driver, listener, name, page, facts, off });
    /** Parts that did not go as they should, and what is to be said of the cell. */
    this.failures = [];
    this.notes = [];
  }

  /** One part of an ability: what fails in it is told, and the others go on. */
  async part(name, does) {
    try {
      await does();
    } catch (error) {
      this.failures.push(`${name}: ${String(error?.message ?? error).split("\n")[0].slice(0, 300)}`);
    }
  }

  note(text) {
    if (!this.notes.includes(text)) this.notes.push(text);
  }

  /** What cannot be measured here is neither passed nor failed. */
  unknown(text) {
    this.unmeasured = true;
    this.note(text);
  }

  /** Fails unless both are the same. */
  same(actual, wanted, what) {
    const [a, b] = [JSON.stringify(actual), JSON.stringify(wanted)];
    if (a !== b) throw new Failure(`${what}: ${a.slice(0, 140)}, not ${b.slice(0, 140)}`);
  }

  /** Asks until the answer is the wanted one; fails with the last. Patience is for busy machines: it costs time only where
   * something fails. */
  async settles(ask, wanted, what, patience = 5_000) {
    const text = JSON.stringify(wanted);
    let last;
    await until(async () => (last = await ask()), (found) => JSON.stringify(found) === text, what, patience).catch(() => {
      throw new Failure(`${what}: ${JSON.stringify(last)?.slice(0, 140)}, not ${text.slice(0, 140)}`);
    });
  }

  /** Puts text into the editor by its own means, and the caret behind it by the pointer and a key. */
  async begin(blocks) {
    const given = this.facts.multiline ? blocks : [blocks.join(" ")];
    await this.page.evaluate(async (blocks) => void (await window.bench.setModel(blocks)), given);
    await this.settles(() => this.model(), given, "the editor's own model takes the text");
    await this.toEnd();
    if (!this.off && !this.facts.unread) await until(() => this.listener.blocks(), (found) => found !== undefined, "the field is opened", 8_000).catch(() => { throw new Failure("the field is never opened by the client"); });
    return given;
  }

  /** The caret behind the last letter. In rich text the click is on the last line already, and the document's end may be
   * a place of its own, where an editor begins another block. */
  async toEnd() {
    await this.page.click(await this.page.evaluate(() => window.kit.end()));
    await this.page.key(this.facts.plain ? "Control+End" : "End");
    // A rich editor hears of its selection a moment after the key, and nobody types within that moment.
    if (!this.facts.plain) await this.rest(60);
  }

  /** The side panel beside this page. */
  panel() {
    return this.driver.panel(this.page);
  }

  model() {
    return this.page.evaluate(() => window.kit.model());
  }

  /** Texts the checker has, without empty blocks. */
  read() {
    return (this.listener.blocks() ?? []).map((text) => text.replace(/\u00a0/g, " ").replace(/[\u200b\ufeff]/g, "").trimEnd()).flatMap((text) => text.split("\n")).filter((text) => text !== "");
  }

  marks() {
    return this.page.evaluate(() => window.kit.marks());
  }

  /** Every word that is to be marked and can be seen has a mark on it, and no mark stands anywhere else. */
  async stands(pattern, what, { least = 1 } = {}) {
    let last;
    const look = async () => {
      const { words, marks, plain } = await this.page.evaluate((pattern) => ({ words: window.kit.words(pattern), marks: window.kit.marks(), plain: window.kit.facts().plain }), pattern);
      const on = (mark, word) =>
        mark.text.toLowerCase() === word.text.toLowerCase() &&
        Math.abs(mark.rect.x - word.rect.x) <= 2 && Math.abs(mark.rect.width - word.rect.width) <= 2 &&
        // A mirror's boxes may be higher or lower than a line: the middle counts.
        Math.abs(mark.rect.y + mark.rect.height / 2 - word.rect.y - word.rect.height / 2) <= 2 &&
        (plain || Math.abs(mark.rect.height - word.rect.height) <= 2);
      const seen = words.filter((word) => word.seen);
      const bare = seen.filter((word) => !marks.some((mark) => on(mark, word)));
      const stray = marks.filter((mark) => !words.some((word) => on(mark, word)));
      if (seen.length < least) return (last = `${seen.length} words in view, ${least} expected`);
      if (bare.length > 0) return (last = `${bare.length} of ${seen.length} words in view have no mark (${JSON.stringify(bare[0])}; marks ${JSON.stringify(marks.slice(0, 2))})`);
      if (stray.length > 0) return (last = `${stray.length} of ${marks.length} marks stand on no word: ${JSON.stringify(stray[0])}`);
      return (last = "");
    };
    await until(look, (found) => found === "", what, 6_000).catch(() => {
      throw new Failure(`${what}: ${last}`);
    });
  }

  /** No mark is left. */
  async bare(what) {
    await this.settles(async () => (await this.marks()).length, 0, what);
  }

  /** Rests the pointer on a mark until its hint comes, and presses a button of it. */
  async fix(word, label) {
    const mark = await until(async () => (await this.marks()).find(({ text }) => text === word), Boolean, `a mark on ${word}`, 6_000).catch(() => { throw new Failure(`no mark on “${word}”`); });
    await this.page.move({ x: mark.rect.x + 6, y: mark.rect.y + mark.rect.height / 2 + 1 });
    await this.page.move({ x: mark.rect.x + mark.rect.width / 2, y: mark.rect.y + mark.rect.height / 2 }, 3);
    const button = await until(
      async () => (await this.hint())?.buttons.find((each) => each.label === label),
      Boolean, `a button “${label}”`, 5_000,
    ).catch(() => { throw new Failure(`the hint of “${word}” does not come`); });
    // The hint may still move to its place.
    await this.rest(60);
    const { rect } = (await this.hint()).buttons.find((each) => each.label === label) ?? button;
    await this.page.click({ x: rect.x + Math.min(20, rect.width / 2), y: rect.y + rect.height / 2 });
    // Done when the hint has gone, or says what to do by hand.
    const end = await until(() => this.hint(), (found) => found === undefined || /by hand|in the meantime|in part/.test(found.text), "the hint to go", 5_000).catch(() => undefined);
    if (end) {
      this.refused = end.text.split("\n").find((line) => /by hand|in the meantime|in part/.test(line));
      throw new Failure(`the client shows it by hand: ${this.refused}`);
    }
  }

  /** The keys for redo bring the text that is wanted, or bring nothing in this editor after a person's own typing. */
  async redone(ask, wanted) {
    const keys = async (page, done) => {
      await page.key("Control+Shift+z");
      if (await done(700)) return true;
      await page.key("Control+y");
      return done(1_000);
    };
    const text = JSON.stringify(wanted);
    if (await keys(this.page, (patience) => until(ask, (found) => JSON.stringify(found) === text, "redone", patience).then(() => true, () => false))) return;
    const other = await this.without();
    try {
      const first = await other.begin(["We leverage it"]);
      await other.rest(600);
      const [{ rect }] = await other.page.evaluate(() => window.kit.words("leverage"));
      await other.page.click({ x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 }, 2);
      await other.page.type("x");
      await other.rest(300);
      const typed = JSON.stringify(await other.model());
      await other.page.key("Control+z");
      await other.rest(300);
      const undone = JSON.stringify(await other.model());
      const again = undone !== typed && (await keys(other.page, (patience) => until(() => other.model(), (found) => JSON.stringify(found) === typed, "redone", patience).then(() => true, () => false)));
      if (again || undone !== JSON.stringify(first)) throw new Failure(`redone: ${JSON.stringify(await ask())}, not ${text}`);
      this.note("the keys for redo bring nothing back in this editor, with and without the extension");
      return "none";
    } finally {
      await other.close();
    }
  }

  /** Presses a button of the hint that is there. */
  async press(label) {
    await until(async () => (await this.hint())?.buttons.some((each) => each.label === label), Boolean, `a button “${label}”`);
    await this.rest(60);
    const { rect } = (await this.hint()).buttons.find((each) => each.label === label);
    await this.page.click({ x: rect.x + Math.min(20, rect.width / 2), y: rect.y + rect.height / 2 });
  }

  hint() {
    return this.page.evaluate(() => window.kit.hint());
  }

  rest(ms) {
    return new Promise((done) => setTimeout(done, ms));
  }

  async close() {
    await this.page.close().catch(() => undefined);
  }
}
