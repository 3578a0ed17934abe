/**
 * What an AI tool answers, read as it streams in. Looks at no more than a few states a second, however fast it grows;
 * marks it, and never changes it, selects in it or gives it the focus.
 */
import type { Field } from "./field.ts";
import { RichText } from "./rich_text.ts";

/** At most so often is an answer that grows looked at. */
const LOOK_MS = 250;

export class Answer extends RichText implements Field {
  private due: ReturnType<typeof setTimeout> | undefined;
  private lookedAt = -Infinity;

  constructor(element: HTMLElement) {
    super(element, true);
  }

  override watch(changed: () => void): void {
    super.watch(() => {
      if (this.due !== undefined) return;
      const wait = Math.max(0, this.lookedAt + LOOK_MS - performance.now());
      this.due = setTimeout(() => {
        this.due = undefined;
        this.lookedAt = performance.now();
        changed();
      }, wait);
    });
  }

  override selection(): undefined {
    return undefined;
  }

  override select(): boolean {
    return false;
  }

  override close(): void {
    clearTimeout(this.due);
    super.close();
  }
}
