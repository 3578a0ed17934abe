/**
 * One open field: hears what the person does in it, tells the engine what changed, keeps the flags on their words while
 * the answer is on its way. Decides nothing about flags; never sends during a composition.
 */
import type { Block, Cause, EngineMessage, FlagDifference, Shipping, Span, Surface } from "../wire.ts";
import { replace, type Outcome } from "./apply.ts";
import { tagsOf } from "./clipboard_markup.ts";
import { changesOf, differenceBetween, editsOf, plain, type Edit } from "./edits.ts";
import type { Field } from "./field.ts";
import type { Unnumbered } from "./outbox.ts";
import { Standings, type Standing } from "./standings.ts";
import { stepLasts } from "./undo_steps.ts";

export type { Standing };

/** A script's change within this time of a key is that key's doing. */
const HAND_MS = 400;
/** Where an assistant writes, too, only this long behind what the key did already. */
const SPENT_MS = 60;
/** What was done to send a draft is known to have done so within this time. */
const LEAVING_MS = 10_000;

/** A field whose reading took longer than this is not read at every key, */
const SLOW_MS = 10;
/** but so long after the last one, */
const REST_MS = 120;
/** and so long after the first one that was not read at the latest: sooner than a key's doing is told from a script's. */
const MOST_MS = 300;

const SCRIPT: Cause = { type: "script" };
const NONE: ReadonlySet<number> = new Set();

export class Writing {
  readonly flags = new Standings();
  private sent: readonly Block[] = [];
  private readonly sentById = new Map<number, Block>();
  private revision = 0;
  /** The edits that an answer may have to be carried through. */
  private edits: Edit[] = [];
  /** The revision of the last answer, and the last one that the engine has stored. */
  private answered = 0;
  private durable = 0;
  /** A full set of flags is awaited: the revision at which the field was opened, and whether anew. */
  private full: { at: number; fresh: boolean } | undefined;
  private hand: { cause: Cause; at: number; spent: boolean } | undefined;
  /** Something was done that sends the draft, if the page takes it; then the field is emptied, or also may go. */
  private leaving: { how: Shipping; at: number; mayGo: boolean } | undefined;
  private keys = 0;
  private keyAt = -Infinity;
  /** When the text changed last. */
  private changedAt = -Infinity;
  /** A fix waits until the editor's undo keeps it apart from what was written last. */
  private waiting = false;
  private from = 0;
  /** A reading that was put off, and the latest it may come, in the page's own time. */
  private timer: ReturnType<typeof setTimeout> | undefined;
  private lookBy: number | undefined;
  /** Whose doing it was that is to be read then. */
  private owed: Cause | undefined;
  private composing = false;
  private muted = false;
  private held: Cause | undefined;
  /** Whether an assistant writes into people's own text here. */
  assisted = false;
  private readonly stop = new AbortController();

  constructor(
    readonly number: number,
    readonly field: Field,
    private readonly label: string,
    private surface: Surface,
    private readonly post: (message: Unnumbered) => void,
    /** Called when flags or where they stand may have changed. */
    private readonly changed: () => void,
    /** How a person brought in what stands there beside what was first known of the field. */
    came: "typed" | "pasted" = "typed",
  ) {
    const options = { capture: true, passive: true, signal: this.stop.signal };
    const on = (type: string, hear: (event: Event) => void) => field.element.addEventListener(type, hear, options);
    on("beforeinput", (event) => this.heard(event as InputEvent));
    on("input", (event) => {
      if (event.isTrusted) {
        this.leaving = undefined;
        this.heard(event as InputEvent, true);
      }
      this.look();
    });
    on("paste", (event) => event.isTrusted && this.act(pasted((event as ClipboardEvent).clipboardData)));
    on("drop", (event) => event.isTrusted && this.act(pasted((event as DragEvent).dataTransfer)));
    on("keydown", (event) => {
      if (!event.isTrusted) return;
      this.keyAt = Date.now();
      if (!this.hand) this.act({ type: "typed" });
    });
    on("compositionstart", () => (this.composing = true));
    on("compositionend", () => {
      this.composing = false;
      setTimeout(() => this.flush());
    });
    this.openAnew();
    field.watch(() => this.look());
    if (document.hasFocus() && surface !== "response") this.act({ type: came });
    this.flush();
  }

