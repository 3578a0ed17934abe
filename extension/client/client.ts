/**
 * The client in a page: opens fields as they get the focus, and brings together what the engine says and what the
 * person does. One for each frame.
 */
import type { Command, DismissReason, EngineMessage, RuleCard, SurfaceCard } from "../wire.ts";
import type { Answer } from "./answer.ts";
import { Answers, isSelector } from "./answers.ts";
import type { Outcome } from "./apply.ts";
import { Copies, type Early } from "./copies.ts";
import { extensionChannel, extensionRuns, messageChannel, type Channel } from "./channel.ts";
import { fieldOf, focused, isWithin, mayRead } from "./eligible.ts";
import type { Field } from "./field.ts";
import { handOver, takeOver } from "./hand_over.ts";
import { Hold } from "./hold.ts";
import { HintView, type HintActs } from "./hint_view.ts";
import { freeField, openFields, Outbox, type Legacy } from "./outbox.ts";
import { Departures } from "./shipping.ts";
import { PlainInput, type PlainElement } from "./plain_input.ts";
import { RichText } from "./rich_text.ts";
import { Writing, type Standing } from "./writing.ts";

export { messageChannel };

/** A field that left the page for less than this was only moved. */
const GONE_MS = 1_000;

/** A client whose extension is gone waits so long for the next one. */
const ORPHAN_MS = 20_000;

/** Starts in an extension's content script, for a field that got the focus when this stood in it, or for a copy; `pasted`
 * when something was pasted since. */
export function startInExtension(field?: HTMLElement, value?: string, copied?: Early, pasted = false): void {
  const client = new Client(extensionChannel, extensionRuns, takeOver(), field, value, copied, pasted);
  chrome.runtime.onMessage.addListener((message: unknown) => {
    if (message === "connect") client.connect();
  });
}

/** Starts in a page that runs the engine for itself. */
export function start(connect: () => Channel): void {
  new Client(connect, () => true);
}

class Client {
  private readonly outbox: Outbox;
  private readonly writings = new Map<HTMLElement, Writing>();
  private readonly byNumber = new Map<number, Writing>();
  private readonly rules = new Map<string, RuleCard>();
  private surfaces: SurfaceCard[] = [];
  private sendSelector: string | undefined;
  private welcomed = false;
  private off = false;
  private orphan = false;
  private nextField: number;
  private readonly hint: HintView;
  private readonly answers: Answers<Writing>;
  private readonly hold: Hold;
  private readonly copies: Copies;
  private readonly departures: Departures;
  private readonly stop = new AbortController();
  private readonly attributes: MutationObserver;
  private readonly watched = new WeakSet<Node>();

