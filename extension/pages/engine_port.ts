/**
 * Asks the engine in the background, and hears what it says unasked. Connects again when the background was stopped.
 */
import type { PageAnswer, PageReply, PageRequest } from "../wire.ts";

type Waiting = { request: PageRequest; done: (reply: PageReply) => void };

export class EnginePort {
  private port: chrome.runtime.Port | undefined;
  private calls = 0;
  private readonly waiting = new Map<number, Waiting>();
  /** What the engine was asked to watch, so that it can be asked again. */
  private watching: PageRequest | undefined;

  constructor(private readonly unasked: (reply: PageReply) => void = () => undefined) {}

  ask(request: PageRequest): Promise<PageReply> {
    if (request.type === "watch_tab" || request.type === "watch_field") this.watching = request;
    return new Promise((done) => {
      const call = ++this.calls;
      this.waiting.set(call, { request, done });
      this.open().postMessage({ call, request });
    });
  }

  private open(): chrome.runtime.Port {
    if (this.port) return this.port;
    const port = chrome.runtime.connect({ name: "page" });
    this.port = port;
    port.onMessage.addListener(({ call, reply }: PageAnswer) => {
      const waiting = this.waiting.get(call);
      this.waiting.delete(call);
      if (waiting) waiting.done(reply);
      else this.unasked(reply);
    });
    port.onDisconnect.addListener(() => {
      this.port = undefined;
      const again = [...this.waiting];
      if (this.watching) void this.ask(this.watching).then(this.unasked);
      for (const [call, { request }] of again) this.open().postMessage({ call, request });
    });
    return port;
  }
}
