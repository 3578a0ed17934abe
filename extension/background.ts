/**
 * Starts the engine in the extension's background and tells it of ports, commands and alarms. Decides nothing, and
 * has every listener in place before the Wasm is there, since a stopped background is started for an event that
 * it must not miss.
 */
import { openPanel } from "./pages/open_panel.ts";
import init, { Background, type Ahead, type Platform } from "./engine.js";

const GUIDES = ["starter", "plain-words"];

/** Points in time from the start to the first answer, once each, for whoever measures what a start takes. */
const passed = new Set<string>();
function pass(point: "script" | "compiled" | "started" | "flags"): void {
  if (passed.has(point)) return;
  passed.add(point);
  performance.mark(point);
  if (point === "flags") answered();
}
let answered = (): void => undefined;
/** The first answer was given, or nobody waits for one: only then is there time for files of megabytes. */
const calm = new Promise<void>((done) => {
  answered = done;
  setTimeout(done, 500);
});
pass("script");

const COLOURS: Record<string, string> = { prefer: "#0b6bcb", escalate: "#9a5b00", restrict: "#b3261e" };

const source = async (id: string): Promise<string> => (await fetch(chrome.runtime.getURL(`guides/${id}.yaml`))).text();

/** What a start needs, read while the Wasm is being compiled. Forgotten once the engine has started: by then it may be
 * another. */
const NEEDED = ["settings", "guide", "organisation_guide", "copies", "last_position"];
function readEarly() {
  const values: Promise<Record<string, unknown>> = chrome.storage.local.get(NEEDED);
  return { values, guide: values.then(inForce).catch(() => undefined), store: readStore().catch(() => undefined) };
}
let early: ReturnType<typeof readEarly> | undefined = readEarly();

/** The guide that the settings speak of: the organisation's, the loaded one, or the built-in one of that id. */
async function inForce(values: Record<string, unknown>) {
  const settings = values["settings"] as { built_in?: string; file?: string; organisation_guide?: object } | undefined;
  const key = settings?.organisation_guide ? "organisation_guide" : settings?.file ? "guide" : undefined;
  const id = key === undefined ? (settings?.built_in ?? GUIDES[0]) : undefined;
  const text = key === undefined ? await source(id!) : (values[key] as string | undefined);
  // The browser's own hashing takes a tenth of the time of ours.
  const digest = text === undefined ? undefined : new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return { id, text, digest };
}

/** What the store holds that a start needs. The engine opens the store for itself, and finds it at hand. */
async function readStore(): Promise<Ahead | undefined> {
  // Chromium is not to open a database whose file may have been cut short before the engine has looked for room.
  const safe = location.protocol !== "chrome-extension:" || (await chrome.storage.session.get("journal"))["journal"] === "begun";
  if (!safe) return undefined;
  const opening = indexedDB.open("housestyle");
  // There is none yet: to make it is the engine's.
  opening.onupgradeneeded = () => opening.transaction?.abort();
  const database = await asked(opening);
  try {
    const transaction = database.transaction(["packed", "drafts"]);
    const packed = asked<Uint8Array | undefined>(transaction.objectStore("packed").get("packed"));
    const open = asked(transaction.objectStore("drafts").index("open").count(1));
    return { packed: await packed, open: (await open) > 0 };
  } finally {
    database.close();
  }
}

function asked<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
}

