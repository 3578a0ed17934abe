/**
 * The lines of a mirror: of a long text only those near the view are laid out, below the summed heights of those before
 * them. Heights are measured, a slice at a time, never guessed: while one above the view is not known, nothing is shown.
 */
import type { Block, Span } from "../wire.ts";
import type { Mark, Marks } from "./field.ts";

/** Up to so many characters are all laid out. */
const SMALL = 12_000;
/** A line of more characters than this is not laid out at every key. */
const LONG = 20_000;
/** So many characters are measured at once at first; then as many as take about `SLICE_MS`. */
const PORTION = 4_000;
const SLICE_MS = 4;

/** What is seen of the field's text, in the mirror's unscaled pixels. */
export interface View {
  /** From the beginning of the text to the upper edge of the view. */
  top: number;
  height: number;
  /** The least height of a line. */
  line: number;
  /** How much the mirror is scaled. */
  scale: number;
}

export class MirrorLines {
  private lines: readonly Block[] = [];
  /** The height of each line; NaN where it is not known. */
  private heights: number[] = [];
  private length = 0;
  private marks: Marks | undefined;
  /** The lines laid out, by index: from `from` up to `to`, `top` pixels below the beginning. */
  private from = 0;
  private to = 0;
  top = 0;
  /** Whether the window is where it should be; while not, nothing of it is shown. */
  settled = false;
  private readonly elements = new Map<number, { element: HTMLElement; line: Block; marks: string }>();
  /** Ids of the lines in `shown`, in order. */
  private order: number[] = [];
  private portion = PORTION;

  /** `shown` holds the lines, `probe` such as are only measured: both as wide as the field's text. `wait` asks for
   * `look` to be called soon, or after a rest. */
  constructor(
    private readonly shown: HTMLElement,
    private readonly probe: HTMLElement,
    private readonly wait: (rest: boolean) => void,
  ) {}

  /** Whether all lines are laid out, wherever the view is. */
  get small(): boolean {
    return this.length <= SMALL;
  }

  /** Takes the lines as they stand and lays out what changed of those near the view. */
  paint(lines: readonly Block[], marks: Marks, touched?: ReadonlySet<number>): void {
    this.marks = marks;
    const wasSmall = this.small;
    this.take(lines);
    if (this.small) {
      [this.from, this.to, this.top] = [0, lines.length, 0];
      this.settled = true;
      this.write(wasSmall ? touched : undefined);
    } else if (this.isLongAnew()) {
      this.unsettle(true);
    } else if (wasSmall || !this.settled) {
      this.unsettle();
    } else this.write(touched);
  }

  /** Whether a line of the window that is too long to be laid out at every key stands there otherwise than it is now. */
  private isLongAnew(): boolean {
    for (let index = this.from; index < Math.min(this.to, this.lines.length); index++) {
      const line = this.lines[index]!;
      if (line.text.length > LONG && this.elements.get(line.id)?.line !== line) return true;
    }
    return false;
  }

  /** What is held near the view. */
  *held(): Iterable<number> {
    if (!this.settled || !this.marks) return;
    for (let index = this.from; index < this.to; index++) for (const { flag } of this.marks.in(this.lines[index]!.id)) yield flag;
  }

  /** Lines by what they share with those before at either end: heights go along, and so does the window. */
  private take(lines: readonly Block[]): void {
    const old = this.lines;
    if (old === lines) return;
    const most = Math.min(old.length, lines.length);
    let head = 0;
    while (head < most && old[head] === lines[head]) head++;
    let tail = 0;
    while (tail < most - head && old[old.length - 1 - tail] === lines[lines.length - 1 - tail]) tail++;
    const [removed, inserted] = [old.length - head - tail, lines.length - head - tail];
    for (let index = head; index < head + removed; index++) this.length -= old[index]!.text.length + 1;
    for (let index = head; index < head + inserted; index++) this.length += lines[index]!.text.length + 1;
    if (removed === inserted) this.heights.fill(Number.NaN, head, head + inserted);
    else this.heights = this.heights.slice(0, head).concat(new Array<number>(inserted).fill(Number.NaN), this.heights.slice(head + removed));
    this.lines = lines;
    if (head >= this.to && !(head === this.to && this.to === old.length)) return;
    if (head >= this.from && head + removed <= this.to) this.to += inserted - removed;
    else this.settled = false;
  }

  /** Fonts or the width changed: no height is known any more. */
  forget(): void {
    this.heights.fill(Number.NaN);
    if (!this.small) this.unsettle();
  }

  private unsettle(rest = false): void {
    this.settled = false;
    this.shown.style.visibility = "hidden";
    this.wait(rest);
  }

  /** The view is elsewhere, or what is above it has changed: lays out what is near it now. Asks for layout. */
  look(view: View): void {
    if (this.small || !this.marks) return;
    const bottom = view.top + view.height;
    if (this.settled) {
      const [above, below] = [view.top - view.height / 2, bottom + view.height / 2];
      const end = this.top + this.shown.getBoundingClientRect().height / view.scale;
      if ((this.from === 0 || this.top <= above) && (this.to === this.lines.length || end >= below)) return;
    }
    const deadline = performance.now() + SLICE_MS;
    this.learn(view.scale);
    const wanted = view.top - view.height;
    let [index, y] = [0, 0];
    while (index < this.lines.length - 1 && y < wanted) {
      if (Number.isNaN(this.heights[index]!)) {
        if (performance.now() > deadline) {
          this.unsettle();
          return;
        }
        this.measure(index, view.scale);
      }
      const height = this.heights[index]!;
      if (y + height > wanted) break;
      y += height;
      index++;
    }
    [this.from, this.top] = [index, y];
    // A line whose height is not known has at least one row: that lays out too many at worst.
    for (; index < this.lines.length && y < bottom + view.height; index++) y += this.heights[index]! || view.line;
    this.to = index;
    this.settled = true;
    this.write(undefined);
  }

