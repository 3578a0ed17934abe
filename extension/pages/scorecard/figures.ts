/**
 * Finds numbers on a scorecard and writes them as a person reads them. What is not known is said to be unknown, with its
 * reason, and never stands as 0.
 */
import { numberLocale } from "../region.ts";
import { count } from "../words.ts";
import type { Definition, Figure, Numbers } from "./model.ts";

export type Unit = Definition["unit"];

const formats = [0, 1, 2, 3].map((places) => new Intl.NumberFormat(numberLocale, { minimumFractionDigits: places, maximumFractionDigits: places }));
const hundredths = new Intl.NumberFormat(numberLocale, { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 });

const decimals = (value: number, places: 0 | 1 | 2 | 3) => formats[places]!.format(value);

/** Times that people worked: a day of theirs has not 24 hours. */
const WORK = /touch|rule_cost/;

/** A time as a person reads it; work is never told in days. */
export function duration(ms: number, work = false): string {
  if (ms < 60_000) return `${decimals(ms / 1_000, ms < 10_000 && ms % 1_000 ? 1 : 0)} s`;
  if (ms < 5_400_000) return `${decimals(ms / 60_000, 1)} min`;
  if (work || ms < 172_800_000) return `${decimals(ms / 3_600_000, 1)} h`;
  return `${decimals(ms / 86_400_000, 1)} days`;
}

export const percent = (value: number) => hundredths.format(value);

/** Ratios that are a share of a whole, and may be told in hundredths. */
const SHARES = /^(replacing|retention|tool_retention|first_pass|rule_dismissal|rule_mostly_dismissed|(route_)?sla_(respond|resolve))$/;

/** A value in its unit; `part` tells a day's or a week's measures apart. */
export function written(figure: Figure, unit: Unit): string {
  const { name, part, value } = figure;
  if (value === null) return figure.withheld ? "not shown" : "unknown";
  if (unit === "mixed") {
    if (part === "touch") return duration(value, true);
    if (part === "hter") return decimals(value, 3);
    return part === "first_pass" || part === "retention" ? percent(value) : count(value);
  }
  switch (unit) {
    case "milliseconds": return duration(value, WORK.test(name));
    case "minutes": return `${count(value)} min`;
    case "ratio": return SHARES.test(name) ? percent(value) : decimals(value, name === "iterations" ? 2 : 3);
    case "per_thousand": return decimals(value, 2);
    case "money": return decimals(value, 2);
    default: return count(value);
  }
}

/** What a number was divided by what; nothing where it is no quotient, or tells itself better. */
export function quotient({ name, amount, of }: Figure, unit: Unit): string {
  if (amount === null || of === null || unit === "money") return "";
  if (unit === "milliseconds") return `${duration(amount, WORK.test(name))} in all, over ${count(of)}`;
  if (unit === "per_thousand") return `${count(amount)} in ${count(of)} words`;
  if (SHARES.test(name)) return `${count(amount)} of ${count(of)}`;
  return `${count(amount)} over ${count(of)}`;
}

/** The numbers of one scorecard, by name, key and part. */
export class Sheet {
  private readonly figures = new Map<string, Figure>();

  constructor(
    readonly numbers: Numbers,
    /** The group whose they are, where they are not the whole's. */
    private readonly group?: string,
  ) {
    for (const figure of numbers.numbers) {
      this.figures.set(`${figure.name}\n${figure.key}\n${figure.part}`, group === undefined ? figure : { ...figure, group });
    }
    for (const [name, key, part] of numbers.withheld ?? []) {
      const figure = this.figures.get(`${name}\n${key}\n${part}`);
      if (figure) figure.withheld = true;
    }
  }

  get(name: string, key = "", part = ""): Figure | undefined {
    return this.figures.get(`${name}\n${key}\n${part}`);
  }

  /** Who owns a rule, where the log says so. */
  owner(rule: string): string {
    return this.numbers.owners?.[rule] ?? "";
  }

  /** How many keys of a number are of too few people to be shown. */
  withheld(name: string, part = ""): number {
    return this.all(name).filter((figure) => figure.withheld && figure.part === part).length;
  }

  /** A number, or one without a value where the scorecard does not have it. */
  of(name: string, key = "", part = ""): Figure {
    return this.get(name, key, part) ?? { name, key, part, amount: null, of: null, value: null, group: this.group };
  }

  /** All of one name, in their order. */
  all(name: string): Figure[] {
    return this.numbers.numbers.filter((figure) => figure.name === name);
  }

  /** Keys of a number, each once, in order; without those that may not be shown. */
  keys(name: string): string[] {
    return [...new Set(this.all(name).filter(({ withheld }) => !withheld).map((figure) => figure.key))];
  }
}
