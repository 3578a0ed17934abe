/**
 * The marks of a rich text as ranges in the document's highlights. A long draft holds only those near the view, since
 * a browser looks after every range at every key. Never asks for layout while a key is being handled.
 */
import type { Mark, Marks } from "./field.ts";
import { highlights } from "./highlights.ts";
import type { RichBlock } from "./reading.ts";

/** So many flags are all held, wherever they stand. */
const ALL = 200;
/** A block of more marks than this is looked through by where they are seen. */
const MANY = 40;
/** Marks are held this far above and below the view, in heights of it. */
const MARGIN = 1;
/** The view is looked at so long after the last key, and so soon after a scroll. */
const REST_MS = 500;
const SOON_MS = 60;
/** One slice of looking through marks that stand in no simple order. */
const SLICE_MS = 3;

/** A mark and the block it stands in. */
interface Placed {
  block: RichBlock;
  mark: Mark;
}

interface Held {
  range: Range;
  mark: Mark;
}

/** What the marks need to know of the text they stand in. */
export interface RichSource {
  readonly element: HTMLElement;
  list(): readonly RichBlock[];
  get(id: number): RichBlock | undefined;
  /** Where in the DOM a span stands. */
  points(block: RichBlock, span: Mark["span"]): Points | undefined;
}

/** The two ends of a span in the DOM. */
export interface Points {
  start: Text;
  from: number;
  end: Text;
  to: number;
}

/** A live range, where the DOM still is as it was read. */
export function rangeOver({ start, from, end, to }: Points): Range | undefined {
  try {
    const range = document.createRange();
    range.setStart(start, from);
    range.setEnd(end, to);
    return range;
  } catch {
    // The node changed since it was read; the mutation that says so is on its way.
    return undefined;
  }
}

function stands(range: Range, { start, from, end, to }: Points): boolean {
  return range.startContainer === start && range.startOffset === from && range.endContainer === end && range.endOffset === to;
}

export class RichMarks {
  private readonly byFlag = new Map<number, Held>();
  private readonly byBlock = new Map<number, Set<number>>();
  private marks: Marks | undefined;
  private wasLong = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private due = Infinity;
  private touchedAt = -Infinity;
  /** Counts looks at the view, so that one that takes several slices notices that it is out of date. */
  private looks = 0;
  /** While somebody types the text grows by a line now and then, and what is held reaches further than that. */
  private readonly resize = new ResizeObserver(() => this.look(performance.now() - this.touchedAt < REST_MS ? REST_MS : SOON_MS));

  constructor(private readonly source: RichSource) {}

  held(): Iterable<number> {
    return this.byFlag.keys();
  }

  /** Shows the marks of these blocks as they are now, and of all blocks when none are named. */
  paint(marks: Marks, touched?: ReadonlySet<number>): void {
    this.marks = marks;
    const long = marks.size > ALL;
    const many = long && touched !== undefined && touched.size > MANY;
    for (const block of touched ?? [...this.byBlock.keys()]) if (!many || this.byBlock.has(block)) this.paintBlock(block, long);
    if (!long) {
      if (this.wasLong) this.rest();
      // All that is not held yet is to be held when the draft was long until now, or when everything is new.
      if (!touched || this.wasLong) for (const block of marks.blocks()) this.paintBlock(block, false);
    } else if (!this.wasLong || !touched) {
      this.resize.observe(this.source.element);
      this.look(0);
    } else this.look(touched.size > 3 ? SOON_MS : REST_MS);
    this.wasLong = long;
  }

  /** The view may be another one. */
  follow(): void {
    if (this.wasLong) this.look(SOON_MS);
  }

  close(): void {
    this.rest();
    this.marks = undefined;
    for (const flag of [...this.byFlag.keys()]) this.drop(flag);
  }

  private rest(): void {
    clearTimeout(this.timer);
    this.due = Infinity;
    this.looks++;
    this.resize.disconnect();
  }

  private paintBlock(id: number, long: boolean): void {
    const { marks } = this;
    const block = this.source.get(id);
    const left = new Set(this.byBlock.get(id));
    let wanted: readonly Mark[] = [];
    if (block && marks) {
      // Whatever is new in a block of many marks waits until the view is looked at.
      if (long && marks.count(id) > MANY) wanted = [...left].flatMap((flag) => marks.mark(flag) ?? []).filter((mark) => mark.block === id);
      else wanted = marks.in(id);
    }
    for (const mark of wanted) if (this.hold(block!, mark)) left.delete(mark.flag);
    for (const flag of left) this.drop(flag);
  }

  /** Holds a mark, if its words stand where it says. */
  private hold(block: RichBlock, mark: Mark): boolean {
    if (block.text.slice(mark.span.start, mark.span.end) !== mark.quote) return false;
    const known = this.byFlag.get(mark.flag);
    // The browser moves a range with its text: most stand where they should, and are left alone.
    const points = this.source.points(block, mark.span);
    if (!points) return false;
    if (known && stands(known.range, points) && known.mark.verdict === mark.verdict && known.mark.block === mark.block) {
      known.mark = mark;
      return true;
    }
    const range = rangeOver(points);
    if (!range) return false;
    if (known) this.drop(mark.flag);
    highlights.add(mark.verdict, range, this.source.element);
    this.byFlag.set(mark.flag, { range, mark });
    const others = this.byBlock.get(mark.block);
    if (others) others.add(mark.flag);
    else this.byBlock.set(mark.block, new Set([mark.flag]));
    return true;
  }