  /** Lays out whatever is needed to say where a line begins, and says it. */
  topOf(block: number, scale: number): number | undefined {
    const index = this.lines.findIndex((line) => line.id === block);
    if (index < 0) return undefined;
    this.learn(scale);
    let y = 0;
    for (let at = 0; at < index; at++) {
      if (Number.isNaN(this.heights[at]!)) this.measure(at, scale);
      y += this.heights[at]!;
    }
    return y;
  }

  /** Heights of lines that stand laid out. */
  private learn(scale: number): void {
    for (let index = this.from; index < Math.min(this.to, this.lines.length); index++) {
      const line = this.lines[index]!;
      const known = this.elements.get(line.id);
      if (Number.isNaN(this.heights[index]!) && known?.line === line && known.element.isConnected) {
        this.heights[index] = known.element.getBoundingClientRect().height / scale;
      }
    }
  }

  /** Measures a portion of lines from an index on. */
  private measure(from: number, scale: number): void {
    const began = performance.now();
    const lines: HTMLElement[] = [];
    let [index, characters] = [from, 0];
    do {
      const element = document.createElement("div");
      write(element, this.lines[index]!.text, []);
      lines.push(element);
      characters += this.lines[index]!.text.length + 1;
      index++;
    } while (index < this.lines.length && characters < this.portion && Number.isNaN(this.heights[index]!));
    this.probe.replaceChildren(...lines);
    lines.forEach((element, offset) => (this.heights[from + offset] = element.getBoundingClientRect().height / scale));
    this.probe.replaceChildren();
    const took = Math.max(0.2, performance.now() - began);
    if (characters >= this.portion) this.portion = Math.min(100_000, Math.max(1_000, Math.floor((this.portion * SLICE_MS) / 2 / took)));
  }

  /** Writes the lines of the window whose text or marks may have changed. */
  private write(touched: ReadonlySet<number> | undefined): void {
    const { from, to, lines, elements } = this;
    let placed = this.order.length === to - from;
    for (let index = from; index < to; index++) {
      const line = lines[index]!;
      placed &&= this.order[index - from] === line.id;
      const known = elements.get(line.id);
      if (known && touched && known.line === line && !touched.has(line.id)) continue;
      this.writeLine(line, known);
    }
    if (!placed) this.placeLines();
    this.shown.style.visibility = "";
  }

  private writeLine(line: Block, known = this.elements.get(line.id)): void {
    const marks = this.marks!.in(line.id).filter(({ span, quote }) => line.text.slice(span.start, span.end) === quote);
    const key = marks.map(({ flag, verdict, span }) => `${flag}:${verdict}:${span.start}-${span.end}`).join();
    if (!known) {
      const element = document.createElement("div");
      write(element, line.text, marks);
      this.elements.set(line.id, { element, line, marks: key });
      return;
    }
    if (known.line.text !== line.text || known.marks !== key) write(known.element, line.text, marks);
    known.line = line;
    known.marks = key;
  }

  /** Brings the window's lines, and no others, into their order. */
  private placeLines(): void {
    const present = new Set<number>();
    this.order = [];
    let previous: Element | null = null;
    for (let index = this.from; index < this.to; index++) {
      const { id } = this.lines[index]!;
      present.add(id);
      this.order.push(id);
      const { element } = this.elements.get(id)!;
      const place: Element | null = previous ? previous.nextElementSibling : this.shown.firstElementChild;
      if (place !== element) this.shown.insertBefore(element, place);
      previous = element;
    }
    for (const [id, { element }] of this.elements) {
      if (present.has(id)) continue;
      element.remove();
      this.elements.delete(id);
    }
  }

  /** The element of a line that is laid out. */
  element(block: number): HTMLElement | undefined {
    return this.settled ? this.elements.get(block)?.element : undefined;
  }
}

/** Writes a line with its marked words set apart. A line without text keeps its height. Where only words changed, only
 * words are written. */
function write(element: HTMLElement, text: string, marks: readonly Mark[]): void {
  const parts: { verdict: string; text: string }[] = [];
  let at = 0;
  for (const { verdict, span } of marks) {
    if (span.start < at || span.end > text.length) continue;
    if (span.start > at) parts.push({ verdict: "", text: text.slice(at, span.start) });
    parts.push({ verdict, text: text.slice(span.start, span.end) });
    at = span.end;
  }
  parts.push({ verdict: "", text: text.slice(at) || (text ? "" : "\u200b") });
  const nodes = element.childNodes;
  if (nodes.length === parts.length && parts.every(({ verdict }, index) => ((nodes[index] as Element).className ?? "") === verdict)) {
    parts.forEach((part, index) => {
      const node = (part.verdict ? nodes[index]!.firstChild : nodes[index]) as Text;
      if (node.data !== part.text) node.data = part.text;
    });
    return;
  }
  element.replaceChildren(
    ...parts.map((part) => {
      if (!part.verdict) return document.createTextNode(part.text);
      const marked = document.createElement("span");
      marked.className = part.verdict;
      marked.textContent = part.text;
      return marked;
    }),
  );
}

/** A span of a line that is laid out. */
export function rangeWithin(line: HTMLElement, span: Span): Range | undefined {
  const range = document.createRange();
  const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
  let at = 0;
  let begun = false;
  for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null) {
    const end = at + node.data.length;
    if (!begun && span.start < end) {
      range.setStart(node, span.start - at);
      begun = true;
    }
    if (begun && span.end <= end) {
      range.setEnd(node, span.end - at);
      return range;
    }
    at = end;
  }
  return undefined;
}
