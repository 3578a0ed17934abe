/**
 * Arithmetic of spans and edits in UTF-16 code units, and of lists of blocks. Pure: no page, no clock.
 */
import type { Block, Change, Span } from "../wire.ts";

/** In one block, `removed` units from `start` gave way to `inserted` units. */
export interface Edit {
  revision: number;
  block: number;
  start: number;
  removed: number;
  inserted: number;
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

/** The one edit that turns a text into another, as short as what they share at either end allows. Characters that
 * take two units are never cut. */
export function editBetween(before: string, after: string): { start: number; removed: number; inserted: string } {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  if (start > 0 && isHigh(before.charCodeAt(start - 1))) start--;
  let tail = 0;
  while (tail < most - start && before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail))
    tail++;
  if (tail > 0 && isLow(before.charCodeAt(before.length - tail))) tail--;
  return { start, removed: before.length - start - tail, inserted: after.slice(start, after.length - tail) };
}

const isHigh = (unit: number) => unit >= 0xd800 && unit < 0xdc00;
const isLow = (unit: number) => unit >= 0xdc00 && unit < 0xe000;

/** Blocks as plain data, without what a field knows of them beside. */
export function plain({ id, kind, level, text }: Block): Block {
  return { id, kind, level, text };
}

/** What turns one list of blocks into another: one splice, or an edit where a single block changed its text. */
export function changesBetween(before: readonly Block[], after: readonly Block[]): Change[] {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && same(before[head]!, after[head]!)) head++;
  let tail = 0;
  while (tail < most - head && same(before[before.length - 1 - tail]!, after[after.length - 1 - tail]!)) tail++;
  const removed = before.length - head - tail;
  const inserted = after.slice(head, after.length - tail);
  if (removed === 0 && inserted.length === 0) return [];
  const [from, to] = [before[head], inserted[0]];
  if (removed === 1 && inserted.length === 1 && from && to && from.id === to.id && from.kind === to.kind && from.level === to.level) {
    return [{ type: "edit", block: to.id, ...editBetween(from.text, to.text) }];
  }
  return [{ type: "splice", at: head, removed, inserted: inserted.map(plain) }];
}

function same(a: Block, b: Block): boolean {
  return a === b || (a.id === b.id && a.text === b.text && a.kind === b.kind && a.level === b.level);
}

/** The edits of each block that a change amounts to, for moving marks along. */
export function editsOf(changes: readonly Change[], before: readonly Block[], revision: number): Edit[] {
  const edits: Edit[] = [];
  for (const change of changes) {
    if (change.type === "edit") {
      edits.push({ ...change, revision, inserted: change.inserted.length });
      continue;
    }
    const gone = new Map(before.slice(change.at, change.at + change.removed).map((block) => [block.id, block.text]));
    for (const block of change.inserted) {
      const text = gone.get(block.id);
      if (text === undefined || text === block.text) continue;
      const edit = editBetween(text, block.text);
      edits.push({ ...edit, block: block.id, revision, inserted: edit.inserted.length });
    }
  }
  return edits;
}

/** Applies changes to a list of blocks. */
export function apply(blocks: readonly Block[], changes: readonly Change[]): Block[] {
  const list = blocks.slice();
  for (const change of changes) {
    if (change.type === "splice") {
      list.splice(change.at, change.removed, ...change.inserted);
    } else {
      const at = list.findIndex((block) => block.id === change.block);
      const block = list[at];
      if (!block) continue;
      const { start, removed, inserted } = change;
      list[at] = { ...block, text: block.text.slice(0, start) + inserted + block.text.slice(start + removed) };
    }
  }
  return list;
}