  private drop(flag: number): void {
    const held = this.byFlag.get(flag);
    if (!held) return;
    highlights.remove(held.mark.verdict, held.range);
    this.byFlag.delete(flag);
    const others = this.byBlock.get(held.mark.block);
    others?.delete(flag);
    if (others?.size === 0) this.byBlock.delete(held.mark.block);
  }

  /** Looks at the view in so many milliseconds, or sooner if that was asked for; a key puts off what a key asked for. */
  private look(wait: number): void {
    const now = performance.now();
    const byKey = wait === REST_MS;
    if (byKey) this.touchedAt = now;
    if (this.due > now + wait) this.arm(wait, byKey);
  }

  private arm(wait: number, byKey: boolean): void {
    clearTimeout(this.timer);
    this.due = performance.now() + wait;
    this.timer = setTimeout(() => {
      const rest = this.touchedAt + REST_MS - performance.now();
      // There were keys since: one timer is set twice, not one for each key.
      if (byKey && rest > 10) this.arm(rest, true);
      else idle(() => this.lookNow());
    }, wait);
  }

  private lookNow(): void {
    this.due = Infinity;
    const look = ++this.looks;
    const { marks, source } = this;
    if (!marks || marks.size <= ALL || !source.element.isConnected) return;
    const box = source.element.getBoundingClientRect();
    const [top, bottom] = [Math.max(0, box.top), Math.min(innerHeight, box.bottom)];
    const margin = Math.max(bottom - top, 200) * MARGIN;
    const marked = new Set(marks.blocks());
    // Blocks are fewer than marks by far, and are looked at first.
    const blocks = source.list().filter(({ id }) => marked.has(id));
    // All of a draft may be one block: its first and last letter tell where it is, and asking for all of it takes long.
    const edge = (index: number, at: number) => this.probeSpan(blocks[index]!, { start: at, end: at + 1 });
    const probeBlock = (index: number) => {
      const [top, bottom] = [edge(index, 0), edge(index, blocks[index]!.text.length - 1)];
      return top && bottom && { top: Math.min(top.top, bottom.top), bottom: Math.max(top.bottom, bottom.bottom) };
    };
    const placed = (block: RichBlock): Placed[] => marks.in(block.id).map((mark) => ({ block, mark }));
    if (inOrder(blocks.length, probeBlock)) {
      const from = lowest(blocks.length, (index) => (probeBlock(index)?.bottom ?? -Infinity) >= top - margin);
      const to = lowest(blocks.length, (index) => (probeBlock(index)?.top ?? -Infinity) > bottom + margin);
      // A block may reach far out of the view.
      const near = blocks.slice(from, to).flatMap(placed);
      const probe = (index: number) => this.probe(near[index]!);
      if (inOrder(near.length, probe)) {
        const first = lowest(near.length, (index) => (probe(index)?.bottom ?? -Infinity) >= top - margin);
        const last = lowest(near.length, (index) => (probe(index)?.top ?? -Infinity) > bottom + margin);
        this.keep(near.slice(first, last));
        return;
      }
    }
    // Columns, grids and the like: each mark is asked for its place, a slice at a time.
    const all = blocks.flatMap(placed);
    const near: Placed[] = [];
    let index = 0;
    const slice = () => {
      if (this.looks !== look) return;
      const until = performance.now() + SLICE_MS;
      for (; index < all.length && performance.now() < until; index++) {
        const rect = this.probe(all[index]!);
        if (rect && rect.bottom >= top - margin && rect.top <= bottom + margin) near.push(all[index]!);
      }
      if (index < all.length) idle(slice);
      else this.keep(near);
    };
    slice();
  }

  /** Holds these and no others. */
  private keep(near: readonly Placed[]): void {
    const kept = new Set<number>();
    for (const { block, mark } of near) if (this.source.get(mark.block) === block && this.hold(block, mark)) kept.add(mark.flag);
    for (const flag of [...this.byFlag.keys()]) if (!kept.has(flag)) this.drop(flag);
  }

  /** Where a mark is seen; undefined where it is not laid out. */
  private probe({ block, mark }: Placed): DOMRect | undefined {
    const held = this.byFlag.get(mark.flag);
    return held ? laidOut(held.range) : this.probeSpan(block, mark.span);
  }

  private probeSpan(block: RichBlock, span: Mark["span"]): DOMRect | undefined {
    const points = this.source.points(block, span);
    return laidOut(points && rangeOver(points));
  }
}

function laidOut(range: Range | undefined): DOMRect | undefined {
  const rect = range?.getBoundingClientRect();
  return rect && (rect.height > 0 || rect.width > 0) ? rect : undefined;
}

/** Whether things in the document's order are seen one below the other, as far as a few dozen of them tell. */
function inOrder(count: number, probe: (index: number) => Pick<DOMRect, "top" | "bottom"> | undefined): boolean {
  const samples = Math.min(count, 24);
  let before = -Infinity;
  for (let sample = 0; sample < samples; sample++) {
    const rect = probe(Math.floor((sample * (count - 1)) / Math.max(1, samples - 1)));
    // A line's height is no disorder: words of one line stand a little higher or lower.
    if (!rect || rect.bottom < before) return false;
    before = rect.top;
  }
  return true;
}

/** The lowest index for which something holds that holds for all after it. */
function lowest(count: number, holds: (index: number) => boolean): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** When the page has nothing else to do, and layout stands; soon in any case. */
function idle(does: () => void): void {
  if (typeof requestIdleCallback === "function") requestIdleCallback(does, { timeout: 100 });
  else setTimeout(does);
}
