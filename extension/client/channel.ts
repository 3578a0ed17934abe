/**
 * The way to the engine: a port of the extension's, or one end of a message channel. Carries messages and knows
 * nothing of what they say.
 */
import type { ClientMessage, EngineMessage } from "../wire.ts";

export interface Channel {
  post(message: ClientMessage): void;
  /** Called for every message that comes in. */
  onMessage(hear: (message: EngineMessage) => void): void;
  /** Called once, when the channel breaks from the other side. */
  onClose(hear: () => void): void;
  close(): void;
}

/** Whether the extension still runs: after it was reloaded, updated or removed its old scripts have no id any more. */
export const extensionRuns = (): boolean => chrome.runtime?.id !== undefined;

/** A port to the extension's background; starts it when it was stopped. */
export function extensionChannel(): Channel {
  const port = chrome.runtime.connect({ name: "client" });
  return {
    post: (message) => port.postMessage(message),
    onMessage: (hear) => port.onMessage.addListener((message: EngineMessage) => hear(message)),
    onClose: (hear) =>
      port.onDisconnect.addListener(() => {
        // Read, so that the browser does not report an error that is no error.
        void chrome.runtime?.lastError;
        hear();
      }),
    close: () => port.disconnect(),
  };
}

/** One end of a message channel to an engine in the same page. */
export function messageChannel(port: MessagePort): Channel {
  return {
    post: (message) => port.postMessage(message),
    onMessage: (hear) => {
      port.onmessage = (event: MessageEvent<EngineMessage>) => hear(event.data);
    },
    onClose: () => undefined,
    close: () => port.close(),
  };
}
