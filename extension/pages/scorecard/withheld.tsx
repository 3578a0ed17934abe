/**
 * Says how many rows are not shown because too few people are behind them.
 */
import { plural } from "../words.ts";

export function WithheldRows({ rows, one, many }: { rows: number; one: string; many: string }) {
  if (rows === 0) return null;
  return <p class="quiet small withheld">{plural(rows, one, many)} not shown: fewer than five people are behind {rows === 1 ? "it" : "them"}, or they could be worked out from the others.</p>;
}
