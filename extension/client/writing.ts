/**
 * One open field: hears what the person does in it, tells the engine what changed, keeps the flags on their words while
 * the answer is on its way. Decides nothing about flags; never sends during a composition.
 */
import type { Block, Cause, EngineMessage, Flag, FlagDifference, Span, Surface } from "../wire.ts";
import { changesBetween, editsOf, moved, plain, type Edit } from "./edits.ts";
import type { Field, Mark } from "./field.ts";
import { replace, type Outcome } from "./apply.ts";
import type { Unnumbered } from "./outbox.ts";

/** A flag and where it stands now. */
export interface Standing {
  flag: Flag;
  /** Where it stands in the text as it is; undefined when an edit has touched it since the engine spoke. */
  span: Span | undefined;
}

/** A script's change within this time of a key is that key's doing. */
const HAND_MS = 400;

export class Writing {
  readonly flags = new Map<number, Standing>();
  private sent: readonly Block[] = [];
  private revision = 0;
  private edits: Edit[] = [];
  /** A full set of flags is awaited: the revision at which the field was opened, and whether anew. */
  private full: { at: number; fresh: boolean } | undefined;
  private hand: { cause: Cause; at: number } | undefined;
  private keys = 0;
  private from = 0;
  private composing = false;
  private muted = false;
  private held: Cause | undefined;
  private readonly stop = new AbortController();

  constructor(
    readonly number: number,
    readonly field: Field,
    private readonly label: string,
    private surface: Surface,
    private readonly post: (message: Unnumbered) => void,
    /** Called when flags or where they stand may have changed. */
    private readonly changed: () => void,
  ) {
    const options = { capture: true, passive: true, signal: this.stop.signal };
    const on = (type: string, hear: (event: Event) => void) => field.element.addEventListener(type, hear, options);
    on("beforeinput", (event) => this.heard(event as InputEvent));
    on("input", (event) => {
      if (event.isTrusted) this.heard(event as InputEvent, true);
      this.flush();
    });
    on("paste", (event) => event.isTrusted && this.act({ type: "pasted" }));
    on("drop", (event) => event.isTrusted && this.act({ type: "pasted" }));
    on("keydown", (event) => event.isTrusted && !this.hand && this.act({ type: "typed" }));
    on("compositionstart", () => (this.composing = true));
    on("compositionend", () => {
      this.composing = false;
      setTimeout(() => this.flush());
    });
    this.openAnew();
    field.watch(() => this.flush());
    if (document.hasFocus()) this.act({ type: "typed" });
    this.flush();
  }

  /** The surface the field stands on, which another guide may see otherwise. */
  standOn(surface: Surface): void {
    if (surface === this.surface) return;
    this.surface = surface;
    this.openAnew();
  }

  /** Tells the engine of the field with all its blocks. */
  openAnew(): void {
    this.sent = this.field.blocks().slice();
    this.edits = [];
    this.full = { at: this.revision, fresh: true };
    this.post({
      type: "field_opened",
      field: this.number,
      label: this.label,
      surface: this.surface,
      at: Date.now(),
      blocks: this.sent.map(plain),
      resumed: false,
    });
  }

  /** The engine is told everything again from this revision on: its next flags are the full set. */
  resume(revision: number): void {
    this.full = { at: revision, fresh: false };
  }

  private heard(event: InputEvent, done = false): void {
    if (!event.isTrusted) return;
    // The client may have come in the middle of a composition, and not have heard it begin.
    if (event.isComposing) this.composing = true;
    const type = event.inputType ?? "";
    if (/^insertFrom(Paste|Drop|Yank)/.test(type)) this.act({ type: "pasted" });
    else if (type.startsWith("history")) this.act({ type: "history" });
    else this.act({ type: "typed" });
    if (done) {
      this.keys++;
      this.from ||= Date.now();
    }
  }

  private act(cause: Cause): void {
    // Keys that belong to another cause are told apart from what came before.
    if (this.hand && this.hand.cause.type !== cause.type) this.flush();
    this.hand = { cause, at: Date.now() };
  }

  /** Compares the field with what was sent last, and sends the difference. */
  flush(): void {
    if (this.composing || this.held || this.stop.signal.aborted) return;
    const now = Date.now();
    const hand = this.hand && now - this.hand.at < HAND_MS ? this.hand.cause : undefined;
    this.send(hand ?? { type: "script" }, now);
  }