  /** Whether nobody writes in it: what a tool answers. */
  get readOnly(): boolean {
    return this.surface === "response";
  }

  /** Whether this is a prompt. */
  get isPrompt(): boolean {
    return this.surface === "prompt";
  }

  /** Whether the engine has said what it finds in the text as it is now. */
  isAnswered(): boolean {
    this.flush();
    return !this.composing && !this.full && this.answered === this.revision;
  }

  /** The surface the field stands on, which another guide may see otherwise. */
  standOn(surface: Surface): void {
    if (surface === this.surface) return;
    this.surface = surface;
    this.openAnew();
  }

  /** The engine is being told of the field on this surface: it need not be told once more. */
  toldOn(surface: Surface): void {
    this.surface = surface;
  }

  /** Tells the engine of the field with all its blocks. */
  openAnew(): void {
    this.sent = this.field.blocks();
    this.sentById.clear();
    for (const block of this.sent) this.sentById.set(block.id, block);
    this.edits = [];
    this.answered = this.durable = this.revision;
    this.full = { at: this.revision, fresh: true };
    this.post({
      type: "field_opened",
      field: this.number,
      label: this.label,
      surface: this.surface,
      language: languageOf(this.field.element),
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
    if (/^insertFrom(Paste|Drop|Yank)/.test(type)) {
      const { hand } = this;
      this.act(hand?.cause.type === "pasted_markup" && Date.now() - hand.at < HAND_MS ? hand.cause : { type: "pasted" });
    } else if (type.startsWith("history")) this.act({ type: "history" });
    else this.act({ type: "typed" });
    if (done) {
      this.keys++;
      this.from ||= Date.now();
    }
  }

  /** A paste went elsewhere in the page, just after a key here. */
  pastedBeside(data: DataTransfer | null): void {
    if (Date.now() - this.keyAt < HAND_MS) this.act(pasted(data));
  }

  private act(cause: Cause): void {
    // Keys that belong to another cause are told apart from what came before.
    if (this.hand && this.hand.cause.type !== cause.type) this.flush();
    this.hand = { cause, at: Date.now(), spent: false };
  }

  /** Flushes at once; where an editor draws so much anew that reading it is slow, once for the keys of a moment. */
  private look(): void {
    if (this.field.readTook <= SLOW_MS) {
      this.flush();
      return;
    }
    // On a page this slow a reading may come late: whose doing it was is known now.
    if (!this.owed || this.owed === SCRIPT) this.owed = this.causeAt(Date.now());
    const now = performance.now();
    this.lookBy ??= now + MOST_MS;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), Math.max(0, Math.min(REST_MS, this.lookBy - now)));
  }

  /** Compares the field with what was sent last, and sends the difference. */
  flush(): void {
    clearTimeout(this.timer);
    this.lookBy = undefined;
    if (this.composing || this.held || this.stop.signal.aborted) return;
    const now = Date.now();
    const cause = this.owed ?? this.causeAt(now);
    this.owed = undefined;
    if (this.send(cause, now) && this.hand?.cause.type === cause.type) this.hand.spent = true;
  }

  /** Whose doing a change of the text is that comes now. */
  private causeAt(now: number): Cause {
    const { hand } = this;
    const lasts = hand?.spent && this.assisted ? SPENT_MS : HAND_MS;
    return hand !== undefined && now - hand.at < lasts ? hand.cause : SCRIPT;
  }

