/**
 * Hears what a person copies from the answers of AI tools, by the browser's own copy or by a button that copies for
 * them, and hands it to the engine, which keeps fingerprints of it. Keeps no text, and changes nothing on the page.
 */
import type { SurfaceCard } from "../wire.ts";
import { isSelector } from "./answers.ts";
import { copyButton } from "./copy_button.ts";

/** A button that copies an answer stands so near to it. */
const STEPS = 6;

/** What was heard before it was known where answers are. */
export interface Early {
  type: string;
  target: EventTarget;
}

export class Copies {
  private tools: { name: string; selector: string }[] = [];
  private listens = false;

  constructor(
    private readonly copied: (tool: string, text: string) => void,
    private readonly signal: AbortSignal,
    private early?: Early,
  ) {}

  /** Takes answers to be where these surfaces say. */
  watch(surfaces: readonly SurfaceCard[]): void {
    const known = surfaces.filter(({ response }) => response !== null && isSelector(response));
    this.tools = known.map(({ name, response }) => ({ name, selector: response! }));
    const early = this.early;
    this.early = undefined;
    if (this.tools.length === 0) return;
    if (early) this.hear(early.type, early.target);
    if (this.listens) return;
    this.listens = true;
    const options = { capture: true, passive: true, signal: this.signal };
    for (const type of ["copy", "click"]) {
      addEventListener(type, (event) => event.isTrusted && this.hear(type, event.composedPath()[0]), options);
    }
  }

  private hear(type: string, target: EventTarget | undefined): void {
    if (this.tools.length === 0) return;
    if (type === "copy") this.hearCopy(target);
    else {
      const button = copyButton(target);
      if (button) this.hearButton(button);
    }
  }

  private hearCopy(target: EventTarget | undefined): void {
    // In a field its own text is copied, wherever the page's selection is.
    if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) return;
    const selection = document.getSelection();
    if (!selection || selection.isCollapsed || selection.rangeCount === 0) return;
    const range = selection.getRangeAt(0);
    for (const { name, selector } of this.tools) {
      for (const answer of document.querySelectorAll(selector)) {
        if (!range.intersectsNode(answer) || answer.parentElement?.closest(selector)) continue;
        const part = document.createRange();
        part.selectNodeContents(answer);
        if (answer.contains(range.startContainer)) part.setStart(range.startContainer, range.startOffset);
        if (answer.contains(range.endContainer)) part.setEnd(range.endContainer, range.endOffset);
        this.tell(name, part.toString());
      }
    }
  }

  /** What such a button puts on the clipboard cannot be seen: it is some or all of the answer beside it. */
  private hearButton(button: Element): void {
    for (const { name, selector } of this.tools) {
      let answer = button.closest(selector);
      for (let [at, steps] = [button.parentElement, 0]; !answer && at && at !== document.body && steps < STEPS; at = at.parentElement, steps++) {
        const found = at.querySelectorAll(selector);
        if (found.length > 1) break;
        answer = found[0] ?? null;
      }
      if (answer) this.tell(name, answer.textContent ?? "");
    }
  }

  private tell(tool: string, text: string): void {
    if (text.trim() !== "") this.copied(tool, text);
  }
}
