/**
 * All that runs on a page until somebody writes: waits for an editable field to get the focus, or for a copy where AI
 * tools answer, then brings the client. Never reads text, and never runs twice in one place.
 */
import { copyButton } from "./copy_button.ts";
import { fieldOf, focused, type Editable } from "./eligible.ts";

interface World {
  /** The extension that this world's loader belongs to, while that extension runs. */
  housestyleLoader?: () => boolean;
  /** The document that it listens in: a frame's first, empty one gives way to another in the same world. */
  housestyleDocument?: Document;
}

const world = globalThis as World;

/** Whether the extension this script came with still runs: after an update or a reload it does not. */
const alive = (): boolean => {
  try {
    return chrome.runtime?.id !== undefined;
  } catch {
    return false;
  }
};

if (world.housestyleDocument !== document || !world.housestyleLoader?.()) {
  world.housestyleLoader = alive;
  world.housestyleDocument = document;
  const types = ["focusin", "pointerdown", "input"] as const;
  const copies = ["copy", "click"] as const;
  const pastes = ["paste", "drop"] as const;
  let stopped = false;
  const stop = () => {
    stopped = true;
    emptied.disconnect();
    types.forEach((type) => removeEventListener(type, hear, true));
    copies.forEach((type) => removeEventListener(type, hearCopy, true));
  };
  const bring = (field?: Editable, copied?: { type: string; target: EventTarget }) => {
    stop();
    // What stood in the field when it got the focus: what is typed or pasted until the client is here is then known
    // as such.
    const value = (field as HTMLInputElement | undefined)?.value;
    let pasted = false;
    const hearPaste = (event: Event) => void (pasted ||= event.isTrusted);
    pastes.forEach((type) => addEventListener(type, hearPaste, true));
    import(chrome.runtime.getURL("client.js")).then((client: typeof import("./client.ts")) => {
      pastes.forEach((type) => removeEventListener(type, hearPaste, true));
      client.startInExtension(field, value, copied, pasted);
    });
  };
  const hearCopy = (event: Event) => {
    const target = event.composedPath()[0];
    if (!event.isTrusted || !target || (event.type === "click" && !copyButton(target)) || !alive()) return;
    // Which hosts those are is asked only now.
    chrome.storage.local.get("answer_hosts").then(({ answer_hosts }) => {
      const here = `.${location.hostname}`;
      const known = (answer_hosts as string[] | undefined)?.some((host) => here.endsWith(`.${host}`));
      if (known && !stopped) bring(undefined, { type: event.type, target });
    });
  };
  const hear = (event: Event) => {
    const field = fieldOf(event.composedPath()[0]);
    if (!alive()) stop();
    else if (field) bring(field);
  };
  const listen = () => {
    types.forEach((type) => addEventListener(type, hear, true));
    copies.forEach((type) => addEventListener(type, hearCopy, true));
  };
  // A frame that an editor writes anew with `document.open` loses every listener, ours as well, and keeps its observers.
  const emptied = new MutationObserver(listen);
  emptied.observe(document, { childList: true });
  listen();
  // The focus may have come first: with autofocus, or when this came into a page that was open already.
  const look = () => {
    const field = document.hasFocus() && fieldOf(focused());
    if (field) bring(field);
  };
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", look, { once: true });
  else look();
}
