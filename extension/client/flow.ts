/**
 * From inline content to a block's text as it is displayed: white space collapsed, line breaks told, links, code and
 * quotations remembered, and for every stretch of text the node it stands in. Never asks the page for anything.
 */
import type { Inline, InlineKind } from "../wire.ts";

/** A stretch of a block's text that stands in one text node. */
export interface Piece {
  node: Text;
  /** Offset in the node. */
  from: number;
  /** Offset in the block. */
  at: number;
  length: number;
}

/** What a block's inline content comes to. */
export interface Content {
  text: string;
  pieces: Piece[];
  /** Absent where there is none, as on the wire. */
  inline?: Inline[];
}

/** How a container treats white space. */
export type WhiteSpace = "collapse" | "lines" | "keep";

/** Stands for something that is not text. */
const OBJECT = "\ufffc";

/** Text of more units than this that has no space to be collapsed is remembered by its node: a block of many lines is read
 * whole at every key, and all but one are as they were. */
const LONG = 100;
const spaced = new WeakMap<Text, string>();

/** A stretch of a kind that has begun; where, is known once it has text. */
interface Open {
  kind: InlineKind;
  from: number | undefined;
}

export class Flow {
  private out = "";
  private pieces: Piece[] = [];
  private inline: Inline[] = [];
  private breakWaits = false;
  private readonly open: Open[];
  /** Whether anything was seen at all, be it only a line break. */
  anything = false;

  /** `within` are the kinds that the whole container stands in: a link around paragraphs. */
  constructor(
    private readonly white: WhiteSpace,
    within: readonly InlineKind[],
  ) {
    this.open = within.map((kind) => ({ kind, from: undefined }));
  }

  text(node: Text): void {
    const data = node.data;
    if (data === "") return;
    // Editors hold a line or a place for the caret open with a character that takes no room.
    if (data === "\u200b") {
      this.anything = true;
      return;
    }
    let from = 0;
    for (let found = data.indexOf("\ufeff"); found >= 0; found = data.indexOf("\ufeff", from)) {
      this.anything = true;
      this.stretch(node, from, data.slice(from, found));
      from = found + 1;
    }
    this.stretch(node, from, from === 0 ? data : data.slice(from));
  }

  /** A part of a text node. */
  private stretch(node: Text, start: number, data: string): void {
    if (data === "") return;
    if (this.white === "keep") {
      this.put(node, start, data);
      return;
    }
    // Runs of collapsible spaces become one space; a no-break space is none of them. Single spaces, which nearly all are,
    // stay as they stand, except the first of all where there is one already.
    const run = this.white === "collapse" ? /[ \t\r\n\f]{2,}|[\t\r\n\f]/g : /[ \t\r\f]{2,}|[\t\r\f]/g;
    const isSpaced = data.length > LONG && spaced.get(node) === data;
    let found = isSpaced ? null : run.exec(data);
    if (!found && !isSpaced && data.length > LONG && this.white === "collapse") spaced.set(node, data);
    let at = data[0] === " " && found?.index !== 0 && this.atSpace() ? 1 : 0;
    for (; found; found = run.exec(data)) {
      if (found.index > at) this.put(node, start + at, data.slice(at, found.index));
      if (!this.atSpace()) this.put(node, start + found.index, " ");
      at = found.index + found[0].length;
    }
    if (at < data.length) this.put(node, start + at, data.slice(at));
  }

  private atSpace(): boolean {
    return this.out === "" || this.out.endsWith(" ") || this.out.endsWith("\n") || this.breakWaits;
  }

  private put(node: Text, from: number, text: string): void {
    // Layout between blocks is white space that shows nothing.
    if (this.out === "" && !this.breakWaits && this.white === "collapse" && /^[ \t\r\n\f]*$/.test(text)) return;
    this.begin();
    this.pieces.push({ node, from, at: this.out.length, length: text.length });
    this.out += text;
  }

  object(): void {
    this.begin();
    this.out += OBJECT;
  }

  /** A break shows only when something follows it: the last one in a block holds its line open. */
  lineBreak(): void {
    this.settleBreak();
    this.anything = true;
    this.breakWaits = true;
  }

  /** From here on the text is of a kind, until `leave`. */
  enter(kind: InlineKind): void {
    this.open.push({ kind, from: undefined });
  }

  leave(): void {
    const last = this.open.pop();
    if (last) this.told(last);
  }

  private told({ kind, from }: Open): void {
    if (from !== undefined && from < this.out.length) this.inline.push({ kind, span: { start: from, end: this.out.length } });
  }

  private begin(): void {
    this.settleBreak();
    this.anything = true;
    for (const each of this.open) each.from ??= this.out.length;
  }

  private settleBreak(): void {
    if (this.breakWaits) this.out += "\n";
    this.breakWaits = false;
  }

  /** The block that ends here; the next one begins, in the same links. */
  take(): Content {
    for (const each of this.open) {
      this.told(each);
      each.from = undefined;
    }
    let [text, pieces] = [this.out, this.pieces];
    // A single collapsible space at the end of a block is not seen.
    const last = pieces.at(-1);
    if (this.white === "collapse" && text.endsWith(" ") && last && last.at + last.length === text.length) {
      text = text.slice(0, -1);
      last.length -= 1;
      if (last.length === 0) pieces.pop();
    }
    // Where spaces collapse, a browser puts a no-break space for the one typed last, and takes it back at the next key:
    // to the person both are the same space.
    if (this.white === "collapse" && text.endsWith("\u00a0")) text = `${text.slice(0, -1)} `;
    if (this.white === "keep" && text.endsWith("\n")) {
      // In preformatted text, too, the last break holds the line open.
      text = text.slice(0, -1);
      if (last && last.at + last.length > text.length) last.length = text.length - last.at;
    }
    const inline = ordered(this.inline, text.length);
    [this.out, this.pieces, this.inline, this.breakWaits, this.anything] = ["", [], [], false, false];
    return inline.length > 0 ? { text, pieces, inline } : { text, pieces };
  }
}

/** Within the text, in order of their beginnings, the outer before the inner. */
function ordered(inline: readonly Inline[], length: number): Inline[] {
  return inline
    .map(({ kind, span }) => ({ kind, span: { start: span.start, end: Math.min(span.end, length) } }))
    .filter(({ span }) => span.start < span.end)
    .sort((a, b) => a.span.start - b.span.start || b.span.end - a.span.end);
}