  constructor(
    connect: () => Channel,
    alive: () => boolean,
    legacy?: Legacy,
    first?: HTMLElement,
    value?: string,
    copied?: Early,
    pasted = false,
  ) {
    const before = legacy ? openFields(legacy) : [];
    this.nextField = legacy ? freeField(legacy) : 1;
    this.outbox = new Outbox(
      connect,
      (message) => this.hear(message),
      (revisions) => {
        for (const [number, revision] of revisions) this.byNumber.get(number)?.resume(revision);
      },
      (number, revision) => this.byNumber.get(number)?.forgetEdits(revision),
      alive,
      () => this.orphaned(),
      legacy,
    );
    this.hint = new HintView(this.acts());
    this.answers = new Answers(
      (answer) => this.openAnswer(answer),
      (writing, say) => this.closeWriting(writing, say),
    );
    this.hold = new Hold(
      {
        prompts: () => this.prompts(),
        holding: (writing) => this.holding(writing),
        send: () => this.sendSelector,
        held: (writing, flags) => this.showHeld(writing, flags.length),
        passed: (writing) => this.hint.writing === writing && this.hint.close(),
      },
      this.stop.signal,
    );
    this.copies = new Copies(
      (tool, text) => this.outbox.post({ type: "copied", tool, text, at: Date.now() }),
      this.stop.signal,
      copied,
    );
    this.departures = new Departures({ writings: () => this.writings.values(), send: () => this.sendSelector }, this.stop.signal);
    const options = { capture: true, passive: true, signal: this.stop.signal };
    addEventListener("focusin", (event) => this.focusIn(event.composedPath()[0]), options);
    addEventListener("pointerdown", (event) => this.focusCame(event.composedPath()[0]), options);
    addEventListener("input", (event) => this.focusCame(event.composedPath()[0]), options);
    addEventListener("paste", (event) => this.pasted(event), options);
    addEventListener("pointermove", (event) => this.hint.pointer(event), options);
    addEventListener("click", (event) => this.hint.click(event), options);
    addEventListener("dragstart", () => this.hint.close(), options);
    addEventListener("scroll", () => this.follow(), options);
    addEventListener("resize", () => this.follow(), options);
    addEventListener("pagehide", () => this.closeAll(true), { signal: this.stop.signal });
    addEventListener("pageshow", (event) => event.persisted && this.focusCame(focused()), { signal: this.stop.signal });
    this.attributes = new MutationObserver((records) => this.lookAgain(records));
    this.watchTree(document);
    handOver(() => {
      const left = this.outbox.legacy();
      this.retire();
      return left;
    }, this.stop.signal);
    // Fields of the client before this one are closed; where the person still writes they are opened anew.
    for (const field of before) this.outbox.post({ type: "field_closed", field, at: Date.now() });
    this.connect();
    // What an earlier client has heard of is not heard of again: then the text of this moment is where to begin.
    if (first?.isConnected) this.focusCame(first, legacy ? undefined : value, pasted);
    this.focusCame(focused());
  }

  connect(): void {
    this.outbox.open();
  }

  /** The extension is gone, be it for a moment or for good: shows nothing any more, and keeps what happens for the
   * client that comes next. */
  private orphaned(): void {
    if (this.orphan || this.stop.signal.aborted) return;
    this.orphan = true;
    this.hint.close();
    for (const writing of this.byNumber.values()) writing.mute();
    setTimeout(() => this.retire(), ORPHAN_MS);
  }

  /** Goes silent for good. */
  private retire(): void {
    this.closeAll(false);
    this.hint.close();
    this.stop.abort();
    this.attributes.disconnect();
    this.outbox.close();
  }

  private watchTree(root: Node): void {
    if (this.watched.has(root)) return;
    this.watched.add(root);
    this.attributes.observe(root, {
      subtree: true,
      childList: true,
      attributes: true,
      // All that `mayRead` goes by: a page may make another field of the same element.
      attributeFilter: ["data-housestyle", "type", "autocomplete", "contenteditable", "readonly", "disabled", "name", "id", "aria-label", "placeholder"],
    });
  }

  private focusIn(target: EventTarget | undefined): void {
    this.focusCame(target);
    const element = fieldOf(target);
    const writing = element && this.writings.get(element);
    if (writing) this.outbox.focus(writing.number);
  }

  private focusCame(target: EventTarget | null | undefined, value?: string, pasted = false): void {
    // Comes at every key: a field that is open already is known without another look.
    if (this.off || this.orphan || this.writings.has(target as HTMLElement)) return;
    const element = fieldOf(target);
    if (!element || this.writings.has(element)) return;
    // What nobody sees nobody writes in: editors keep such elements to catch a paste.
    if (!isPlain(element) && element.checkVisibility?.({ opacityProperty: true }) === false) return;
    const root = element.getRootNode();
    if (root instanceof ShadowRoot) this.watchTree(root);
    const field: Field = isPlain(element) ? new PlainInput(element, value) : new RichText(element);
    const number = this.nextField++;
    const writing = new Writing(
      number,
      field,
      labelOf(element),
      this.surfaceOf(element),
      (message) => this.outbox.post(message),
      () => this.hint.refresh(),
      pasted ? "pasted" : "typed",
    );
    writing.assisted = this.isAssisted;
    this.writings.set(element, writing);
    this.byNumber.set(number, writing);
  }

