/**
 * Takes the log out of the browser and back in, piece by piece: never holds the whole of it.
 */
import init, { columns, export_events, import_events } from "../log.js";
import type { Problem } from "../wire.ts";

export type Format = "jsonl" | "csv" | "parquet" | "otlp";
export interface Exported {
  events: number;
  /** Events of a newer version's kinds, which the format has no place for. */
  left_out: number;
  /** Ids of records that could not be read. */
  unreadable: string[];
}

/** How a file of each format ends, and its type. */
const FILES = {
  jsonl: ["jsonl", "application/x-ndjson"],
  csv: ["csv", "text/csv"],
  parquet: ["parquet", "application/vnd.apache.parquet"],
  // As OpenTelemetry's own file exporters write it.
  otlp: ["otlp.jsonl", "application/x-ndjson"],
} as const;
export interface Imported {
  added: number;
  known: number;
  refused: Problem[];
}

const FOLDER = "exports";
let log: Promise<unknown> | undefined;
const ready = () => (log ??= init({ module_or_path: new URL("../log_bg.wasm", import.meta.url) }));

/** A Parquet file in the making. Its module is loaded by those alone who ask for one. */
async function parquet(): Promise<import("../parquet.js").ParquetPieces> {
  const { default: load, ParquetPieces } = await import("../parquet.js");
  await load({ module_or_path: new URL("../parquet_bg.wasm", import.meta.url) });
  return new ParquetPieces(columns());
}

/** A place on disk for an export: downloads need a file, and a file need not fit in memory. */
async function place(): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory();
  return root.getDirectoryHandle(FOLDER, { create: true });
}

/** Removes what earlier exports left on disk. */
export async function tidy(): Promise<void> {
  const root = await navigator.storage.getDirectory();
  await root.removeEntry(FOLDER, { recursive: true }).catch(() => undefined);
}

type Piece = string | Uint8Array<ArrayBuffer>;

/** Where the pieces of an export go, and the file that comes of them. */
interface Sink {
  write(piece: Piece): Promise<void>;
  finish(): Promise<Blob>;
  abort(): Promise<void>;
}

async function onDisk(name: string): Promise<Sink> {
  const handle = await (await place()).getFileHandle(name, { create: true });
  const stream = await handle.createWritable();
  return {
    write: (piece) => stream.write(piece),
    finish: async () => {
      await stream.close();
      return handle.getFile();
    },
    abort: () => stream.abort().catch(() => undefined),
  };
}

/** For a disk or a quota that is full: the browser keeps the pieces, which counts against neither, and some of them in memory. */
function inPieces(): Sink {
  const pieces: Blob[] = [];
  return {
    write: async (piece) => void pieces.push(new Blob([piece])),
    finish: async () => new Blob(pieces),
    abort: async () => undefined,
  };
}

/** Writes the log to a file and offers it as a download. Tells what is in it, and what is not. */
export async function exportLog(format: Format, bom: boolean, progress: (done: number, total: number) => void): Promise<Exported> {
  await ready();
  const [ending, type] = FILES[format];
  const name = `housestyle-${new Date().toISOString().slice(0, 10)}.${ending}`;
  const run = async (sink: Sink): Promise<[Exported, Blob]> => {
    try {
      const table = format === "parquet" ? await parquet() : undefined;
      const exported = (await export_events(table ? "rows" : format, bom, async (chunk: string, done: number, total: number) => {
        const piece = table ? table.push(chunk) : chunk;
        if (piece.length > 0) await sink.write(piece as Piece);
        progress(done, total);
      })) as Exported;
      if (table) await sink.write(table.finish() as Piece);
      return [exported, await sink.finish()];
    } catch (error) {
      await sink.abort();
      throw error;
    }
  };
  // A log that cannot be written any more must still be had.
  const [exported, file] = await onDisk(name).then(run).catch(() => run(inPieces()));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new File([file], name, { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  return exported;
}

/** Adds the events of a JSON Lines file to the log. */
export async function importLog(file: File, installation: string, progress: (share: number) => void): Promise<Imported> {
  await ready();
  const reader = file.stream().getReader();
  const decoder = new TextDecoder();
  let read = 0;
  const next = async (): Promise<string | undefined> => {
    const { done, value } = await reader.read();
    if (done) return undefined;
    read += value.byteLength;
    return decoder.decode(value, { stream: true });
  };
  return (await import_events(installation, next, () => progress(file.size ? read / file.size : 1))) as Imported;
}
