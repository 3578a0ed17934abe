// Repeats, medians and quantiles. Knows nothing of what is measured.
import { now, since } from "./clock.mjs";

/** The value that a share of all values does not exceed. */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(sorted.length * share) - 1))];
}

export const median = (values) => quantile(values, 0.5);

/** Two digits beyond what matters. */
export const rounded = (value) => (value === undefined || value === null ? null : Number(Number(value).toPrecision(4)));

/** How long one call takes, in milliseconds; a promise is waited for. */
export async function timed(body) {
  const began = now();
  const value = body();
  if (value instanceof Promise) await value;
  return since(began);
}

/**
 * Runs every contestant in turn, round after round, so that whatever else the machine does strikes all alike. Gives the
 * times of each. `rounds` is the most; one that has used up `patience` milliseconds sits out the rest. The first round
 * warms up and does not count, but for one that alone used up its patience.
 */
export async function interleaved(contestants, rounds, patience) {
  const results = Object.fromEntries(Object.keys(contestants).map((name) => [name, []]));
  const spent = Object.fromEntries(Object.keys(contestants).map((name) => [name, 0]));
  for (let round = 0; round <= rounds; round++) {
    for (const [name, body] of Object.entries(contestants)) {
      if (spent[name] > patience && results[name].length > 0) continue;
      const took = await timed(body);
      spent[name] += took;
      if (round > 0 || took > patience) results[name].push(took);
    }
  }
  return results;
}
