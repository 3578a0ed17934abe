/**
 * This document's highlights, one for each verdict, shared by all of its fields. Uses names of its own only, and
 * takes them out of the registry when nothing is marked.
 */
import type { Mark } from "./field.ts";
import marksCss from "./marks.css";

type Name = Mark["verdict"] | "current";

/** The registry is looked at this often while anything is marked. */
const WATCH_MS = 300;

const sets = new Map<Name, Highlight>();
/** Shadow roots that have the marks' rules: a document's own do not reach into them everywhere. */
const dressed = new WeakSet<ShadowRoot>();

function dressRoot(element: Element): void {
  const root = element.getRootNode();
  if (!(root instanceof ShadowRoot) || dressed.has(root)) return;
  dressed.add(root);
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(marksCss);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  } catch {
    // Where a content script may not do that (Firefox), the rules are inherited from the host or not at all.
  }
}

let watch: ReturnType<typeof setInterval> | undefined;

/** Pages clear the registry for a search of their own, and ours with it: what is marked is registered again. */
function register(): void {
  for (const [name, set] of sets) if (set.size > 0 && !CSS.highlights.has(`housestyle-${name}`)) CSS.highlights.set(`housestyle-${name}`, set);
}

export const highlights = {
  add(name: Name, range: Range, within: Element): void {
    dressRoot(within);
    let set = sets.get(name);
    if (!set) {
      set = new Highlight();
      set.priority = { prefer: 1, escalate: 2, restrict: 3, current: 0 }[name];
      sets.set(name, set);
    }
    set.add(range);
    if (!CSS.highlights.has(`housestyle-${name}`)) CSS.highlights.set(`housestyle-${name}`, set);
    watch ??= setInterval(register, WATCH_MS);
  },

  remove(name: Name, range: Range): void {
    const set = sets.get(name);
    set?.delete(range);
    if (set?.size !== 0) return;
    CSS.highlights.delete(`housestyle-${name}`);
    if ([...sets.values()].every((each) => each.size === 0)) {
      clearInterval(watch);
      watch = undefined;
    }
  },
};
