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
  /** Whether it is of too few people to be shown. */
  withheld?: boolean;
  /** The group whose it is, where it is not the whole's. */
  group?: string | undefined;
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
  /** Numbers that are of too few people to be shown, as name, key and part. */
  withheld?: [name: string, key: string, part: string][];
  /** Who owns each rule. */
  owners?: Record<string, string>;
}

/** A line that was refused, and of which file. */
export interface Refused extends Problem {
  file: string;
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
  /** In how many installations' logs events are missing. */
  logs_with_gaps: number;
  /** What came of each log, in the order of reading. */
  logs: { name: string; events: number; refusals: number }[];
  refused: Refused[];
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

type Place = [at: number, installation: string, seq: number, id: string];

export interface Found {
  count: number;
  /** Whether they are told with all that they say: nobody else's are. */
  own: boolean;
  /** One page of them; absent where they are of fewer people than may be shown. */
  events: LoggedEvent[] | null;
  /** Where the page ends. */
  last: Place | null;
}

/** Takes a piece of a log; whoever reads should wait before giving the next one. */
export type Take = (text: string, bytes?: number) => Promise<void>;

/** A log that can be read as often as it is asked for. */
export interface Source {
  name: string;
  /** How many bytes it has, where that is known. */
  size?: number;
  read(take: Take): Promise<unknown>;
  /** Whether it is this browser's own, of which sums are kept. */
  kept?: boolean;
}

interface Reader {
  begin_log(name: string): void;
  set_settings(settings: string): void;
  add(text: string): void;
  /** Adds this browser's own log by the sums kept of it; false where those do not tell what was chosen. */
  add_kept_log?(): Promise<boolean>;
  end_log(): void;
  card(): string;
  free(): void;
}
interface Search {
  add(card: never, text: string): string;
  end_log(card: never): string;
  found(card: never): string;
  free(): void;
}

/** What the scorecard needs of the log's module. */
export interface LogModule {
  ScoreReader: new (choice: string) => Reader;
  EventsBehind: new (asked: string) => Search;
  scorecard_definitions(): string;
}

/** So many events are listed at a time. */
export const PAGE = 100;

/** Longer than this the page does nothing else while it reads. */
const STRETCH_MS = 16;

/** How much of the logs was read, in bytes as far as those are known. */
export type Progress = (done: number, all: number) => void;

/** The engine's facts of the logs that were read, freed once nobody asks any more. */
class Reading {
  private users = 0;
  private closed = false;

  constructor(readonly reader: Reader) {}

  async use<T>(act: (reader: Reader) => Promise<T>): Promise<T> {
    if (this.closed) throw new Error("these logs are no longer read");
    this.users += 1;
    try {
      return await act(this.reader);
    } finally {
      this.users -= 1;
      if (this.closed && this.users === 0) this.reader.free();
    }
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    if (this.users === 0) this.reader.free();
  }
}

/** One scorecard, and the way from its numbers to their events. */
export class Score {
  private constructor(
    private readonly log: LogModule,
    private readonly sources: Source[],
    private readonly reading: Reading,
    readonly choice: Choice,
    readonly card: Card,
  ) {}

  /** Reads the logs; gives up as soon as nobody wants to know any more. */
  static async of(log: LogModule, sources: Source[], choice: Choice, wanted: () => boolean, progress: Progress): Promise<Score | undefined> {
    const reading = new Reading(new log.ScoreReader(JSON.stringify(choice)));
    return reading.use(async (reader) => {
      // Sums do not say which events they are of: beside other logs, each event is looked at.
      const summed = sources.length === 1 && sources[0]!.kept && (await reader.add_kept_log?.());
      if (!summed) {
        await readAll(sources, wanted, progress, {
          begin: (name) => reader.begin_log(name),
          add: (text) => reader.add(text),
          end: () => reader.end_log(),
        });
      }
      if (wanted()) return new Score(log, sources, reading, choice, JSON.parse(reader.card()) as Card);
      reading.close();
      return undefined;
    }).catch((error: unknown) => {
      reading.close();
      if (wanted()) throw error;
      return undefined;
    });
  }

  /** The same events with another rate: no log is read again. */
  async at(settings: Choice["settings"]): Promise<Score> {
    return this.reading.use(async (reader) => {
      reader.set_settings(JSON.stringify(settings));
      return new Score(this.log, this.sources, this.reading, { ...this.choice, settings }, JSON.parse(reader.card()) as Card);
    });
  }

  /** A page of the events behind a number: the first, or what comes after a place. */
  behind(figure: Figure, after: Place | null, wanted: () => boolean): Promise<Found> {
    return this.search({ ...asked(figure), limit: PAGE, after }, wanted, () => undefined);
  }

  /** All events behind a number that are the viewer's own, as JSON Lines. */
  async save(figure: Figure): Promise<Blob> {
    const parts: string[] = [];
    await this.search({ ...asked(figure), limit: 0, save: true }, () => true, (lines) => lines && parts.push(lines));
    return new Blob(parts, { type: "application/x-ndjson" });
  }

  /** Takes back what the engine keeps for it, once nobody asks any more. */
  close(other?: Score): void {
    if (other?.reading !== this.reading) this.reading.close();
  }

  private search(what: object, wanted: () => boolean, take: (lines: string) => void): Promise<Found> {
    return this.reading.use(async (reader) => {
      const search = new this.log.EventsBehind(JSON.stringify(what));
      const card = reader as never;
      try {
        await readAll(this.sources, wanted, () => undefined, {
          begin: () => undefined,
          add: (text) => take(search.add(card, text)),
          end: () => take(search.end_log(card)),
        });
        return JSON.parse(search.found(card)) as Found;
      } finally {
        search.free();
      }
    });
  }
}

const asked = ({ name, key, part, group }: Figure) => ({ name, key, part, group: group ?? null });

interface Taker {
  begin(name: string): void;
  add(text: string): void;
  end(): void;
}

/** Reads logs one after the other, with room for the page's own work between the pieces. */
async function readAll(sources: Source[], wanted: () => boolean, progress: Progress, taker: Taker): Promise<void> {
  const all = sources.reduce((sum, { size }) => sum + (size ?? 0), 0);
  let before = 0;
  let rested = performance.now();
  for (const source of sources) {
    let done = 0;
    taker.begin(source.name);
    await source.read(async (text, bytes) => {
      if (!wanted()) throw new Error("something else was chosen");
      taker.add(text);
      done += bytes ?? text.length;
      if (performance.now() - rested < STRETCH_MS) return;
      progress(before + done, all);
      await new Promise((go) => setTimeout(go));
      rested = performance.now();
    });
    taker.end();
    before += source.size ?? 0;
  }
}

/** Beyond so many letters a text is taken in pieces. */
const PIECE = 65_536;

/** A text that is there as a whole, piece by piece. */
export async function inPieces(text: string, take: Take): Promise<void> {
  for (let at = 0; at < text.length; at += PIECE) await take(text.slice(at, at + PIECE));
}

/** A file as a log. */
export function fileSource(file: File): Source {
  return {
    name: file.name,
    size: file.size,
    async read(take) {
      const decoder = new TextDecoder();
      // Smaller pieces than a stream's own, which may be of megabytes.
      for (let at = 0; at < file.size; at += PIECE) {
        const bytes = await file.slice(at, at + PIECE).arrayBuffer();
        await take(decoder.decode(bytes, { stream: true }), bytes.byteLength);
      }
      await take(decoder.decode());
    },
  };
}
