/**
 * The same engine in a page: Wasm here instead of in an extension's background, and a message channel instead of a
 * port. Its log stays in this site's own storage.
 */
import init, { Background, type Platform } from "./engine.js";

const GUIDES = ["starter", "plain-words"];

const platform: Platform = {
  load: async (key) => {
    const text = localStorage.getItem(`housestyle.${key}`);
    return text === null ? undefined : JSON.parse(text);
  },
  save: async (key, value) => localStorage.setItem(`housestyle.${key}`, JSON.stringify(value)),
  guides: () => GUIDES,
  guide: async (id) => (await fetch(`guides/${id}.yaml`)).text(),
  fetchGuide: () => Promise.reject(new Error("not here")),
  digest: async () => undefined,
  ahead: async () => undefined,
  file: async (path) => {
    const response = await fetch(path);
    return response.ok ? response.text() : undefined;
  },
  badge: () => undefined,
  open: (url) => void window.open(url, "_blank", "noopener"),
  // A page that is open needs no alarm, and a closed one none either.
  alarm: () => undefined,
  // The site posts nothing anywhere.
  post: () => Promise.reject(new Error("not here")),
  warn: () => undefined,
  policy: async () => undefined,
  callClients: () => undefined,
  bytes: async () => (await navigator.storage?.estimate?.())?.usage,
};

/** Starts the engine and gives a way to connect clients to it. */
export async function startEngine(): Promise<() => MessagePort> {
  await init({ module_or_path: new URL("engine_bg.wasm", document.baseURI) });
  const background = await Background.start(platform);
  return () => {
    const { port1, port2 } = new MessageChannel();
    const id = background.connect("client", 1, location.hostname, (message: unknown) => port1.postMessage(message));
    port1.onmessage = (event) => background.receive(id, "client", event.data, undefined);
    return port2;
  };
}
