/**
 * The scorecard as the engine tells it, and the way to ask for it: logs in piece by piece, numbers and the events
 * behind them out. Computes nothing itself.
 */
import type { Problem } from "../../wire.ts";

/** One number; without a value where it is not known. */
export interface Figure {
  name: string;
  key: string;
  part: string;
  amount: number | null;
  of: number | null;
  value: number | null;
}

export interface Definition {
  name: string;
  unit: "count" | "milliseconds" | "minutes" | "ratio" | "per_thousand" | "money" | "mixed";
  key: string;
  part: string;
  meaning: string;
  source: string;
}

export interface Numbers {
  numbers: Figure[];
  missing: { installation: string; from: number; to: number }[];
  newer: Record<string, number>;
}

/** A scorecard; without numbers where whoever reads it may not see them. */
export interface Card extends Partial<Numbers> {
  groups: Record<string, Numbers>;
  hidden_people: number;
  /** How many people the counted events are of, and who has events in these logs at all. */
  counted_people: number;
  people: string[];
  first: number | null;
  last: number | null;
  known: number;
  refused: Problem[];
  refusals: number;
}

export type Cut = "host" | "surface" | "channel" | "guide";

/** What whoever reads the scorecard chose. */
export interface Choice {
  settings: { now: number; rate_hundredths: number | null };
  span: { from: number | null; to: number | null };
  cut: Cut | null;
  viewer: { me: string | null; sees_people: boolean };
  mine: boolean;
}

export type LoggedEvent = Record<string, string | number | boolean | null>;

export interface Found {
  count: number;
  people: number;
  /** Absent where they are of fewer people than may be shown. */
  events: LoggedEvent[] | null;
}

/** A log that can be read as often as it is asked for. */
export interface Source {
  name: string;
  read(take: (text: string) => void): Promise<unknown>;
  /** Whether it is this browser's own, of which sums are kept. */
  kept?: boolean;
}

interface Reader {
  add(text: string): void;
  /** Adds this browser's own log by the sums kept of it; false where those do not tell what was chosen. */
  add_kept_log?(): Promise<boolean>;
  end_log(): void;
  card(): string;
  free(): void;
}
interface Search {
  add(card: never, text: string): void;
  end_log(card: never): void;
  found(card: never): string;
  free(): void;
}

/** What the scorecard needs of the log's module. */
export interface LogModule {
  ScoreReader: new (choice: string) => Reader;
  EventsBehind: new (name: string, key: string, part: string, limit: number) => Search;
  scorecard_definitions(): string;
}

/** At most so many events are listed. */
export const MOST_EVENTS = 500;

/** One scorecard, and the way from its numbers to their events. */
export class Score {
  private constructor(
    private readonly log: LogModule,
    private readonly sources: Source[],
    private readonly reader: Reader,
    readonly choice: Choice,
    readonly card: Card,
  ) {}

  static async of(log: LogModule, sources: Source[], choice: Choice): Promise<Score> {
    const reader = new log.ScoreReader(JSON.stringify(choice));
    // Sums do not say which events they are of: beside other logs, each event is looked at.
    const summed = sources.length === 1 && sources[0]!.kept && (await reader.add_kept_log?.());
    for (const source of summed ? [] : sources) {
      await source.read((text) => reader.add(text));
      reader.end_log();
    }
    return new Score(log, sources, reader, choice, JSON.parse(reader.card()) as Card);
  }

  async behind({ name, key, part }: Pick<Figure, "name" | "key" | "part">): Promise<Found> {
    const search = new this.log.EventsBehind(name, key, part, MOST_EVENTS);
    const reader = this.reader as never;
    for (const source of this.sources) {
      await source.read((text) => search.add(reader, text));
      search.end_log(reader);
    }
    const found = JSON.parse(search.found(reader)) as Found;
    search.free();
    return found;
  }
}

/** A file as a log. */
export function fileSource(file: File): Source {
  return {
    name: file.name,
    async read(take) {
      const reader = file.stream().getReader();
      const decoder = new TextDecoder();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        take(decoder.decode(value, { stream: true }));
      }
      take(decoder.decode());
    },
  };
}
