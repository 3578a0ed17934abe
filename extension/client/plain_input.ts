/**
 * Inputs and textareas: one block a line. Marks are drawn by a mirror layer over the field. Never writes to the field
 * itself.
 */
import type { Block, Span } from "../wire.ts";
import type { Field, Mark, Rect } from "./field.ts";
import { Mirror } from "./mirror.ts";

export type PlainElement = HTMLInputElement | HTMLTextAreaElement;

export class PlainInput implements Field {
  private value: string | undefined;
  private lines: Block[] = [];
  private nextId = 1;
  private timer: ReturnType<typeof setInterval> | undefined;
  private readonly mirror: Mirror;

  /** `first` is what stood in the field when it got the focus, where that is known. */
  constructor(
    readonly element: PlainElement,
    private first?: string,
  ) {
    this.mirror = new Mirror(element);
  }

  blocks(): readonly Block[] {
    const value = this.first ?? this.element.value;
    this.first = undefined;
    if (value === this.value) return this.lines;
    this.value = value;
    const texts = value.split("\n");
    const old = this.lines;
    // Lines shared at either end keep their blocks; between them the first ones keep their ids, so that a line that
    // was edited is known as the same.
    const most = Math.min(old.length, texts.length);
    let head = 0;
    while (head < most && old[head]!.text === texts[head]) head++;
    let tail = 0;
    while (tail < most - head && old[old.length - 1 - tail]!.text === texts[texts.length - 1 - tail]) tail++;
    const kept = old.slice(head, old.length - tail);
    const middle = texts.slice(head, texts.length - tail).map((text, index): Block => {
      const id = kept[index]?.id ?? this.nextId++;
      return { id, kind: "line", level: 0, text };
    });
    this.lines = [...old.slice(0, head), ...middle, ...old.slice(old.length - tail)];
    return this.lines;
  }

  watch(changed: () => void): void {
    // A script may set the value without any event: looked at now and then, which costs one comparison.
    this.timer = setInterval(() => {
      if (this.element.value !== this.value) changed();
    }, 500);
  }

  /** UTF-16 offset in the value of an offset in a line. */
  private offset(block: number, at: number): number | undefined {
    let offset = 0;
    for (const line of this.lines) {
      if (line.id === block) return offset + at;
      offset += line.text.length + 1;
    }
    return undefined;
  }

  /** Where a span of a block stands in the whole value. */
  range(block: number, span: Span): { start: number; end: number } | undefined {
    const start = this.offset(block, span.start);
    return start === undefined ? undefined : { start, end: start + span.end - span.start };
  }

  selection(): { block: number; span: Span } | undefined {
    const { selectionStart, selectionEnd } = this.element;
    if (selectionStart === null || selectionEnd === null) return undefined;
    let offset = 0;
    for (const line of this.lines) {
      const end = offset + line.text.length;
      if (selectionStart <= end) {
        const span = { start: selectionStart - offset, end: Math.min(selectionEnd, end) - offset };
        return { block: line.id, span };
      }
      offset = end + 1;
    }
    return undefined;
  }

  select(block: number, span: Span): boolean {
    const range = this.range(block, span);
    if (!range) return false;
    this.element.focus({ preventScroll: true });
    this.element.setSelectionRange(range.start, range.end);
    // Browsers scroll a textarea to its selection only when it is typed at: this asks for the mark to be in view.
    const rect = this.mirror.rects(block, span)[0];
    if (rect) {
      const box = this.element.getBoundingClientRect();
      if (rect.top < box.top || rect.bottom > box.bottom) this.element.scrollTop += rect.top - box.top - box.height / 2;
      if (rect.left < box.left || rect.right > box.right) this.element.scrollLeft += rect.left - box.left - box.width / 2;
    }
    this.element.scrollIntoView({ block: "nearest", inline: "nearest" });
    this.mirror.follow();
    return true;
  }

  rects(block: number, span: Span): Rect[] {
    return this.mirror.rects(block, span);
  }

  paint(marks: readonly Mark[]): void {
    this.mirror.paint(this.lines, marks);
  }

  follow(): void {
    this.mirror.follow();
  }

  close(): void {
    clearInterval(this.timer);
    this.mirror.close();
  }
}
