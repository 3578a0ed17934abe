/**
 * What a field adapter can do. An adapter knows one family of editors: how to read it block by block, where a span of
 * a block is, and how to put text in through the editor's own input path. Never more than hands and eyes.
 */
import type { Block, Caret, Span } from "../wire.ts";

/** A rectangle in the viewport, in CSS pixels. */
export type Rect = Pick<DOMRect, "left" | "top" | "right" | "bottom" | "width" | "height">;

/** A passage of a field: from a place in one block to a place in the same or a later one. */
export interface Passage {
  block: number;
  start: number;
  last: number;
  end: number;
}

export interface Field {
  readonly element: HTMLElement;
  /** What takes the keys: the element itself, or the one in it where the selection stands. */
  writtenIn(): HTMLElement;
  /** The blocks as they stand now. Reads again only what changed since the last call; the list is another one exactly
   * when something did, and is never altered. */
  blocks(): readonly Block[];
  /** How long the last reading took that found something to read, in milliseconds. */
  readonly readTook: number;
  /** Calls back whenever the text may have changed other than by an input event. */
  watch(changed: () => void): void;
  /** Where a span is seen; empty when it is not on the page. */
  rects(block: number, span: Span): Rect[];
  /** The caret or selection, when it is in this field and within one block. */
  selection(): { block: number; span: Span } | undefined;
  /** Where the caret is, when it is in one of these blocks, as they stand now. */
  caretIn(blocks: readonly Block[]): Caret | undefined;
  /** What is selected in this field, over however many blocks. */
  selected(): Passage | undefined;
  /** Selects a span and brings it into view. */
  select(block: number, span: Span): boolean;
  /** Shows these marks and no others. `touched` names the blocks whose marks or text may be others than at the last
   * call; without it any may be. A long draft's marks are held near the view alone. */
  paint(marks: Marks, touched?: ReadonlySet<number>): void;
  /** Flags whose marks are held now: all that can be seen, and some around. */
  held(): Iterable<number>;
  /** Moves marks along after a scroll or a change of layout, where the browser does not. */
  follow(): void;
  /** Takes everything away that this adapter ever put on the page, and stops watching. */
  close(): void;
}

/** A mark to be shown. */
export interface Mark {
  flag: number;
  verdict: "prefer" | "escalate" | "restrict";
  block: number;
  span: Span;
  /** What must stand there for the mark to be shown. */
  quote: string;
}

/** All marks of a field, asked for block by block. */
export interface Marks {
  /** How many flags there are, an upper bound of the marks. */
  readonly size: number;
  /** The marks of a block, in order. */
  in(block: number): readonly Mark[];
  /** How many flags a block has, an upper bound of its marks. */
  count(block: number): number;
  /** The mark of a flag; undefined where it has none at present. */
  mark(flag: number): Mark | undefined;
  /** Blocks that may have marks. */
  blocks(): Iterable<number>;
}