const platform: Platform = {
  load: async (key) => (await (early && NEEDED.includes(key) ? early.values : chrome.storage.local.get(key)))[key],
  save: (key, value) => chrome.storage.local.set({ [key]: value }),
  guides: () => GUIDES,
  guide: async (id) => {
    const guide = await early?.guide;
    return (guide?.id === id && guide.text) || source(id);
  },
  fetchGuide: async (address) => {
    // Neither cookies nor where it comes from go with it.
    const options = { credentials: "omit", referrerPolicy: "no-referrer", cache: "no-cache" } as const;
    const response = await fetch(address, { ...options, signal: AbortSignal.timeout(20_000) });
    if (!response.ok) throw new Error(`The server answered ${response.status}.`);
    // On the way there anybody could change it.
    if (address.startsWith("https:") && !response.url.startsWith("https:")) throw new Error("The server sends on to an address without https.");
    return response.text();
  },
  digest: async (id) => {
    const guide = await early?.guide;
    return guide?.id === id ? guide?.digest : undefined;
  },
  ahead: async () => early?.store,
  // A file that is not in the package is refused as if the network were down.
  file: async (path) => {
    await calm;
    const response = await fetch(chrome.runtime.getURL(path)).catch(() => undefined);
    return response?.ok ? response.text() : undefined;
  },
  badge: (tab, text, verdict) => {
    // The tab may have been closed meanwhile: then there is nothing to show and nothing to say.
    chrome.action.setBadgeText({ tabId: tab, text }).catch(() => undefined);
    chrome.action.setBadgeBackgroundColor({ tabId: tab, color: COLOURS[verdict] ?? "#555555" }).catch(() => undefined);
    chrome.action.setBadgeTextColor?.({ tabId: tab, color: "#ffffff" }).catch(() => undefined);
  },
  post: async (url, body, authorization) => {
    const headers = { "content-type": "application/json", ...(authorization === undefined ? {} : { authorization }) };
    // Neither cookies nor where it comes from go with it.
    const options = { method: "POST", headers, body, credentials: "omit", referrerPolicy: "no-referrer", redirect: "error" } as const;
    const response = await fetch(url, { ...options, signal: AbortSignal.timeout(10_000) });
    const wait = response.headers.get("retry-after");
    const at = wait === null ? NaN : /^\d+$/.test(wait) ? Number(wait) * 1_000 : Date.parse(wait) - Date.now();
    return { status: response.status, retry_after_ms: at >= 0 ? Math.round(at) : null, body: (await response.text()).slice(0, 10_000) };
  },
  warn: (on) => {
    // For tabs that show no count of their own; the popup says what is wrong.
    chrome.action.setBadgeText({ text: on ? "!" : "" }).catch(() => undefined);
    if (on) chrome.action.setBadgeBackgroundColor({ color: "#b3261e" }).catch(() => undefined);
  },
  // Firefox refuses to answer where the organisation has set nothing.
  policy: async () => chrome.storage.managed.get().catch(() => undefined),
  open: (url) => void chrome.tabs.create({ url }),
  // A moment later: whoever waits for a first answer comes first.
  alarm: (at) => void setTimeout(() => chrome.alarms.create("wake", { when: at })),
  callClients: (tab) => void callClients(tab),
  bytes: async () => (await navigator.storage?.estimate?.())?.usage,
};

/** Clients connect again when they hear this; a tab without one does not answer, which is no error. */
async function callClients(tab: number | undefined): Promise<void> {
  const tabs = tab === undefined ? (await chrome.tabs.query({})).flatMap((each) => each.id ?? []) : [tab];
  await Promise.allSettled(tabs.map((id) => chrome.tabs.sendMessage(id, "connect")));
}

const background: Promise<Background> = (async () => {
  await init({ module_or_path: chrome.runtime.getURL("engine_bg.wasm") });
  pass("compiled");
  const started = await Background.start(platform);
  early = undefined;
  pass("started");
  return started;
})();

function hostOf(url: string | undefined): string {
  try {
    return new URL(url ?? "").hostname;
  } catch {
    return "";
  }
}

chrome.runtime.onConnect.addListener((port) => {
  const tab = port.sender?.tab;
  const kind = port.name === "page" ? "page" : "client";
  const number = background.then((engine) =>
    engine.connect(kind, tab?.id ?? -1, hostOf(tab?.url ?? port.sender?.url), (message: { type?: string }) => {
      port.postMessage(message);
      if (message.type === "flags") pass("flags");
    }),
  );
  // Messages wait in order for the engine: every handler chains on the same promise.
  port.onMessage.addListener((message: { request?: { type: string; tab?: number } }) => {
    void (async () => {
      const watched = kind === "page" && /^watch_/.test(message.request?.type ?? "") ? message.request?.tab : undefined;
      const site = watched === undefined ? undefined : hostOf((await chrome.tabs.get(watched).catch(() => undefined))?.url);
      const [engine, id] = [await background, await number];
      engine.receive(id, kind, message, site);
    })();
  });
  port.onDisconnect.addListener(() => {
    void (async () => {
      const [engine, id] = [await background, await number];
      engine.disconnect(id);
    })();
  });
});

async function command(name: string, tab?: chrome.tabs.Tab): Promise<void> {
  const engine = await background;
  const id = tab?.id ?? (await chrome.tabs.query({ active: true, lastFocusedWindow: true }))[0]?.id;
  if (id !== undefined) engine.command(id, name);
}
chrome.commands.onCommand.addListener((name, tab) => {
  // At once: browsers open a panel for a key, but not for what comes of it later.
  if (name === "open-panel") void openPanel(tab?.windowId).catch(() => undefined);
  else void command(name, tab);
});

chrome.storage.onChanged.addListener((_, area) => {
  if (area === "managed") void background.then((engine) => engine.policy_changed());
});

chrome.alarms.onAlarm.addListener(() => void background.then((engine) => engine.wake()));

/** Tabs that were open before the extension came, or came anew, get the loader without being reloaded. */
chrome.runtime.onInstalled.addListener(() => {
  void (async () => {
    for (const tab of await chrome.tabs.query({})) {
      if (tab.id === undefined) continue;
      const target = { tabId: tab.id, allFrames: true };
      // Pages where extensions may not run (the browser's own, its store) refuse: nothing to be done there.
      await chrome.scripting.insertCSS({ target, files: ["marks.css"] }).catch(() => undefined);
      await chrome.scripting.executeScript({ target, files: ["loader.js"] }).catch(() => undefined);
    }
  })();
});
