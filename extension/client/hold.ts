/**
 * Holds a prompt back once before it is sent, where the guide says so: Enter, a click on the button that sends, the
 * form's own submit. Decides by the flags known at that moment, never waits for any, never changes the text, and never
 * sends: the person's next act goes through.
 */
import { fieldOf } from "./eligible.ts";
import type { Standing, Writing } from "./writing.ts";

/** Further keys and clicks within this time belong to the act that was held: a key held down, a double click. */
const SAME_ACT_MS = 600;

export interface HoldView {
  /** The open prompts, the one written in last first. */
  prompts(): Writing[];
  /** The flags for which a prompt is held back, as it stands. */
  holding(writing: Writing): (Standing & { span: NonNullable<Standing["span"]> })[];
  /** Selector of what sends the prompts of this page. */
  send(): string | undefined;
  /** The prompt was held back for these flags. */
  held(writing: Writing, flags: readonly Standing[]): void;
  /** The prompt goes out as it is. */
  passed(writing: Writing): void;
}

export class Hold {
  /** Flags that a prompt was held back for already. */
  private readonly known = new WeakMap<Writing, Set<number>>();
  private heldAt = -Infinity;
  /** The key that was held is still to be let go: pages send on that, too. */
  private keyIsDown = false;

  constructor(
    private readonly view: HoldView,
    private readonly signal: AbortSignal,
  ) {}

  /** Begins to listen; only where there are prompts. */
  start(): void {
    const options = { capture: true, signal: this.signal };
    addEventListener("keydown", (event) => this.key(event), options);
    addEventListener("keyup", (event) => this.keyUp(event), options);
    addEventListener("click", (event) => this.click(event), options);
    addEventListener("submit", (event) => this.submit(event), options);
    this.start = () => undefined;
  }

  private key(event: KeyboardEvent): void {
    if (event.key !== "Enter" || event.shiftKey || event.altKey || event.isComposing || event.keyCode === 229 || !event.isTrusted) return;
    const element = fieldOf(event.composedPath()[0]);
    const writing = this.view.prompts().find((prompt) => prompt.field.element === element);
    if (writing && this.holds(writing, event)) this.keyIsDown = true;
  }

  private keyUp(event: KeyboardEvent): void {
    if (!this.keyIsDown || event.key !== "Enter") return;
    this.keyIsDown = false;
    event.stopImmediatePropagation();
  }

  private click(event: MouseEvent): void {
    if (!event.isTrusted) return;
    const target = event.composedPath()[0];
    if (!(target instanceof Element)) return;
    const selector = this.view.send();
    const prompts = this.view.prompts();
    let writing: Writing | undefined;
    if (selector !== undefined && target.closest(selector)) writing = prompts[0];
    else {
      const button = target.closest<HTMLButtonElement | HTMLInputElement>("button, input[type=submit], input[type=image]");
      const form = button && button.type !== "button" && button.type !== "reset" ? button.form : null;
      writing = form ? prompts.find((prompt) => form.contains(prompt.field.element)) : undefined;
    }
    if (writing) this.holds(writing, event);
  }

  private submit(event: SubmitEvent): void {
    const form = event.target as HTMLFormElement;
    const writing = this.view.prompts().find((prompt) => form.contains(prompt.field.element));
    if (writing) this.holds(writing, event);
  }

  /** Stops the act, unless there is nothing to hold it for or it was held for that before. */
  private holds(writing: Writing, event: Event): boolean {
    const flags = writing.isAnswered() ? this.view.holding(writing) : [];
    const known = this.known.get(writing) ?? new Set();
    this.known.set(writing, known);
    const isNew = flags.some(({ flag }) => !known.has(flag.id));
    const isSameAct = flags.length > 0 && performance.now() - this.heldAt < SAME_ACT_MS;
    if (!isNew && !isSameAct) {
      this.view.passed(writing);
      return false;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!isNew) return true;
    this.heldAt = performance.now();
    for (const { flag } of flags) known.add(flag.id);
    this.view.held(writing, flags);
    return true;
  }
}
