/**
 * From a client whose extension was reloaded or updated under it to the one that comes after it: what was not
 * acknowledged yet. The two live in worlds that share nothing but the document, so it goes by an event on it, as text;
 * what it holds is the page's own text.
 */
import type { Legacy } from "./outbox.ts";

const TAKE = "housestyle-take-over";
const HAND = "housestyle-hand-over";

/** What a client before this one left, if there was one. */
export function takeOver(): Legacy | undefined {
  let legacy: Legacy | undefined;
  const hear = (event: Event) => {
    try {
      const { client, n, queue, bases } = JSON.parse((event as CustomEvent<string>).detail);
      if (typeof client === "string" && Number.isInteger(n) && Array.isArray(queue)) legacy = { client, n, queue, bases: new Map(bases) };
    } catch {
      // Not of our making: as if nobody had answered.
    }
  };
  document.addEventListener(HAND, hear);
  document.dispatchEvent(new Event(TAKE));
  document.removeEventListener(HAND, hear);
  return legacy;
}

/** When a client comes after this one, gives it what there is then. It may come before this one has noticed that its
 * extension is gone, so whoever asks is answered: there is never a second client in a document that is well. */
export function handOver(legacy: () => Legacy, signal: AbortSignal): void {
  document.addEventListener(
    TAKE,
    () => {
      const { bases, ...rest } = legacy();
      document.dispatchEvent(new CustomEvent(HAND, { detail: JSON.stringify({ ...rest, bases: [...bases] }) }));
    },
    { signal },
  );
}
