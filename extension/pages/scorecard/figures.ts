/**
 * Finds numbers on a scorecard and writes them as a person reads them. What is not known is said to be unknown, with its
 * reason, and never stands as 0.
 */
import { count } from "../words.ts";
import type { Definition, Figure, Numbers } from "./model.ts";

export type Unit = Definition["unit"];

const decimals = (value: number, places: number) =>
  new Intl.NumberFormat("en", { minimumFractionDigits: places, maximumFractionDigits: places }).format(value);

/** A time as a person reads it. */
export function duration(ms: number): string {
  if (ms < 60_000) return `${decimals(ms / 1_000, ms < 10_000 && ms % 1_000 ? 1 : 0)} s`;
  if (ms < 5_400_000) return `${decimals(ms / 60_000, 1)} min`;
  if (ms < 172_800_000) return `${decimals(ms / 3_600_000, 1)} h`;
  return `${decimals(ms / 86_400_000, 1)} days`;
}

export const percent = (value: number) => `${decimals(100 * value, 1)}%`;

/** Ratios that are a share of a whole, and may be told in hundredths. */
const SHARES = /^(replacing|retention|tool_retention|first_pass|rule_dismissal|rule_mostly_dismissed|(route_)?sla_(respond|resolve))$/;

/** A value in its unit; `part` tells a day's or a week's measures apart. */
export function written(figure: Figure, unit: Unit): string {
  const { name, part, value } = figure;
  if (value === null) return "unknown";
  if (unit === "mixed") {
    if (part === "touch") return duration(value);
    if (part === "hter") return decimals(value, 3);
    return part === "first_pass" || part === "retention" ? percent(value) : count(value);
  }
  switch (unit) {
    case "milliseconds": return duration(value);
    case "minutes": return `${count(value)} min`;
    case "ratio": return SHARES.test(name) ? percent(value) : decimals(value, name === "iterations" ? 2 : 3);
    case "per_thousand": return decimals(value, 2);
    case "money": return decimals(value, 2);
    default: return count(value);
  }
}

/** The numbers of one scorecard, by name, key and part. */
export class Sheet {
  private readonly figures = new Map<string, Figure>();

  constructor(readonly numbers: Numbers) {
    for (const figure of numbers.numbers) this.figures.set(`${figure.name}\n${figure.key}\n${figure.part}`, figure);
  }

  get(name: string, key = "", part = ""): Figure | undefined {
    return this.figures.get(`${name}\n${key}\n${part}`);
  }

  /** A number, or one without a value where the scorecard does not have it. */
  of(name: string, key = "", part = ""): Figure {
    return this.get(name, key, part) ?? { name, key, part, amount: null, of: null, value: null };
  }

  /** All of one name, in their order. */
  all(name: string): Figure[] {
    return this.numbers.numbers.filter((figure) => figure.name === name);
  }

  /** Keys of a number, each once, in order. */
  keys(name: string): string[] {
    return [...new Set(this.all(name).map((figure) => figure.key))];
  }
}
