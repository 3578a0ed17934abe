/**
 * A field's flags and where they stand now, by number and by block, so that a key costs no more than the flags of the
 * block it changed. Pure: no page, no clock.
 */
import type { Block, Flag, Span } from "../wire.ts";
import { moved, type Edit } from "./edits.ts";
import type { Mark, Marks } from "./field.ts";

/** A flag and where it stands now. */
export interface Standing {
  flag: Flag;
  /** Where it stands in the text as it is; undefined when an edit has touched it since the engine spoke. */
  span: Span | undefined;
}

export class Standings implements Marks {
  private readonly byId = new Map<number, Standing>();
  private readonly byBlock = new Map<number, Set<Standing>>();

  get size(): number {
    return this.byId.size;
  }

  get(id: number): Standing | undefined {
    return this.byId.get(id);
  }

  all(): Iterable<Standing> {
    return this.byId.values();
  }

  blocks(): Iterable<number> {
    return this.byBlock.keys();
  }

  of(block: number): Iterable<Standing> {
    return this.byBlock.get(block) ?? [];
  }

  in(block: number): readonly Mark[] {
    const marks: Mark[] = [];
    for (const { flag, span } of this.of(block)) {
      if (span && flag.verdict !== "allow") marks.push({ flag: flag.id, verdict: flag.verdict, block, span, quote: flag.quote });
    }
    return marks.sort((a, b) => a.span.start - b.span.start);
  }

  /** Takes a flag in, or in another place; it stands nowhere before it was settled. */
  set(flag: Flag): void {
    this.delete(flag.id);
    const standing: Standing = { flag, span: undefined };
    this.byId.set(flag.id, standing);
    const others = this.byBlock.get(flag.block);
    if (others) others.add(standing);
    else this.byBlock.set(flag.block, new Set([standing]));
  }

  /** Takes a flag out; says which block it stood in. */
  delete(id: number): number | undefined {
    const standing = this.byId.get(id);
    if (!standing) return undefined;
    const { block } = standing.flag;
    this.byId.delete(id);
    const others = this.byBlock.get(block);
    others?.delete(standing);
    if (others?.size === 0) this.byBlock.delete(block);
    return block;
  }

  clear(): void {
    this.byId.clear();
    this.byBlock.clear();
  }

  /** An edit moves the flags of its block, and unsettles those that it touched. */
  edited(edit: Edit): void {
    for (const standing of this.of(edit.block)) if (standing.span) standing.span = moved(standing.span, edit);
  }

  /** A block went: its flags stand nowhere until the engine has said so. */
  gone(block: number): void {
    for (const standing of this.of(block)) standing.span = undefined;
  }

  /** What the engine said of a block stands in the text of its revision; the edits made since carry it into the
   * present one. Never on the wrong word: what stands there must be what was flagged. */
  settle(block: Block | undefined, id: number, since: readonly Edit[]): void {
    for (const standing of this.of(id)) {
      let span: Span | undefined = standing.flag.span;
      for (const edit of since) if (span && edit.block === id) span = moved(span, edit);
      standing.span = span && block?.text.slice(span.start, span.end) === standing.flag.quote ? span : undefined;
    }
  }
}
