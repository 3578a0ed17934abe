/**
 * Rich text (contenteditable): knows for every span of a block where it is in the DOM, and the other way round. Marks
 * are painted by the CSS Custom Highlight API, so the page's DOM is never touched.
 */
import type { Block, Caret, Span } from "../wire.ts";
import type { Field, Marks, Passage, Rect } from "./field.ts";
import type { Piece } from "./flow.ts";
import { Reader, type RichBlock } from "./reading.ts";
import { RichMarks, rangeOver, type Points } from "./rich_marks.ts";

export class RichText implements Field {
  readTook = 0;
  private readonly reader: Reader;
  private readonly marks: RichMarks;
  private observer: MutationObserver | undefined;

  /** `all` reads text that nobody can edit, too. */
  constructor(
    readonly element: HTMLElement,
    all = false,
  ) {
    this.reader = new Reader(element, all);
    this.marks = new RichMarks({
      element,
      list: () => this.blocks(),
      get: (id) => this.reader.get(id),
      points: pointsOf,
    });
  }

  watch(changed: () => void): void {
    this.observer = new MutationObserver((records) => {
      this.reader.note(records);
      changed();
    });
    this.observer.observe(this.element, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
      attributeFilter: ["style", "class", "hidden", "contenteditable", "dir", "href"],
    });
  }

  writtenIn(): HTMLElement {
    const { element } = this;
    if (element.isContentEditable) return element;
    const node = this.ownSelection()?.focusNode;
    const inner = node && element.contains(node) ? editableAround(node) : undefined;
    return inner ?? element;
  }

  blocks(): readonly RichBlock[] {
    if (this.observer) this.reader.note(this.observer.takeRecords());
    if (!this.reader.isStale) return this.reader.blocks();
    const began = performance.now();
    const blocks = this.reader.blocks();
    this.readTook = performance.now() - began;
    return blocks;
  }

  /** Whether the editor draws all its text anew, as of its last change. */
  get redraws(): boolean {
    this.blocks();
    return this.reader.redraws;
  }

  /** A live range over a span. */
  locate(block: number, span: Span): Range | undefined {
    const found = this.reader.get(block);
    const points = found && pointsOf(found, span);
    return points && rangeOver(points);
  }

  rects(block: number, span: Span): Rect[] {
    const range = this.locate(block, span);
    return range ? [...range.getClientRects()].filter((rect) => rect.width > 0) : [];
  }

  /** The part of a span that stands in the same text node as its beginning. */
  firstStretch(block: number, span: Span): Span | undefined {
    const pieces = this.reader.get(block)?.pieces ?? [];
    const first = pieces.findIndex((piece) => span.start < piece.at + piece.length);
    const node = pieces[first]?.node;
    if (!node) return undefined;
    let end = span.start;
    for (let index = first; pieces[index]?.node === node; index++) end = pieces[index]!.at + pieces[index]!.length;
    return { start: span.start, end: Math.min(end, span.end) };
  }

  /** Selects the same text with the ends set outside the nodes that it fills: Firefox drops the spaces around a node
   * that is emptied from within. */
  selectAround(block: number, span: Span): void {
    const pieces = this.reader.get(block)?.pieces ?? [];
    const first = pieces.findIndex((piece) => span.start < piece.at + piece.length);
    const last = pieces.findLastIndex((piece) => piece.at < span.end);
    const [start, end] = [pieces[first], pieces[last]];
    if (!start || !end) return;
    const [before, after] = [pieces[first - 1], pieces[last + 1]];
    const fills = start.at === span.start && start.from === 0 && end.at + end.length === span.end && end.from + end.length === end.node.data.length;
    if (!fills || !after || after.node === end.node) return;
    const from = before && before.node !== start.node ? before : undefined;
    document.getSelection()?.setBaseAndExtent(from?.node ?? start.node, from ? from.from + from.length : 0, after.node, after.from);
  }

  selection(): { block: number; span: Span } | undefined {
    const selection = this.ownSelection();
    if (!selection || selection.rangeCount === 0) return undefined;
    const range = selection.getRangeAt(0);
    const start = this.point(range.startContainer, range.startOffset);
    const end = this.point(range.endContainer, range.endOffset);
    if (!start || !end || start.block !== end.block) return start && { block: start.block, span: { start: start.at, end: start.at } };
    return { block: start.block, span: { start: start.at, end: Math.max(start.at, end.at) } };
  }

  caretIn(blocks: readonly Block[]): Caret | undefined {
    const selection = this.ownSelection();
    return selection?.focusNode ? this.point(selection.focusNode, selection.focusOffset, blocks as readonly RichBlock[]) : undefined;
  }

  selected(): Passage | undefined {
    const selection = this.ownSelection();
    if (!selection || selection.rangeCount === 0 || selection.isCollapsed) return undefined;
    const range = selection.getRangeAt(0);
    let passage: Passage | undefined;
    for (const block of this.blocks()) {
      for (const { node, from, at, length } of block.pieces) {
        if (!range.intersectsNode(node)) continue;
        const start = node === range.startContainer ? Math.max(0, range.startOffset - from) : 0;
        const end = node === range.endContainer ? Math.min(length, range.endOffset - from) : length;
        if (start >= end) continue;
        passage ??= { block: block.id, start: at + start, last: block.id, end: at + end };
        [passage.last, passage.end] = [block.id, at + end];
      }
    }
    return passage;
  }

  private ownSelection(): Selection | null {
    const root = this.element.getRootNode() as Document | ShadowRoot;
    return (root as unknown as { getSelection?: () => Selection | null }).getSelection?.() ?? document.getSelection();
  }

  /** The block and offset of a point in the DOM. */
  private point(container: Node, offset: number, among: readonly RichBlock[] = this.blocks()): Caret | undefined {
    if (!this.element.contains(container)) return undefined;
    const next = container.nodeType === 1 ? container.childNodes[offset] : undefined;
    for (const block of among) {
      // Only a block whose container holds the point, or is held by what comes after it, can be meant.
      if (!block.owner.contains(container) && !next?.contains(block.owner)) continue;
      for (const piece of block.pieces) {
        if (piece.node === container) {
          if (offset >= piece.from && offset <= piece.from + piece.length) return { block: block.id, at: piece.at + offset - piece.from };
        } else if (next && (next === piece.node || next.contains(piece.node))) return { block: block.id, at: piece.at };
      }
    }
    return undefined;
  }

  select(block: number, span: Span): boolean {
    const range = this.locate(block, span);
    if (!range) return false;
    (this.element.isContentEditable ? this.element : editableAround(range.startContainer))?.focus({ preventScroll: true });
    const selection = document.getSelection();
    selection?.setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
    const seen = range.getBoundingClientRect();
    const box = this.element.getBoundingClientRect();
    const { innerHeight, innerWidth } = window;
    const [top, bottom] = [Math.max(0, box.top), Math.min(innerHeight, box.bottom)];
    if (seen.top < top || seen.bottom > bottom || seen.left < 0 || seen.right > innerWidth) {
      range.startContainer.parentElement?.scrollIntoView({ block: "center", inline: "nearest" });
    }
    return true;
  }

  paint(marks: Marks, touched?: ReadonlySet<number>): void {
    this.blocks();
    const reread = this.reader.takeReread();
    this.marks.paint(marks, touched && (reread.size === 0 ? touched : new Set([...touched, ...reread])));
  }

  held(): Iterable<number> {
    return this.marks.held();
  }

  follow(): void {
    this.marks.follow();
  }

  close(): void {
    this.observer?.disconnect();
    this.observer = undefined;
    this.marks.close();
  }
}