  private send(cause: Cause, now: number): boolean {
    const blocks = this.field.blocks();
    const changes = blocks === this.sent ? [] : changesBetween(this.sent, blocks);
    if (changes.length === 0) {
      this.sent = blocks.slice();
      this.repaint();
      return false;
    }
    this.revision++;
    const edits = editsOf(changes, this.sent, this.revision);
    this.edits.push(...edits);
    this.sent = blocks.slice();
    const touched = new Map<number, Edit>(edits.map((edit) => [edit.block, edit]));
    const present = new Set(blocks.map((block) => block.id));
    for (const standing of this.flags.values()) {
      const edit = touched.get(standing.flag.block);
      if (edit && standing.span) standing.span = moved(standing.span, edit);
      if (!present.has(standing.flag.block)) standing.span = undefined;
    }
    this.repaint();
    this.post({
      type: "field_changed",
      field: this.number,
      revision: this.revision,
      cause,
      from: this.from || now,
      to: now,
      keys: cause.type === "script" ? 0 : Math.max(1, this.keys),
      changes,
    });
    this.keys = 0;
    this.from = 0;
    this.changed();
    return true;
  }

  /** Takes the engine's answer. */
  answer(message: Extract<EngineMessage, { type: "flags" }>): void {
    let { revision } = message;
    if (this.muted) return;
    if (this.full) {
      // What was said of the field before it was opened anew may still have been on its way.
      if (this.full.fresh && revision !== 0) return;
      this.flags.clear();
      revision ||= this.full.at;
      this.full = undefined;
    }
    this.take(message.difference);
    // What the engine said stands in the text of its revision; the edits made since carry it into the present one.
    const since = this.edits.filter((edit) => edit.revision > revision);
    const texts = new Map(this.sent.map((block) => [block.id, block.text]));
    for (const standing of this.flags.values()) {
      const { flag } = standing;
      let span: Span | undefined = flag.span;
      for (const edit of since) if (span && edit.block === flag.block) span = moved(span, edit);
      // Never on the wrong word: what stands there must be what was flagged.
      if (span && texts.get(flag.block)?.slice(span.start, span.end) !== flag.quote) span = undefined;
      standing.span = span;
    }
    this.repaint();
    this.changed();
  }

  /** Everything up to this revision is durable: its edits are needed no more for telling it again. */
  forgetEdits(revision: number): void {
    this.edits = this.edits.filter((edit) => edit.revision > revision);
  }

  private take({ raised, moved: gone, cleared }: FlagDifference): void {
    for (const id of cleared) this.flags.delete(id);
    for (const flag of [...raised, ...gone]) this.flags.set(flag.id, { flag, span: undefined });
  }

  /** Shows no marks any more; goes on hearing what changes. */
  mute(): void {
    this.muted = true;
    this.flags.clear();
    this.repaint();
  }

  private repaint(): void {
    const marks: Mark[] = [];
    for (const { flag, span } of this.flags.values()) {
      if (span && flag.verdict !== "allow") marks.push({ flag: flag.id, verdict: flag.verdict, block: flag.block, span });
    }
    this.field.paint(marks);
  }

  /** Flags that can be seen, in document order. */
  inOrder(): (Standing & { span: Span })[] {
    const order = new Map(this.sent.map((block, index) => [block.id, index]));
    return [...this.flags.values()]
      .filter((standing): standing is Standing & { span: Span } => standing.span !== undefined)
      .sort((a, b) => (order.get(a.flag.block) ?? 0) - (order.get(b.flag.block) ?? 0) || a.span.start - b.span.start);
  }

  /** Puts a suggestion in place of its flag; the engine hears of it only when it was read back. */
  async applySuggestion(id: number, choice: number): Promise<Outcome> {
    const standing = this.flags.get(id);
    const text = standing?.flag.suggestions[choice];
    if (!standing?.span || text === undefined) return "stale";
    const { flag, span } = standing;
    return this.hold({ type: "suggestion", flag: id, choice }, () =>
      replace(this.field, flag.block, span, flag.quote, text),
    );
  }

  /** Inserts an approved text after the sentence's words that were flagged. */
  async insertModule(id: number, module: { id: string; text: string }): Promise<Outcome> {
    const standing = this.flags.get(id);
    if (!standing?.span) return "stale";
    const { flag } = standing;
    const block = this.sent.find((each) => each.id === flag.block);
    if (!block) return "stale";
    const at = block.text.trimEnd().length;
    const text = (at > 0 ? " " : "") + module.text.trim();
    return this.hold({ type: "module", flag: id, module: module.id }, () =>
      replace(this.field, flag.block, { start: at, end: at }, "", text),
    );
  }

  private async hold(cause: Cause, act: () => Promise<Outcome>): Promise<Outcome> {
    if (this.held) return "stale";
    this.flush();
    this.held = cause;
    let outcome: Outcome = "refused";
    try {
      outcome = await act();
    } finally {
      this.held = undefined;
      this.hand = undefined;
      if (outcome === "done") {
        this.from = 0;
        this.send(cause, Date.now());
      } else this.flush();
    }
    return outcome;
  }

  /** Says that the field is gone, and takes everything away. */
  close(say: boolean): void {
    if (this.stop.signal.aborted) return;
    if (say) {
      this.held = undefined;
      this.composing = false;
      this.flush();
      this.post({ type: "field_closed", field: this.number, at: Date.now() });
    }
    this.stop.abort();
    this.flags.clear();
    this.field.close();
  }
}
