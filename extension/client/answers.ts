/**
 * Finds the answers of AI tools on a page whose surfaces say where they are, and opens the last few as they come. Does
 * nothing on any other page, and nothing to the page.
 */
import { Answer } from "./answer.ts";

/** So many answers are held, the last ones: older ones are scrolled away, and were looked at when they came. */
const MOST = 8;
/** New ones are looked for at most so often. */
const LOOK_MS = 250;

export class Answers<Open> {
  private readonly open = new Map<HTMLElement, Open>();
  private selector: string | undefined;
  private observer: MutationObserver | undefined;
  private due: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly opened: (answer: Answer) => Open,
    private readonly closed: (open: Open, say: boolean) => void,
  ) {}

  /** Those that are open. */
  all(): Iterable<Open> {
    return this.open.values();
  }

  /** Looks for what these selectors match, from now on; for nothing when there are none. */
  watch(selectors: readonly string[]): void {
    const valid = selectors.filter(isSelector);
    const selector = valid.length > 0 ? valid.join(", ") : undefined;
    if (selector === this.selector) return;
    this.stop(true);
    if (selector === undefined) return;
    this.selector = selector;
    this.observer = new MutationObserver(() => (this.due ??= setTimeout(() => this.look(), LOOK_MS)));
    this.observer.observe(document, { subtree: true, childList: true });
    this.look();
  }

  /** Lets go of all of them; `say` where the engine is to hear of it. */
  stop(say: boolean): void {
    clearTimeout(this.due);
    this.due = undefined;
    this.observer?.disconnect();
    this.observer = this.selector = undefined;
    for (const element of [...this.open.keys()]) this.close(element, say);
  }

  private look(): void {
    this.due = undefined;
    const { selector } = this;
    if (selector === undefined) return;
    const found = [...document.querySelectorAll<HTMLElement>(selector)];
    const last = new Set(found.filter((element) => !element.parentElement?.closest(selector) && mayWatch(element)).slice(-MOST));
    for (const element of [...this.open.keys()]) if (!last.has(element)) this.close(element, true);
    for (const element of last) if (!this.open.has(element)) this.open.set(element, this.opened(new Answer(element)));
  }

  private close(element: HTMLElement, say: boolean): void {
    const open = this.open.get(element);
    this.open.delete(element);
    if (open !== undefined) this.closed(open, say);
  }
}

/** What is edited is a field and no answer; a page's wish to be left alone holds for both. */
function mayWatch(element: HTMLElement): boolean {
  return !element.isContentEditable && element.closest("[data-housestyle]")?.getAttribute("data-housestyle") !== "off";
}

/** A guide's selector may be none that this browser knows. */
export function isSelector(selector: string): boolean {
  try {
    document.createDocumentFragment().querySelector(selector);
    return true;
  } catch {
    return false;
  }
}
