/**
 * Arithmetic of spans and edits in UTF-16 code units, and of lists of blocks. Pure: no page, no clock.
 */
import type { Block, Change, Inline, Span } from "../wire.ts";

/** In one block, `removed` units from `start` gave way to `inserted` units. */
export interface Edit {
  revision: number;
  block: number;
  start: number;
  removed: number;
  inserted: number;
}

/** From index `at` of a list of blocks, `removed` gave way to `inserted`. */
export interface Difference {
  at: number;
  removed: readonly Block[];
  inserted: readonly Block[];
}

/** Where a span stands after an edit of its block; undefined when the edit touched it. */
export function moved(span: Span, edit: Pick<Edit, "start" | "removed" | "inserted">): Span | undefined {
  if (edit.start >= span.end) return span;
  if (edit.start + edit.removed <= span.start) {
    const by = edit.inserted - edit.removed;
    return { start: span.start + by, end: span.end + by };
  }
  return undefined;
}

/** Where the engine takes stretches of a kind to stand after an edit: what is put in belongs to a stretch only where
 * it stands inside. The same arithmetic as in `src/text/blocks.rs`. */
export function movedInline(inline: readonly Inline[], edit: Pick<Edit, "start" | "removed" | "inserted">): Inline[] {
  const { start, removed, inserted } = edit;
  const end = start + removed;
  const at = (offset: number, isStart: boolean) => {
    if (offset < start || (offset === start && !isStart)) return offset;
    if (offset >= end) return offset - removed + inserted;
    return isStart ? start + inserted : start;
  };
  return inline
    .map(({ kind, span }) => ({ kind, span: { start: at(span.start, true), end: at(span.end, false) } }))
    .filter(({ span }) => span.start < span.end);
}

/** Texts are compared by so many units at a time, and at last one by one. */
const STRIDES = [16_384, 1_024, 64];

/** How much two texts share at either end, without what they share being counted twice. */
export function sharedEnds(before: string, after: string): { start: number; tail: number } {
  const most = Math.min(before.length, after.length);
  const [a, b] = [before.length, after.length];
  let start = 0;
  for (const stride of STRIDES) {
    while (start + stride <= most && before.slice(start, start + stride) === after.slice(start, start + stride)) start += stride;
  }
  while (start < most && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  const left = most - start;
  let tail = 0;
  for (const stride of STRIDES) {
    while (tail + stride <= left && before.slice(a - tail - stride, a - tail) === after.slice(b - tail - stride, b - tail)) tail += stride;
  }
  while (tail < left && before.charCodeAt(a - 1 - tail) === after.charCodeAt(b - 1 - tail)) tail++;
  return { start, tail };
}

/** The one edit that turns a text into another, as short as what they share at either end allows. Characters that
 * take two units are never cut. */
export function editBetween(before: string, after: string): { start: number; removed: number; inserted: string } {
  let { start, tail } = sharedEnds(before, after);
  if (start > 0 && isHigh(before.charCodeAt(start - 1))) start--;
  if (tail > 0 && isLow(before.charCodeAt(before.length - tail))) tail--;
  return { start, removed: before.length - start - tail, inserted: after.slice(start, after.length - tail) };
}

const isHigh = (unit: number) => unit >= 0xd800 && unit < 0xdc00;
const isLow = (unit: number) => unit >= 0xdc00 && unit < 0xe000;

/** Blocks as plain data, without what a field knows of them beside. */
export function plain({ id, kind, level, text, inline }: Block): Block {
  return inline?.length ? { id, kind, level, text, inline } : { id, kind, level, text };
}

/** What two lists of blocks differ in, between what they share at either end. */
export function differenceBetween(before: readonly Block[], after: readonly Block[]): Difference | undefined {
  if (before === after) return undefined;
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && same(before[head]!, after[head]!)) head++;
  let tail = 0;
  while (tail < most - head && same(before[before.length - 1 - tail]!, after[after.length - 1 - tail]!)) tail++;
  if (head + tail === before.length && before.length === after.length) return undefined;
  return { at: head, removed: before.slice(head, before.length - tail), inserted: after.slice(head, after.length - tail) };
}

/** A difference as the engine is told it: an edit where a single block changed its text and the engine can know by
 * itself where its links and code stand afterwards, a splice for everything else. `edits` are those of the difference. */
export function changesOf({ at, removed, inserted }: Difference, [edit]: readonly Edit[]): Change[] {
  const [from, to] = [removed[0], inserted[0]];
  if (edit && removed.length === 1 && inserted.length === 1 && from && to && from.id === to.id && from.kind === to.kind && from.level === to.level) {
    if (sameInline(movedInline(from.inline ?? [], edit), to.inline ?? [])) {
      const { start } = edit;
      return [{ type: "edit", block: to.id, start, removed: edit.removed, inserted: to.text.slice(start, start + edit.inserted) }];
    }
  }
  return [{ type: "splice", at, removed: removed.length, inserted: inserted.map(plain) }];
}

function same(a: Block, b: Block): boolean {
  return a === b || (a.id === b.id && a.text === b.text && a.kind === b.kind && a.level === b.level && sameInline(a.inline ?? [], b.inline ?? []));
}

function sameInline(a: readonly Inline[], b: readonly Inline[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ kind, span }, index) => kind === b[index]!.kind && span.start === b[index]!.span.start && span.end === b[index]!.span.end)
  );
}

/** The edits of each block that a difference amounts to, for moving marks along. */
export function editsOf({ removed, inserted }: Difference, revision: number): Edit[] {
  const edits: Edit[] = [];
  const gone = new Map(removed.map((block) => [block.id, block.text]));
  for (const block of inserted) {
    const text = gone.get(block.id);
    if (text === undefined || text === block.text) continue;
    const edit = editBetween(text, block.text);
    edits.push({ ...edit, block: block.id, revision, inserted: edit.inserted.length });
  }
  return edits;
}

/** Applies changes to a list of blocks. */
export function apply(blocks: readonly Block[], changes: readonly Change[]): Block[] {
  let list = blocks.slice();
  for (const change of changes) {
    if (change.type === "splice") {
      list = list.slice(0, change.at).concat(change.inserted, list.slice(change.at + change.removed));
    } else {
      const at = list.findIndex((block) => block.id === change.block);
      const block = list[at];
      if (!block) continue;
      const { start, removed, inserted } = change;
      const text = block.text.slice(0, start) + inserted + block.text.slice(start + removed);
      const inline = movedInline(block.inline ?? [], { start, removed, inserted: inserted.length });
      list[at] = plain({ ...block, text, inline });
    }
  }
  return list;
}