  /** Something was done that sends the draft: known to have when the page empties the field; or takes it away, where
   * `mayGo`. A single line that goes with its page may be a search. */
  leaves(how: Shipping, mayGo: boolean): void {
    if (this.readOnly) return;
    this.flush();
    this.leaving = { how, at: Date.now(), mayGo: mayGo && this.field.element.localName !== "input" };
  }

  /** The draft leaves the writer's hands as it stands. */
  ship(how: Shipping): void {
    if (this.readOnly) return;
    this.flush();
    this.post({ type: "shipped", field: this.number, how, at: Date.now() });
  }

  /** The person says where what is selected came from. */
  claim(ai: boolean): Outcome {
    this.flush();
    const passage = this.readOnly ? undefined : this.field.selected();
    if (!passage) return "stale";
    this.post({ type: "claim", field: this.number, ...passage, ai, at: Date.now() });
    return "done";
  }

  /** Says that the draft was sent, before anything is said of the empty field behind it. */
  private left(now: number, isGone: boolean): void {
    const { leaving } = this;
    this.leaving = undefined;
    if (!leaving || now - leaving.at > LEAVING_MS || (isGone && !leaving.mayGo)) return;
    this.post({ type: "shipped", field: this.number, how: leaving.how, at: leaving.at });
  }

