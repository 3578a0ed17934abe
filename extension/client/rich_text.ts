/**
 * Rich text (contenteditable): reads the DOM into blocks as a person sees them, and knows for every span of a block
 * where it is in the DOM. Marks are painted by the CSS Custom Highlight API, so the page's DOM is never touched.
 */
import type { Block, BlockKind, Span } from "../wire.ts";
import type { Field, Mark, Rect } from "./field.ts";
import { highlights } from "./highlights.ts";

/** A stretch of a block's text that stands in one text node. */
interface Piece {
  node: Text;
  /** Offset in the node. */
  from: number;
  /** Offset in the block. */
  at: number;
  length: number;
}

interface RichBlock extends Block {
  pieces: Piece[];
}

/** What a container of blocks was read as. */
interface Reading {
  blocks: RichBlock[];
}

/** Passed down while reading. */
interface Context {
  kind: BlockKind;
  level: number;
}

type Display = "none" | "inline" | "block" | "island" | "object";

/** Stands for something that is not text. */
const OBJECT = "\ufffc";

const OBJECT_TAGS = new Set([
  "img", "svg", "video", "audio", "canvas", "iframe", "object", "embed", "input", "textarea", "select", "button",
  "picture", "math", "meter", "progress",
]);

export class RichText implements Field {
  private readonly readings = new WeakMap<Element, Reading>();
  private readonly displays = new WeakMap<Element, Display>();
  private readonly whiteSpaces = new WeakMap<Element, WhiteSpace>();
  private dirty = new Set<Node>();
  private list: RichBlock[] | undefined;
  private byId = new Map<number, RichBlock>();
  private nextId = 1;
  private observer: MutationObserver | undefined;
  private readonly ranges = new Map<number, { range: Range; mark: Mark; piecesOf: RichBlock }>();

  constructor(readonly element: HTMLElement) {}

