/**
 * What the client has to say to the engine, kept until it is durable there: numbers, queue, and the text of each field
 * as of the last acknowledgement, so that a background that was stopped can be told everything again. Never drops a
 * message that was not acknowledged.
 */
import type { Block, ClientMessage, EngineMessage, Surface } from "../wire.ts";
import { apply } from "./edits.ts";
import type { Channel } from "./channel.ts";

type Numbered = Exclude<ClientMessage, { type: "hello" | "focused" | "acted" }>;
/** A message before it has its number. */
export type Unnumbered = Numbered extends infer Each ? (Each extends Numbered ? Omit<Each, "n"> : never) : never;

/** A field as the engine durably knows it. */
interface Base {
  blocks: Block[];
  revision: number;
  label: string;
  surface: Surface;
  language: string | null;
  at: number;
}

/** What a fresh client takes over from one whose extension was reloaded under it. */
export interface Legacy {
  client: string;
  n: number;
  queue: Numbered[];
  bases: Map<number, Base>;
}

/** A field number that a client has not given out. */
export function freeField({ bases, queue }: Legacy): number {
  return Math.max(0, ...bases.keys(), ...queue.map((message) => ("field" in message ? message.field : 0))) + 1;
}

/** Fields that a client had open, whether or not the engine had acknowledged it. */
export function openFields({ bases, queue }: Legacy): number[] {
  const open = new Set(bases.keys());
  for (const message of queue) {
    if (message.type === "field_opened") open.add(message.field);
    else if (message.type === "field_closed") open.delete(message.field);
  }
  return [...open];
}

export class Outbox {
  private readonly client: string;
  private n: number;
  private queue: Numbered[];
  private readonly bases: Map<number, Base>;
  private channel: Channel | undefined;
  private retry = 0;
  /** The field that had the focus last. */
  private focused: number | undefined;
  /** Nothing of any text leaves the page before the engine has said that it may. */
  private welcome = false;

  constructor(
    private readonly connect: () => Channel,
    private readonly hear: (message: EngineMessage) => void,
    /** Told before the fields are opened again on a new channel, with the revision each starts from. */
    private readonly resuming: (revisions: Map<number, number>) => void,
    /** Told of each field's revision that the engine has stored. */
    private readonly stored: (field: number, revision: number) => void,
    /** Whether there is still somebody to connect to. */
    private readonly alive: () => boolean,
    /** Told when there is not. */
    private readonly orphaned: () => void,
    legacy?: Legacy,
  ) {
    this.client = legacy?.client ?? crypto.getRandomValues(new Uint32Array(4)).join("-");
    this.n = legacy?.n ?? 0;
    this.queue = legacy?.queue ?? [];
    this.bases = legacy?.bases ?? new Map();
    this.welcome = legacy !== undefined;
  }

  /** Everything that a later client needs to go on. */
  legacy(): Legacy {
    return { client: this.client, n: this.n, queue: this.queue, bases: this.bases };
  }

  get connected(): boolean {
    return this.channel !== undefined;
  }

  /** Numbers a message, keeps it, and sends it. */
  post(message: Unnumbered): void {
    const numbered = { ...message, n: ++this.n } as Numbered;
    this.queue.push(numbered);
    if (!this.channel) this.open();
    else if (this.welcome) this.send(numbered);
  }

  /** Says what is not kept, if there is somebody to hear it. */
  say(message: Extract<ClientMessage, { type: "acted" }>): void {
    if (this.welcome) this.send(message);
  }

  /** A field has the focus; the engine is told of it again whenever it forgot. */
  focus(field: number): void {
    if (this.focused === field) return;
    this.focused = field;
    if (this.welcome) this.send({ type: "focused", field });
  }

  /** The engine has said that this site may be read, and which fields are prompts: sends what waited. */
  release(surfaceOf: (message: Extract<Numbered, { type: "field_opened" }>) => Surface): void {
    if (this.welcome) return;
    this.welcome = true;
    for (const message of this.queue) {
      if (message.type === "field_opened") message.surface = surfaceOf(message);
      this.send(message);
    }
  }

  /** The engine has said that this site may not be read: what waited was never sent, and never will be. */
  forget(): void {
    this.queue = [];
  }

  /** Opens the channel if it is not. */
  open(): void {
    if (this.channel) return;
    let channel: Channel;
    try {
      channel = this.connect();
    } catch {
      this.orphaned();
      return;
    }
    this.channel = channel;
    channel.onMessage((message) => {
      if (this.channel !== channel) return;
      this.retry = 0;
      if (message.type === "acknowledged") this.acknowledged(message.n);
      else this.hear(message);
    });
    channel.onClose(() => {
      if (this.channel !== channel) return;
      this.channel = undefined;
      if (!this.alive()) {
        this.orphaned();
        return;
      }
      // With nothing to say there is no reason to start the background again; the next message does.
      if (this.queue.length > 0) setTimeout(() => this.open(), this.retry++ === 0 ? 0 : 1000);
    });
    this.send({
      type: "hello",
      client: this.client,
      host: location.hostname,
      path: location.pathname,
      offset: -new Date().getTimezoneOffset(),
    });
    this.resuming(new Map([...this.bases].map(([field, base]) => [field, base.revision])));
    for (const [field, { blocks, label, surface, language, at }] of this.bases) {
      this.send({ type: "field_opened", n: 0, field, label, surface, language, at, blocks, resumed: true });
    }
    if (this.welcome) for (const message of this.queue) this.send(message);
    if (this.focused !== undefined && this.bases.has(this.focused)) this.send({ type: "focused", field: this.focused });
  }

  close(): void {
    const channel = this.channel;
    this.channel = undefined;
    try {
      channel?.close();
    } catch {
      // A port whose extension is gone cannot even be closed.
    }
  }

  private send(message: ClientMessage): void {
    try {
      this.channel?.post(message);
    } catch {
      // The channel broke in this moment; its own event follows, and everything is said again. A background that is
      // gone for good tells nobody.
      if (!this.alive()) this.orphaned();
    }
  }

  private acknowledged(n: number): void {
    const done = this.queue.findIndex((message) => message.n > n);
    const acknowledged = this.queue.splice(0, done < 0 ? this.queue.length : done);
    for (const message of acknowledged) {
      if (!("field" in message)) continue;
      const base = this.bases.get(message.field);
      if (message.type === "field_opened") {
        const { blocks, label, surface, language, at } = message;
        this.bases.set(message.field, { blocks, revision: 0, label, surface, language, at });
      } else if (message.type === "field_closed") {
        this.bases.delete(message.field);
      } else if (message.type === "field_changed" && base) {
        base.blocks = apply(base.blocks, message.changes);
        base.revision = message.revision;
        this.stored(message.field, message.revision);
      }
    }
  }
}