  private send(cause: Cause, now: number): boolean {
    const blocks = this.field.blocks();
    const difference = differenceBetween(this.sent, blocks);
    if (!difference) {
      // Read anew but of the same text: an editor may have put other nodes there.
      if (blocks !== this.sent) {
        this.sent = blocks;
        this.field.paint(this.flags, NONE);
      }
      return false;
    }
    if (this.leaving && blocks.every((block) => block.text.trim() === "")) this.left(now, false);
    this.revision++;
    this.changedAt = now;
    const edits = editsOf(difference, this.revision);
    const changes = changesOf(difference, edits);
    this.edits.push(...edits);
    this.sent = blocks;
    const touched = new Set<number>();
    for (const block of difference.removed) {
      touched.add(block.id);
      this.sentById.delete(block.id);
    }
    for (const block of difference.inserted) {
      touched.add(block.id);
      this.sentById.set(block.id, block);
    }
    for (const edit of edits) this.flags.edited(edit);
    for (const block of difference.removed) if (!this.sentById.has(block.id)) this.flags.gone(block.id);
    this.field.paint(this.flags, touched);
    this.post({
      type: "field_changed",
      field: this.number,
      revision: this.revision,
      cause,
      from: this.from || now,
      to: now,
      keys: cause.type === "script" ? 0 : Math.max(1, this.keys),
      // A script writes where it likes.
      caret: (cause.type !== "script" && this.field.caretIn(difference.inserted)) || null,
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
    let touched: Set<number> | undefined = new Set<number>();
    if (this.full) {
      // What was said of the field before it was opened anew may still have been on its way.
      if (this.full.fresh && revision !== 0) return;
      this.flags.clear();
      revision ||= this.full.at;
      this.full = undefined;
      touched = undefined;
    }
    const told = this.take(message.difference);
    // Besides what the engine spoke of, only flags in blocks that were edited meanwhile can stand otherwise than they
    // did: an edit that touched one may have been taken back.
    for (const edit of this.edits) if (edit.revision > this.answered) told.add(edit.block);
    const since = this.edits.filter((edit) => edit.revision > revision);
    for (const block of touched ? told : this.flags.blocks()) {
      const own = since.filter((edit) => edit.block === block);
      this.flags.settle(this.sentById.get(block), block, own);
      touched?.add(block);
    }
    this.answered = touched ? Math.max(this.answered, revision) : revision;
    this.forget();
    this.field.paint(this.flags, touched);
    this.changed();
  }

  /** Everything up to this revision is durable: its edits are needed no more for telling it again. */
  forgetEdits(revision: number): void {
    this.durable = Math.max(this.durable, revision);
    this.forget();
  }

  private forget(): void {
    const known = Math.min(this.durable, this.answered);
    if (this.edits[0] && this.edits[0].revision <= known) this.edits = this.edits.filter((edit) => edit.revision > known);
  }

  /** Takes in what the engine says of flags; gives the blocks concerned. */
  private take({ raised, moved, cleared }: FlagDifference): Set<number> {
    const blocks = new Set<number>();
    const note = (block: number | undefined) => block !== undefined && blocks.add(block);
    for (const id of cleared) note(this.flags.delete(id));
    for (const flags of [raised, moved]) {
      for (const flag of flags) {
        note(this.flags.get(flag.id)?.flag.block);
        this.flags.set(flag);
        note(flag.block);
      }
    }
    return blocks;
  }

  /** Shows no marks any more; goes on hearing what changes. */
  mute(): void {
    this.muted = true;
    this.flags.clear();
    this.field.paint(this.flags);
  }

  /** Flags that can be seen, in document order. */
  inOrder(): (Standing & { span: Span })[] {
    const order = new Map(this.sent.map((block, index) => [block.id, index]));
    return [...this.flags.all()]
      .filter((standing): standing is Standing & { span: Span } => standing.span !== undefined)
      .sort((a, b) => (order.get(a.flag.block) ?? 0) - (order.get(b.flag.block) ?? 0) || a.span.start - b.span.start);
  }

  /** Flags whose marks are near the view. */
  *nearView(): Iterable<Standing & { span: Span }> {
    for (const id of this.field.held()) {
      const standing = this.flags.get(id);
      if (standing?.span) yield standing as Standing & { span: Span };
    }
  }

  /** Puts a suggestion in place of its flag; the engine hears of it only when it was read back. */
  async applySuggestion(id: number, choice: number): Promise<Outcome> {
    if (!(await this.stepEnded())) return "stale";
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
    if (!(await this.stepEnded())) return "stale";
    const standing = this.flags.get(id);
    if (!standing?.span) return "stale";
    const { flag } = standing;
    const block = this.sentById.get(flag.block);
    if (!block) return "stale";
    const end = block.text.indexOf("\n", standing.span.end);
    const at = (end < 0 ? block.text : block.text.slice(0, end)).trimEnd().length;
    const text = (at > 0 ? " " : "") + module.text.trim();
    return this.hold({ type: "module", flag: id, module: module.id }, () =>
      replace(this.field, flag.block, { start: at, end: at }, "", text),
    );
  }

  /** Undo must take back a fix and not what the person wrote just before it: where time alone tells the two apart, the
   * fix comes when it is over. False where one waits already, and where the person went on meanwhile: writing here, or
   * elsewhere, whence nothing may take the focus back. */
  private async stepEnded(): Promise<boolean> {
    if (this.waiting) return false;
    this.flush();
    const left = this.changedAt + stepLasts(this.field.element) - Date.now();
    if (left <= 0) return true;
    const { changedAt } = this;
    const { activeElement } = document;
    this.waiting = true;
    await new Promise((done) => setTimeout(done, left));
    this.waiting = false;
    this.flush();
    return !this.stop.signal.aborted && !this.composing && this.changedAt === changedAt && document.activeElement === activeElement;
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
      this.hand = this.owed = undefined;
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
      this.left(Date.now(), true);
      this.post({ type: "field_closed", field: this.number, at: Date.now() });
    }
    this.stop.abort();
    clearTimeout(this.timer);
    this.flags.clear();
    this.field.close();
  }
}

/** The language that the page says is written in an element; that of the page as a whole is the one of its menus. */
function languageOf(element: HTMLElement): string | null {
  const said = element.closest<HTMLElement>("[lang]");
  return said && said !== document.documentElement && said.lang !== "" ? said.lang : null;
}

/** A paste, with what its markup says beside the text. */
function pasted(data: DataTransfer | null): Cause {
  const markup = tagsOf(data?.getData("text/html") ?? "");
  return markup === "" ? { type: "pasted" } : { type: "pasted_markup", markup };
}