  watch(changed: () => void): void {
    this.observer = new MutationObserver((records) => {
      this.note(records);
      changed();
    });
    this.observer.observe(this.element, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
      attributeFilter: ["style", "class", "hidden", "contenteditable", "dir"],
    });
  }

  private note(records: readonly MutationRecord[]): void {
    for (const record of records) {
      if (record.type === "attributes") {
        this.displays.delete(record.target as Element);
        this.whiteSpaces.delete(record.target as Element);
      }
      for (let at: Node | null = record.target; at && !this.dirty.has(at); at = at.parentNode) {
        this.dirty.add(at);
        if (at === this.element) break;
      }
    }
  }

  blocks(): readonly Block[] {
    if (this.observer) this.note(this.observer.takeRecords());
    if (!this.list || this.dirty.size > 0) {
      this.list = this.read(this.element, { kind: "paragraph", level: 0 }).blocks;
      this.dirty.clear();
      this.byId = new Map(this.list.map((block) => [block.id, block]));
    }
    return this.list;
  }

  /** Reads a container: runs of inline content are blocks, and so are the containers in it. */
  private read(container: Element, context: Context): Reading {
    const known = this.readings.get(container);
    if (known && !this.dirty.has(container)) return known;
    const own = contextOf(container, context);
    // Ids of the blocks this container had of its own are given to those it has now, in order.
    const ids = known?.blocks.filter((block) => (block as Owned).owner === container).map((block) => block.id) ?? [];
    const blocks: RichBlock[] = [];
    const flow = new Flow(this.whiteSpace(container));
    const end = (closing: boolean) => {
      if (!flow.anything && !(closing && blocks.length === 0)) return;
      const { text, pieces } = flow.take();
      const block: Owned = { id: ids.shift() ?? this.nextId++, ...own, text, pieces, owner: container };
      blocks.push(block);
    };
    const walk = (parent: Node) => {
      for (let node = parent.firstChild; node; node = node.nextSibling) {
        if (node.nodeType === 3) flow.text(node as Text);
        else if (node.nodeType === 1) {
          const element = node as HTMLElement;
          if (element.localName === "br") {
            flow.lineBreak();
            continue;
          }
          switch (this.display(element)) {
            case "none":
              break;
            case "object":
              flow.object();
              break;
            case "inline":
              walk(element);
              break;
            case "island":
              end(false);
              break;
            case "block":
              end(false);
              blocks.push(...this.read(element, own).blocks);
              break;
          }
        }
      }
    };
    walk(container);
    end(true);
    const reading = { blocks };
    this.readings.set(container, reading);
    return reading;
  }

  /** Asked of the browser once for each element: asking makes it bring its styles up to date at every key. */
  private whiteSpace(container: Element): WhiteSpace {
    let found = this.whiteSpaces.get(container);
    if (!found) {
      found = whiteSpaceOf(container);
      this.whiteSpaces.set(container, found);
    }
    return found;
  }

  private display(element: HTMLElement): Display {
    const known = this.displays.get(element);
    if (known) return known;
    const { display, visibility, position, float } = getComputedStyle(element);
    let found: Display;
    if (display === "none" || visibility === "hidden") found = "none";
    else if (OBJECT_TAGS.has(element.localName)) found = display.startsWith("inline") ? "object" : "island";
    else if (display.startsWith("inline") || display === "contents" || display === "ruby") {
      found = element.isContentEditable ? "inline" : "object";
    } else if (element.isContentEditable) found = "block";
    else found = position === "absolute" && float === "none" ? "none" : "island";
    this.displays.set(element, found);
    return found;
  }

  private range(block: RichBlock, span: Span): Range | undefined {
    const first = block.pieces.find((piece) => span.start < piece.at + piece.length);
    const last = block.pieces.findLast((piece) => piece.at < span.end);
    if (!first || !last || span.start < first.at || span.end > last.at + last.length) return undefined;
    try {
      const range = document.createRange();
      range.setStart(first.node, first.from + span.start - first.at);
      range.setEnd(last.node, last.from + span.end - last.at);
      return range;
    } catch {
      // The node changed since it was read; the mutation that says so is on its way.
      return undefined;
    }
  }

  /** A live range over a span. */
  locate(block: number, span: Span): Range | undefined {
    const found = this.byId.get(block);
    return found && this.range(found, span);
  }

  rects(block: number, span: Span): Rect[] {
    const range = this.locate(block, span);
    return range ? [...range.getClientRects()].filter((rect) => rect.width > 0) : [];
  }

  selection(): { block: number; span: Span } | undefined {
    const root = this.element.getRootNode() as Document | ShadowRoot;
    const selection = (root as unknown as { getSelection?: () => Selection | null }).getSelection?.() ?? document.getSelection();
    if (!selection || selection.rangeCount === 0) return undefined;
    const range = selection.getRangeAt(0);
    const start = this.point(range.startContainer, range.startOffset);
    const end = this.point(range.endContainer, range.endOffset);
    if (!start || !end || start.block !== end.block) return start && { block: start.block, span: { start: start.at, end: start.at } };
    return { block: start.block, span: { start: start.at, end: Math.max(start.at, end.at) } };
  }

  /** The block and offset of a point in the DOM. */
  private point(container: Node, offset: number): { block: number; at: number } | undefined {
    if (!this.element.contains(container)) return undefined;
    for (const block of this.list ?? []) {
      for (const piece of block.pieces) {
        if (piece.node === container) {
          if (offset >= piece.from && offset <= piece.from + piece.length) return { block: block.id, at: piece.at + offset - piece.from };
        } else if (container.nodeType === 1) {
          const next = container.childNodes[offset];
          if (next && (next === piece.node || next.contains(piece.node))) return { block: block.id, at: piece.at };
        }
      }
    }
    return undefined;
  }

  select(block: number, span: Span): boolean {
    const range = this.locate(block, span);
    if (!range) return false;
    this.element.focus({ preventScroll: true });
    const selection = document.getSelection();
    selection?.setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
    const rect = range.getBoundingClientRect();
    const { innerHeight, innerWidth } = window;
    if (rect.top < 0 || rect.bottom > innerHeight || rect.left < 0 || rect.right > innerWidth) {
      range.startContainer.parentElement?.scrollIntoView({ block: "center", inline: "nearest" });
    }
    return true;
  }

  paint(marks: readonly Mark[]): void {
    this.blocks();
    const kept = new Set<number>();
    for (const mark of marks) {
      const block = this.byId.get(mark.block);
      if (!block) continue;
      const known = this.ranges.get(mark.flag);
      // A range that was made of this very reading still stands where it did: the browser moves it with its text.
      if (known && known.piecesOf === block && known.mark.span.start === mark.span.start && known.mark.span.end === mark.span.end && !known.range.collapsed) {
        kept.add(mark.flag);
        continue;
      }
      const range = this.range(block, mark.span);
      if (!range) continue;
      if (known) highlights.remove(known.mark.verdict, known.range);
      highlights.add(mark.verdict, range, this.element);
      this.ranges.set(mark.flag, { range, mark, piecesOf: block });
      kept.add(mark.flag);
    }
    for (const [flag, { range, mark }] of this.ranges) {
      if (kept.has(flag)) continue;
      highlights.remove(mark.verdict, range);
      this.ranges.delete(flag);
    }
  }

  follow(): void {
    // The browser paints highlights where their text is.
  }

  close(): void {
    this.observer?.disconnect();
    this.observer = undefined;
    this.paint([]);
    for (const [, { range, mark }] of this.ranges) highlights.remove(mark.verdict, range);
    this.ranges.clear();
  }
}