/** The outermost editable element around a node. */
function editableAround(node: Node): HTMLElement | undefined {
  let found: HTMLElement | undefined;
  for (let at = node.parentElement; at; at = at.parentElement) {
    if (at.isContentEditable) found = at;
    else if (found) break;
  }
  return found;
}

function pointsOf({ pieces }: RichBlock, span: Span): Points | undefined {
  if (span.start === span.end) {
    // A caret, which may stand behind the last letter.
    const piece = pieces[firstPiece(pieces, ({ at, length }) => at + length >= span.start)];
    if (!piece || piece.at > span.start) return undefined;
    const offset = piece.from + span.start - piece.at;
    return { start: piece.node, from: offset, end: piece.node, to: offset };
  }
  const first = pieces[firstPiece(pieces, ({ at, length }) => at + length > span.start)];
  const last = pieces[firstPiece(pieces, ({ at }) => at >= span.end) - 1];
  if (!first || !last || span.start < first.at || span.end > last.at + last.length) return undefined;
  return { start: first.node, from: first.from + span.start - first.at, end: last.node, to: last.from + span.end - last.at };
}

/** The first of a block's pieces for which something holds that holds for all after it; how many there are where it holds
 * for none. A block may be a whole draft. */
function firstPiece(pieces: readonly Piece[], holds: (piece: Piece) => boolean): number {
  let [low, high] = [0, pieces.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(pieces[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}
