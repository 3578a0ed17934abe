/**
 * A field's flags and where they stand now, by number and by block and in order, so that a key costs no more than the
 * flags that it moves, however many its block has. Pure: no page, no clock.
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

/** The flags of a block. */
interface Shelf {
  /** Those that stand somewhere, by where they begin; while `stale`, also such as do not any more. */
  placed: Standing[];
  stale: boolean;
  /** How many stand somewhere. */
  standing: number;
  /** Those that stand nowhere until the engine's word of them is carried to the present text. */
  loose: Set<Standing>;
  /** No flag here was ever longer. */
  longest: number;
}

export class Standings implements Marks {
  private readonly byId = new Map<number, Standing>();
  private readonly byBlock = new Map<number, Shelf>();

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

  count(block: number): number {
    const shelf = this.byBlock.get(block);
    return shelf ? shelf.standing + shelf.loose.size : 0;
  }

  in(block: number): readonly Mark[] {
    const shelf = this.byBlock.get(block);
    return shelf ? inPlace(shelf).flatMap((standing) => markOf(standing) ?? []) : [];
  }

  mark(flag: number): Mark | undefined {
    const standing = this.byId.get(flag);
    return standing && markOf(standing);
  }

  /** Takes a flag in, or in another place; it stands nowhere before it was settled. */
  set(flag: Flag): void {
    this.delete(flag.id);
    const standing: Standing = { flag, span: undefined };
    this.byId.set(flag.id, standing);
    const shelf = this.byBlock.get(flag.block);
    if (shelf) shelf.loose.add(standing);
    else this.byBlock.set(flag.block, { placed: [], stale: false, standing: 0, loose: new Set([standing]), longest: 0 });
  }

  /** Takes a flag out; says which block it stood in. */
  delete(id: number): number | undefined {
    const standing = this.byId.get(id);
    if (!standing) return undefined;
    const { block } = standing.flag;
    this.byId.delete(id);
    const shelf = this.byBlock.get(block)!;
    if (!shelf.loose.delete(standing)) unplace(shelf, standing);
    if (shelf.loose.size === 0 && shelf.standing === 0) this.byBlock.delete(block);
    return block;
  }

  clear(): void {
    this.byId.clear();
    this.byBlock.clear();
  }

  /** An edit moves the flags of its block, and unsettles those that it touched. */
  edited(edit: Edit): void {
    const shelf = this.byBlock.get(edit.block);
    if (!shelf) return;
    const placed = inPlace(shelf);
    for (let index = placed.length - 1; index >= 0; index--) {
      const standing = placed[index]!;
      const span = standing.span!;
      // None of those before it reaches so far.
      if (span.start + shelf.longest <= edit.start) return;
      const at = moved(span, edit);
      if (at) standing.span = at;
      else {
        unplace(shelf, standing);
        shelf.loose.add(standing);
      }
    }
  }

  /** A block went: its flags stand nowhere until the engine has said so. */
  gone(block: number): void {
    const shelf = this.byBlock.get(block);
    if (!shelf) return;
    for (const standing of inPlace(shelf)) {
      unplace(shelf, standing);
      shelf.loose.add(standing);
    }
  }

  /** What the engine said of a block stands in the text of its revision; the edits made since carry it into the
   * present one. Never on the wrong word: what stands there must be what was flagged. A flag that stands there already
   * was moved along by every edit, and none of them touched its words. */
  settle(block: Block | undefined, id: number, since: readonly Edit[]): void {
    const shelf = this.byBlock.get(id);
    if (!shelf) return;
    const own = since.filter((edit) => edit.block === id);
    const carried = ({ flag }: Standing) => {
      let span: Span | undefined = flag.span;
      for (const edit of own) if (span) span = moved(span, edit);
      return span;
    };
    for (const standing of inPlace(shelf)) {
      const span = carried(standing);
      if (span && span.start === standing.span!.start && span.end === standing.span!.end) continue;
      unplace(shelf, standing);
      shelf.loose.add(standing);
    }
    if (shelf.loose.size === 0) return;
    const placed = inPlace(shelf);
    const before = shelf.standing;
    for (const standing of shelf.loose) {
      const span = carried(standing);
      if (!span || block?.text.slice(span.start, span.end) !== standing.flag.quote) continue;
      standing.span = span;
      shelf.longest = Math.max(shelf.longest, span.end - span.start);
      shelf.loose.delete(standing);
      shelf.standing++;
      placed.push(standing);
    }
    if (shelf.standing > before) placed.sort((a, b) => a.span!.start - b.span!.start);
  }
}

/** A flag stands there no more; it is taken out of the list when that is next looked at, since many may go at once. */
function unplace(shelf: Shelf, standing: Standing): void {
  standing.span = undefined;
  shelf.standing--;
  shelf.stale = true;
}

/** Those that stand somewhere, in order. */
function inPlace(shelf: Shelf): Standing[] {
  if (shelf.stale) shelf.placed = shelf.placed.filter((standing) => standing.span !== undefined);
  shelf.stale = false;
  return shelf.placed;
}

function markOf({ flag, span }: Standing): Mark | undefined {
  if (!span || flag.verdict === "allow") return undefined;
  return { flag: flag.id, verdict: flag.verdict, block: flag.block, span, quote: flag.quote };
}