  /** An editor may let a paste go into an element of its own, and take the text from there. */
  private pasted(event: ClipboardEvent): void {
    const path = event.composedPath();
    const writings = [...this.writings.values()];
    if (event.isTrusted && !writings.some((writing) => path.includes(writing.field.element))) for (const writing of writings) writing.pastedBeside(event.clipboardData);
  }

  private get isAssisted(): boolean {
    return this.surfaces.some((card) => card.assistant);
  }

  private surfaceOf(element: Element): "prompt" | "draft" {
    const matches = (selector: string | null) => {
      try {
        return selector !== null && (element.matches(selector) || element.closest(selector) !== null);
      } catch {
        return false;
      }
    };
    return this.surfaces.some((surface) => matches(surface.prompt)) ? "prompt" : "draft";
  }

  /** Closes fields that left the page or may be read no more. Comes with most keys: whether a field may be read is asked
   * only where something happened to it or around it, since asking makes the browser bring its styles up to date. */
  private lookAgain(records: readonly MutationRecord[]): void {
    for (const [element, writing] of this.writings) {
      if (!element.isConnected) {
        writing.field.follow();
        setTimeout(() => {
          if (!element.isConnected) this.closeField(element, writing, true);
        }, GONE_MS);
      } else if (records.some((record) => concerns(record, element)) && !mayRead(element)) this.closeField(element, writing, true);
    }
  }

  private closeField(element: HTMLElement, writing: Writing, say: boolean): void {
    if (this.writings.get(element) !== writing) return;
    this.writings.delete(element);
    this.closeWriting(writing, say);
  }

  private closeWriting(writing: Writing, say: boolean): void {
    this.byNumber.delete(writing.number);
    writing.close(say);
    this.hint.refresh();
  }

  /** What a tool answers is a field that nobody writes in. */
  private openAnswer(answer: Answer): Writing {
    const number = this.nextField++;
    const label = ["answer", number].join("\u001f");
    const writing = new Writing(number, answer, label, "response", (message) => this.outbox.post(message), () => this.hint.refresh());
    this.byNumber.set(number, writing);
    return writing;
  }

  /** The open prompts, the one written in last first. */
  private prompts(): Writing[] {
    const element = fieldOf(focused());
    const prompts = [...this.writings.values()].filter((writing) => writing.isPrompt).reverse();
    return prompts.sort((a, b) => Number(b.field.element === element) - Number(a.field.element === element));
  }

  private holding(writing: Writing) {
    return writing.inOrder().filter(({ flag }) => this.rules.get(flag.rule)?.hold);
  }

  /** The hint of the first flag that a prompt is held back for. */
  private showHeld(writing: Writing, count: number): void {
    const [first] = this.holding(writing);
    if (first) this.hint.open(writing, first, this.rules.get(first.flag.rule), false, true, count);
  }

  private closeAll(say: boolean): void {
    for (const [element, writing] of [...this.writings]) this.closeField(element, writing, say);
    this.answers.stop(say);
  }

  private hear(message: EngineMessage): void {
    switch (message.type) {
      case "welcome": {
        this.surfaces = message.surfaces;
        const off = message.off !== null;
        if (off) {
          this.closeAll(this.welcomed);
          if (!this.welcomed) this.outbox.forget();
          this.copies.watch([]);
        }
        this.welcomed = true;
        this.off = off;
        if (off) break;
        this.outbox.release((message) => {
          const writing = this.byNumber.get(message.field);
          if (!writing || writing.readOnly) return message.surface;
          const surface = this.surfaceOf(writing.field.element);
          writing.toldOn(surface);
          return surface;
        });
        for (const writing of this.writings.values()) writing.standOn(this.surfaceOf(writing.field.element));
        this.watchSurfaces();
        this.focusCame(focused());
        break;
      }
      case "flags":
        for (const card of message.rules) this.rules.set(card.id, card);
        this.byNumber.get(message.field)?.answer(message);
        break;
      case "reopen":
        this.byNumber.get(message.field)?.openAnew();
        break;
      case "command":
        this.command(message.command);
        break;
      case "act":
        void this.act(message);
        break;
      case "act_on_field":
        this.actOnField(message);
        break;
    }
  }

