/**
 * Inputs and textareas: one block a line. Marks are drawn by a mirror layer over the field. Never writes to the field
 * itself.
 */
import type { Block, Caret, Span } from "../wire.ts";
import { sharedEnds } from "./edits.ts";
import type { Field, Marks, Passage, Rect } from "./field.ts";
import { Mirror } from "./mirror.ts";

export type PlainElement = HTMLInputElement | HTMLTextAreaElement;

export class PlainInput implements Field {
  /** A value is compared in no time. */
  readonly readTook = 0;
  private value: string | undefined;
  private lines: readonly Block[] = [];
  /** Where each line begins in the value. */
  private starts: number[] = [];
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

  writtenIn(): HTMLElement {
    return this.element;
  }

  blocks(): readonly Block[] {
    const value = this.first ?? this.element.value;
    this.first = undefined;
    if (value === this.value) return this.lines;
    const before = this.value;
    this.value = value;
    if (before === undefined) {
      this.lines = value.split("\n").map((text) => this.line(text, this.nextId++));
      this.settleStarts(0);
    } else this.change(before, value);
    return this.lines;
  }

  private line(text: string, id: number): Block {
    return { id, kind: "line", level: 0, text };
  }

  /** Lines that the change did not reach keep their blocks; of those it reached the first ones keep their ids, so
   * that a line that was edited is known as the same. */
  private change(before: string, value: string): void {
    const { start, tail } = sharedEnds(before, value);
    const old = this.lines;
    let first = this.lineAt(start);
    let last = this.lineAt(before.length - tail);
    const from = this.starts[first]!;
    const to = this.starts[last]! + old[last]!.text.length + value.length - before.length;
    let texts = value.slice(from, to).split("\n");
    let [head, end] = [0, texts.length];
    while (head < end && first <= last && old[first]!.text === texts[head]) [head, first] = [head + 1, first + 1];
    while (head < end && first <= last && old[last]!.text === texts[end - 1]) [end, last] = [end - 1, last - 1];
    texts = texts.slice(head, end);
    const middle = texts.map((text, index) => this.line(own(text, value), first + index <= last ? old[first + index]!.id : this.nextId++));
    this.lines = old.slice(0, first).concat(middle, old.slice(last + 1));
    this.settleStarts(first);
  }

  private settleStarts(from: number): void {
    const { lines, starts } = this;
    starts.length = lines.length;
    let at = from > 0 ? starts[from - 1]! + lines[from - 1]!.text.length + 1 : 0;
    for (let index = from; index < lines.length; index++) {
      starts[index] = at;
      at += lines[index]!.text.length + 1;
    }
  }

  /** The line in which an offset of the value stands; at a line's very end, that line. */
  private lineAt(offset: number): number {
    let [low, high] = [0, this.starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  watch(changed: () => void): void {
    // A script may set the value without any event: looked at now and then, which costs one comparison.
    this.timer = setInterval(() => {
      if (this.element.value !== this.value) changed();
    }, 500);
  }

  /** Where a span of a block stands in the whole value. */
  range(block: number, span: Span): { start: number; end: number } | undefined {
    const index = this.lines.findIndex((line) => line.id === block);
    const start = this.starts[index];
    return start === undefined ? undefined : { start: start + span.start, end: start + span.end };
  }

  selection(): { block: number; span: Span } | undefined {
    const { selectionStart, selectionEnd } = this.element;
    if (selectionStart === null || selectionEnd === null) return undefined;
    const index = this.lineAt(selectionStart);
    const line = this.lines[index];
    const start = this.starts[index];
    if (!line || start === undefined || selectionStart > start + line.text.length) return undefined;
    return { block: line.id, span: { start: selectionStart - start, end: Math.min(selectionEnd - start, line.text.length) } };
  }

  caretIn(blocks: readonly Block[]): Caret | undefined {
    const { selectionEnd } = this.element;
    if (selectionEnd === null || this.element.value !== this.value) return undefined;
    const index = this.lineAt(selectionEnd);
    const line = this.lines[index];
    return line && blocks.includes(line) ? { block: line.id, at: selectionEnd - this.starts[index]! } : undefined;
  }

  selected(): Passage | undefined {
    const { selectionStart, selectionEnd } = this.element;
    if (selectionStart === null || selectionEnd === null || selectionStart >= selectionEnd) return undefined;
    const [from, to] = [this.lineAt(selectionStart), this.lineAt(selectionEnd)];
    const [first, last] = [this.lines[from], this.lines[to]];
    if (!first || !last || selectionEnd > this.starts[to]! + last.text.length) return undefined;
    return { block: first.id, start: selectionStart - this.starts[from]!, last: last.id, end: selectionEnd - this.starts[to]! };
  }

  select(block: number, span: Span): boolean {
    const range = this.range(block, span);
    if (!range) return false;
    this.element.focus({ preventScroll: true });
    this.element.setSelectionRange(range.start, range.end);
    // Browsers scroll a textarea to its selection only when it is typed at: this asks for the mark to be in view.
    this.mirror.reveal(block);
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

  paint(marks: Marks, touched?: ReadonlySet<number>): void {
    this.mirror.paint(this.lines, marks, touched);
  }

  held(): Iterable<number> {
    return this.mirror.held();
  }

  follow(): void {
    this.mirror.follow();
  }

  close(): void {
    clearInterval(this.timer);
    this.mirror.close();
  }
}

/** A copy of a line: a slice would keep the whole value it was cut from in memory. One that is most of the value is left a
 * slice, since a copy of it at every key costs more than it saves. */
function own(text: string, value: string): string {
  return text.length < 16 || text.length * 2 > value.length ? text : `\n${text}`.slice(1);
}
