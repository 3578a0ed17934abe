/**
 * Where and when the hint stands: by hover, click or keyboard, beside its mark, in a closed shadow root of its own.
 * Takes the focus only when a keyboard command asks for it, and gives it back with the selection as it was.
 */
import { h, render } from "preact";
import type { DismissReason, ModuleCard, RuleCard } from "../wire.ts";
import tokensCss from "../kit/tokens.css";
import type { Outcome } from "./apply.ts";
import { dress } from "./dress.ts";
import type { Rect } from "./field.ts";
import hintCss from "./hint.css";
import { Hint } from "./hint.tsx";
import { layerHome } from "./layer_home.ts";
import { copyText } from "./copy_text.ts";
import { words } from "./words.ts";
import type { Standing, Writing } from "./writing.ts";

export interface HintActs {
  /** The flag whose mark is at a point of the viewport. */
  at(x: number, y: number): { writing: Writing; standing: Standing; rule: RuleCard | undefined } | undefined;
  apply(writing: Writing, standing: Standing, choice: number): Promise<void>;
  insert(writing: Writing, standing: Standing, module: ModuleCard): Promise<void>;
  dismiss(writing: Writing, standing: Standing, reason: DismissReason, wholeRule: boolean): void;
  escalate(writing: Writing, standing: Standing): void;
  /** Sets aside all that a prompt was held back for. */
  send(writing: Writing, reason: DismissReason): void;
}

/** The pointer rests on a mark for so long before its hint comes, and leaves for so long before it goes. */
const COME_MS = 250;
const GO_MS = 350;
/** The pointer is looked at this often at most. */
const LOOK_MS = 60;

export class HintView {
  writing: Writing | undefined;
  standing: Standing | undefined;
  private rule: RuleCard | undefined;
  private host: HTMLElement | undefined;
  private root: ShadowRoot | undefined;
  private box: HTMLElement | undefined;
  private notice: string | undefined;
  private coming: ReturnType<typeof setTimeout> | undefined;
  private going: ReturnType<typeof setTimeout> | undefined;
  private lookedAt = 0;
  private looking: ReturnType<typeof setTimeout> | undefined;
  private over: number | undefined;
  private pinned = false;
  /** The person went on writing in the page beside the hint. */
  private wroteOn = false;
  /** How many flags a prompt was held back for. */
  private held: number | undefined;
  /** While a fix is being looked at, its flag may come and go. */
  private acting = false;
  private giveBack: (() => void) | undefined;

  constructor(private readonly acts: HintActs) {}

  pointer(event: PointerEvent): void {
    clearTimeout(this.looking);
    if (event.buttons !== 0) return;
    const { clientX, clientY, timeStamp } = event;
    const inside = this.host !== undefined && event.composedPath().includes(this.host);
    const wait = this.lookedAt + LOOK_MS - timeStamp;
    // The last of many quick moves counts: where the pointer came to rest.
    if (wait > 0) this.looking = setTimeout(() => this.look(clientX, clientY, inside), wait);
    else this.look(clientX, clientY, inside);
  }

  private look(x: number, y: number, inside: boolean): void {
    this.lookedAt = performance.now();
    if (inside) {
      clearTimeout(this.going);
      this.going = undefined;
      return;
    }
    const found = this.acts.at(x, y);
    if (found?.standing.flag.id !== this.over) {
      this.over = found?.standing.flag.id;
      clearTimeout(this.coming);
      if (found) this.coming = setTimeout(() => this.open(found.writing, found.standing, found.rule, false, false), COME_MS);
    }
    if (found && found.standing.flag.id === this.standing?.flag.id) {
      clearTimeout(this.going);
      this.going = undefined;
    } else if (this.standing && !this.pinned && this.going === undefined) {
      this.going = setTimeout(() => this.close(), GO_MS);
    }
  }

  click(event: MouseEvent): void {
    if (!event.isTrusted || (this.host && event.composedPath().includes(this.host))) return;
    const found = this.acts.at(event.clientX, event.clientY);
    if (found) this.open(found.writing, found.standing, found.rule, false);
    else this.close();
  }

  open(writing: Writing, standing: Standing, rule: RuleCard | undefined, takeFocus: boolean, pinned = true, held?: number): void {
    clearTimeout(this.coming);
    clearTimeout(this.going);
    this.going = undefined;
    const same = this.standing?.flag.id === standing.flag.id && this.writing === writing;
    if (!same) this.unmount();
    // What a prompt was held back for stays said while the pointer rests on its mark.
    if (!same || held !== undefined) this.held = held;
    [this.writing, this.standing, this.rule, this.pinned] = [writing, standing, rule, pinned || (same && this.pinned)];
    this.mount();
    this.draw();
    this.follow();
    if (takeFocus) this.takeFocus();
  }

  close(): void {
    clearTimeout(this.coming);
    clearTimeout(this.looking);
    clearTimeout(this.going);
    this.going = undefined;
    const giveBack = this.giveBack;
    this.giveBack = undefined;
    this.unmount();
    giveBack?.();
  }

  /** Something changed: the hint goes with its flag, and stays beside it. */
  refresh(): void {
    if (!this.standing || !this.writing) return;
    const standing = this.writing.flags.get(this.standing.flag.id);
    if (standing?.span) {
      this.standing = standing;
      this.draw();
      this.follow();
    } else if (this.notice === undefined && !this.acting) this.close();
  }

  /** Whether a prompt was held back for what is shown. */
  get isHeld(): boolean {
    return this.held !== undefined;
  }

  /** Says what came of an act. */
  applied(outcome: Outcome, text: string): void {
    this.acting = false;
    if (outcome === "done") this.close();
    else {
      this.notice = outcome === "stale" ? words.stale : outcome === "unsettled" ? words.unsettled : words.byHand(text);
      this.draw();
    }
  }