  /** What this host's surfaces ask for; nothing where there are none. */
  private watchSurfaces(): void {
    const selectors = (of: (card: SurfaceCard) => string | null) => this.surfaces.flatMap((card) => of(card) ?? []).filter(isSelector);
    const sends = selectors((card) => card.send);
    this.sendSelector = sends.length > 0 ? sends.join(", ") : undefined;
    if (this.surfaces.some((card) => card.prompt !== null)) this.hold.start();
    this.departures.start();
    this.copies.watch(this.surfaces);
    for (const writing of this.writings.values()) writing.assisted = this.isAssisted;
    this.answers.watch(selectors((card) => card.response));
  }

  private follow(): void {
    for (const writing of this.byNumber.values()) writing.field.follow();
    this.hint.follow();
  }

  private command(command: Command): void {
    const element = fieldOf(focused());
    const writing = (element && this.writings.get(element)) ?? this.hint.writing ?? this.writings.values().next().value;
    if (!writing) return;
    const flags = writing.inOrder();
    if (flags.length === 0) return;
    const order = new Map(writing.field.blocks().map((block, index) => [block.id, index]));
    const place = (block: number, at: number) => (order.get(block) ?? 0) * 2 ** 32 + at;
    const caret = writing.field.selection();
    const here = caret ? place(caret.block, caret.span.start) : -1;
    const open = this.hint.standing && flags.findIndex((each) => each.flag.id === this.hint.standing?.flag.id);
    const at = open !== undefined && open >= 0 ? open : flags.findIndex(({ flag, span }) => place(flag.block, span.start) <= here && here <= place(flag.block, span.end));
    let index: number;
    if (command === "next-flag") {
      index = at >= 0 ? at + 1 : flags.findIndex(({ flag, span }) => place(flag.block, span.start) > here);
      if (index < 0 || index >= flags.length) index = 0;
    } else if (command === "previous-flag") {
      const before = flags.findLastIndex(({ flag, span }) => place(flag.block, span.end) < here);
      index = at >= 0 ? at - 1 : before;
      if (index < 0) index = flags.length - 1;
    } else {
      const after = flags.findIndex(({ flag, span }) => place(flag.block, span.start) >= here);
      index = at >= 0 ? at : Math.max(0, after);
    }
    const chosen = flags[index]!;
    if (command === "apply-first") {
      if (chosen.flag.suggestions.length > 0) void this.applySuggestion(writing, chosen, 0);
      else this.hint.open(writing, chosen, this.rules.get(chosen.flag.rule), true);
      return;
    }
    if (command !== "open-hint") writing.field.select(chosen.flag.block, chosen.span);
    this.hint.open(writing, chosen, this.rules.get(chosen.flag.rule), command === "open-hint");
  }

  private async applySuggestion(writing: Writing, { flag }: Standing, choice: number): Promise<void> {
    const outcome = await writing.applySuggestion(flag.id, choice);
    this.goOn(writing, outcome, flag.suggestions[choice] ?? "");
  }

  /** Says what came of an act; of a prompt that was held back for more, shows what comes next. */
  private goOn(writing: Writing, outcome: Outcome, text: string): void {
    const wasHeld = this.hint.isHeld;
    this.hint.applied(outcome, text);
    if (!wasHeld || outcome !== "done") return;
    const left = this.holding(writing).length;
    if (left > 0) this.showHeld(writing, left);
  }