/** A block and the container whose own text it is. */
interface Owned extends RichBlock {
  owner: Element;
}

function contextOf(element: Element, outer: Context): Context {
  const tag = element.localName;
  if (/^h[1-6]$/.test(tag)) return { kind: "heading", level: Number(tag[1]) };
  if (element.getAttribute("role") === "heading") {
    return { kind: "heading", level: Math.min(6, Math.max(1, Number(element.getAttribute("aria-level")) || 2)) };
  }
  switch (tag) {
    case "li":
    case "dt":
    case "dd":
      return { kind: "list_item", level: 0 };
    case "td":
    case "th":
      return { kind: "table_cell", level: 0 };
    case "blockquote":
      return { kind: "quote", level: 0 };
    case "pre":
      return { kind: "code", level: 0 };
    default:
      return outer;
  }
}

type WhiteSpace = "collapse" | "lines" | "keep";

function whiteSpaceOf(element: Element): WhiteSpace {
  const style = getComputedStyle(element);
  if (style.whiteSpace.startsWith("pre-line")) return "lines";
  return style.whiteSpace.startsWith("pre") || style.whiteSpace === "break-spaces" ? "keep" : "collapse";
}

/** Gathers inline content into a block's text as it is displayed. */
class Flow {
  private out = "";
  private pieces: Piece[] = [];
  private breakWaits = false;
  /** Whether anything was seen at all, be it only a line break. */
  anything = false;

  constructor(private readonly white: WhiteSpace) {}

  text(node: Text): void {
    const data = node.data;
    if (data === "") return;
    if (this.white === "keep") {
      this.put(node, 0, data);
      return;
    }
    // Runs of collapsible spaces become one space; a no-break space is none of them.
    const run = this.white === "collapse" ? /[ \t\r\n\f]+/g : /[ \t\r\f]+/g;
    let at = 0;
    for (let found = run.exec(data); found; found = run.exec(data)) {
      const width = found[0].length;
      if (width === 1 && data[found.index] === " " && !this.atSpace(found.index > at)) continue;
      if (found.index > at) this.put(node, at, data.slice(at, found.index));
      if (!this.atSpace(false)) this.put(node, found.index, " ");
      at = found.index + width;
    }
    if (at < data.length) this.put(node, at, data.slice(at));
  }

  private atSpace(textBefore: boolean): boolean {
    return !textBefore && (this.out === "" || this.out.endsWith(" ") || this.out.endsWith("\n") || this.breakWaits);
  }

  private put(node: Text, from: number, text: string): void {
    // Layout between blocks is white space that shows nothing.
    if (this.out === "" && !this.breakWaits && this.white === "collapse" && /^[ \t\r\n\f]*$/.test(text)) return;
    this.settleBreak();
    this.anything = true;
    this.pieces.push({ node, from, at: this.out.length, length: text.length });
    this.out += text;
  }

  object(): void {
    this.settleBreak();
    this.anything = true;
    this.out += OBJECT;
  }

  /** A break shows only when something follows it: the last one in a block holds its line open. */
  lineBreak(): void {
    this.settleBreak();
    this.anything = true;
    this.breakWaits = true;
  }

  private settleBreak(): void {
    if (this.breakWaits) this.out += "\n";
    this.breakWaits = false;
  }

  take(): { text: string; pieces: Piece[] } {
    let [text, pieces] = [this.out, this.pieces];
    // A single collapsible space at the end of a block is not seen.
    const last = pieces.at(-1);
    if (this.white === "collapse" && text.endsWith(" ") && last && last.at + last.length === text.length) {
      text = text.slice(0, -1);
      last.length -= 1;
      if (last.length === 0) pieces.pop();
    }
    if (this.white === "keep" && text.endsWith("\n")) {
      // In preformatted text, too, the last break holds the line open.
      text = text.slice(0, -1);
      if (last && last.at + last.length > text.length) last.length = text.length - last.at;
    }
    [this.out, this.pieces, this.breakWaits, this.anything] = ["", [], false, false];
    return { text, pieces };
  }
}