  follow(): void {
    const { box, writing, standing } = this;
    if (!box || !writing || !standing?.span) return;
    const rects = writing.field.rects(standing.flag.block, standing.span);
    const anchor = rects.at(-1);
    // What sends a prompt stands below it: a hint that holds it back leaves that free where it can.
    if (anchor) place(box, anchor, this.held !== undefined);
  }

  private mount(): void {
    if (this.host) return;
    const host = document.createElement("housestyle-hint");
    host.style.setProperty("all", "initial", "important");
    host.style.setProperty("position", "fixed", "important");
    host.style.setProperty("z-index", "2147483647", "important");
    const root = host.attachShadow({ mode: "closed" });
    dress(root, tokensCss);
    dress(root, hintCss);
    const box = document.createElement("div");
    box.className = "hint";
    box.tabIndex = -1;
    box.setAttribute("role", "dialog");
    box.setAttribute("aria-modal", "false");
    box.setAttribute("aria-labelledby", "headline");
    box.setAttribute("aria-describedby", "reason");
    // A press in the hint must not take the focus, and with it the selection, from the field.
    box.addEventListener("pointerdown", (event) => event.preventDefault());
    box.addEventListener("mousedown", (event) => event.preventDefault());
    box.addEventListener("keydown", (event) => this.key(event));
    // What happens in the hint is none of the page's business.
    for (const type of ["keydown", "keyup", "keypress", "click", "mousedown", "mouseup", "pointerdown", "pointerup", "focusin", "focusout"])
      host.addEventListener(type, (event) => event.stopPropagation());
    root.append(box);
    layerHome(this.writing?.field.element ?? document.documentElement).append(host);
    [this.host, this.root, this.box] = [host, root, box];
    addEventListener("keydown", this.escape, true);
  }

  private unmount(): void {
    removeEventListener("keydown", this.escape, true);
    if (this.box) render(null, this.box);
    this.host?.remove();
    this.host = this.root = this.box = this.writing = this.standing = this.rule = this.notice = undefined;
    this.pinned = this.acting = this.wroteOn = false;
    this.held = undefined;
  }

  /** Escape closes the hint wherever the focus is. It does nothing else where the hint was asked for last; the page has
   * it, too, where the hint came by the pointer alone or the person went on writing: there it may be meant for what an
   * editor offers at the caret. */
  private readonly escape = (event: KeyboardEvent) => {
    if (!event.isTrusted) return;
    const inside = this.host !== undefined && event.composedPath().includes(this.host);
    if (event.key !== "Escape") {
      this.wroteOn ||= !inside;
      return;
    }
    if (inside || (this.pinned && !this.wroteOn)) {
      event.preventDefault();
      event.stopPropagation();
    }
    this.close();
  };

  private key(event: KeyboardEvent): void {
    if (event.key !== "Tab" || !this.root || !this.box) return;
    const stops = [...this.box.querySelectorAll<HTMLElement>("button, a[href]")];
    const at = stops.indexOf(this.root.activeElement as HTMLElement);
    const next = stops.at((at + (event.shiftKey ? -1 : 1)) % stops.length);
    event.preventDefault();
    next?.focus();
  }

  private takeFocus(): void {
    const field = this.writing?.field;
    if (!field || !this.box) return;
    const selection = field.selection();
    this.giveBack = () => {
      field.element.focus({ preventScroll: true });
      if (selection) field.select(selection.block, selection.span);
    };
    (this.box.querySelector<HTMLElement>("button") ?? this.box).focus({ preventScroll: true });
  }

  private draw(): void {
    const { box, writing, standing, rule } = this;
    if (!box || !writing || !standing) return;
    // An act gives the focus back first: text goes in where the focus is.
    const act = (does: () => void) => {
      // A second click while the first one's act is under way.
      if (this.acting) return;
      this.giveBack?.();
      this.giveBack = undefined;
      this.acting = true;
      does();
    };
    render(
      h(Hint, {
        flag: standing.flag,
        rule,
        notice: this.notice,
        onApply: (choice) => act(() => void this.acts.apply(writing, standing, choice)),
        onInsert: (module) => act(() => void this.acts.insert(writing, standing, module)),
        onDismiss: (reason, wholeRule) => {
          this.acts.dismiss(writing, standing, reason, wholeRule);
          this.close();
        },
        onEscalate: () => {
          this.acts.escalate(writing, standing);
          this.notice = words.escalated(rule?.route?.owner ?? "");
          this.draw();
        },
        onClose: () => this.close(),
        held: this.held,
        onSend: (reason) => {
          this.notice = words.sendNow;
          this.acts.send(writing, reason);
          this.draw();
          this.follow();
        },
        readOnly: writing.readOnly,
        onCopy: (text) =>
          void copyText(text).then((done) => {
            this.notice = done ? words.copied(text) : words.notCopied(text);
            this.draw();
          }),
      }),
      box,
    );
  }
}

/** Below its mark where there is room, above it where there is more, and within the window. */
function place(box: HTMLElement, anchor: Rect, above = false): void {
  const { innerWidth, innerHeight } = window;
  const { width, height } = box.getBoundingClientRect();
  const below = innerHeight - anchor.bottom - 8;
  const room = anchor.top - 8;
  const isBelow = above ? room < height && below > room : below >= height || below >= room;
  const top = isBelow ? anchor.bottom + 6 : anchor.top - height - 6;
  box.style.left = `${Math.max(8, Math.min(anchor.left, innerWidth - width - 8))}px`;
  box.style.top = `${Math.max(8, Math.min(top, innerHeight - height - 8))}px`;
}