  /** Does what a page asks, as the hint would, and says what came of it. */
  private async act({ page, call, field, flag, act }: Extract<EngineMessage, { type: "act" }>): Promise<void> {
    const writing = this.byNumber.get(field);
    const standing = writing?.flags.get(flag);
    let outcome: Outcome = "stale";
    if (writing && standing?.span) {
      if (act.type === "apply") outcome = await writing.applySuggestion(flag, act.choice);
      else if (act.type === "insert") {
        const module = this.rules.get(standing.flag.rule)?.modules.find((module) => module.id === act.module);
        if (module) outcome = await writing.insertModule(flag, module);
      } else if (act.type === "show") outcome = writing.field.select(standing.flag.block, standing.span) ? "done" : "stale";
      else {
        if (act.type === "dismiss") this.dismiss(writing, flag, act.reason, act.whole_rule);
        else this.escalate(writing, flag);
        outcome = "done";
      }
    }
    this.outbox.say({ type: "acted", page, call, outcome });
  }

  /** The same for an act on a field's text. */
  private actOnField({ page, call, field, act }: Extract<EngineMessage, { type: "act_on_field" }>): void {
    const writing = this.byNumber.get(field);
    let outcome: Outcome = "stale";
    if (writing && act.type === "claim") outcome = writing.claim(act.ai);
    else if (writing) {
      writing.ship("published");
      outcome = "done";
    }
    this.outbox.say({ type: "acted", page, call, outcome });
  }

  private dismiss(writing: Writing, flag: number, reason: DismissReason, whole_rule: boolean): void {
    this.outbox.post({ type: "dismiss", field: writing.number, flag, reason, whole_rule, at: Date.now() });
  }

  private escalate(writing: Writing, flag: number): void {
    this.outbox.post({ type: "escalate", field: writing.number, flag, url: location.origin + location.pathname, at: Date.now() });
  }

  private acts(): HintActs {
    return {
      at: (x, y) => {
        for (const writing of this.byNumber.values()) {
          const box = writing.field.element.getBoundingClientRect();
          if (x < box.left || x > box.right || y < box.top || y > box.bottom) continue;
          for (const standing of writing.nearView()) {
            const hit = writing.field
              .rects(standing.flag.block, standing.span)
              .some((rect) => x >= rect.left && x <= rect.right && y >= rect.top && y <= rect.bottom + 4);
            if (hit) return { writing, standing, rule: this.rules.get(standing.flag.rule) };
          }
        }
        return undefined;
      },
      apply: (writing, standing, choice) => this.applySuggestion(writing, standing, choice),
      insert: async (writing, { flag }, module) => {
        const outcome = await writing.insertModule(flag.id, module);
        this.goOn(writing, outcome, module.text);
      },
      dismiss: (writing, { flag }, reason, wholeRule) => this.dismiss(writing, flag.id, reason, wholeRule),
      escalate: (writing, { flag }) => this.escalate(writing, flag.id),
      send: (writing, reason) => {
        for (const { flag } of this.holding(writing)) this.dismiss(writing, flag.id, reason, false);
      },
    };
  }
}

/** Whether a record tells of an attribute of an element or of one around it, or of its coming to another place. */
function concerns({ type, target, addedNodes }: MutationRecord, element: Element): boolean {
  if (type === "attributes") return isWithin(element, target);
  // What comes into an element does not move it, and there may be thousands of it at every key.
  return !element.contains(target) && [...addedNodes].some((node) => isWithin(element, node));
}

function isPlain(element: HTMLElement): element is PlainElement {
  return element.localName === "input" || element.localName === "textarea";
}

/** What tells a field from others on its page, and stays across reloads. */
function labelOf(element: HTMLElement): string {
  const names = ["id", "name", "aria-label", "placeholder"].map((name) => element.getAttribute(name) ?? "");
  const root = element.getRootNode() as Document | ShadowRoot;
  const alike = [...root.querySelectorAll(element.localName)].filter((other) => other.hasAttribute("contenteditable") === element.hasAttribute("contenteditable"));
  return [element.localName, ...names, alike.indexOf(element)].join("\u001f");
}
