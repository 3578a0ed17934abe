/**
 * Tells when a draft leaves the writer's hands: a form is sent, a button that sends or publishes is pressed, a key sends
 * it, or all of it is copied. What was only tried does not count: the page must empty the field or take it away.
 */
import type { Shipping as How } from "../wire.ts";
import { fieldOf } from "./eligible.ts";
import type { Writing } from "./writing.ts";

/** What buttons that let a draft go are called. */
const SENDS = /^\W*(send|reply|comment|submit|tweet|envoyer|r[ée]pondre|(ab)?senden|antworten|enviar|responder|invia|rispondi|verzend|送信|发送|發送|보내)/i;
const PUBLISHES = /^\W*(post|publish|publier|veröffentlichen|publicar|pubblica|publiceer|投稿|公開|发布|發佈|게시)/i;

/** A button lets a draft go that stands so near to it. */
const STEPS = 8;

export interface ShippingView {
  /** The open fields that people write in. */
  writings(): Iterable<Writing>;
  /** Selector of what sends the prompts of this page. */
  send(): string | undefined;
}

export class Departures {
  private listens = false;

  constructor(
    private readonly view: ShippingView,
    private readonly signal: AbortSignal,
  ) {}

  /** Begins to listen: behind whatever may still hold an act back. */
  start(): void {
    if (this.listens) return;
    this.listens = true;
    const options = { capture: true, passive: true, signal: this.signal };
    addEventListener("submit", (event) => this.submit(event), options);
    addEventListener("click", (event) => this.click(event), options);
    addEventListener("keydown", (event) => this.key(event), options);
    addEventListener("copy", (event) => this.copy(event), options);
  }

  private submit(event: SubmitEvent): void {
    const form = event.target as HTMLFormElement;
    for (const writing of this.view.writings()) if (form.contains(writing.field.element)) writing.leaves("sent", true);
  }

  private click(event: MouseEvent): void {
    const target = event.composedPath()[0];
    if (!event.isTrusted || !(target instanceof Element)) return;
    const selector = this.view.send();
    const button = target.closest("button, [role=button], input[type=submit], input[type=button]");
    const isSend = selector !== undefined && target.closest(selector) !== null;
    if (!button && !isSend) return;
    const how = isSend ? "sent" : button && howOf(button);
    if (!how) return;
    for (let [at, steps]: [Element | null, number] = [target, 0]; at && (isSend || steps < STEPS); at = at.parentElement, steps++) {
      const near = [...this.view.writings()].filter((writing) => at!.contains(writing.field.element));
      if (near.length === 0) continue;
      for (const writing of near) writing.leaves(how, true);
      return;
    }
  }

  private key(event: KeyboardEvent): void {
    if (event.key !== "Enter" || event.shiftKey || event.altKey || event.isComposing || event.keyCode === 229 || !event.isTrusted) return;
    this.writing(event)?.leaves("sent", event.ctrlKey || event.metaKey);
  }

  private copy(event: ClipboardEvent): void {
    const writing = event.isTrusted ? this.writing(event) : undefined;
    if (!writing || writing.isPrompt) return;
    const passage = writing.field.selected();
    const blocks = writing.field.blocks();
    const told = blocks.filter((block) => block.text.trim() !== "");
    const [first, last] = [told[0], told.at(-1)];
    if (!passage || !first || !last) return;
    const order = new Map(blocks.map((block, index) => [block.id, index]));
    const place = (block: number, at: number) => order.get(block)! * 2 ** 32 + at;
    const begins = place(passage.block, passage.start) <= place(first.id, first.text.length - first.text.trimStart().length);
    const ends = place(passage.last, passage.end) >= place(last.id, last.text.trimEnd().length);
    if (begins && ends) writing.ship("copied");
  }

  private writing(event: Event): Writing | undefined {
    const element = fieldOf(event.composedPath()[0]);
    if (element) for (const writing of this.view.writings()) if (writing.field.element === element) return writing;
    return undefined;
  }
}

/** What a button does with a draft, by its name; nothing where it does not say. */
function howOf(button: Element): How | undefined {
  const names = [button.getAttribute("aria-label"), button.getAttribute("title"), button.textContent, (button as HTMLInputElement).value];
  for (const name of names) {
    if (!name || name.length > 40) continue;
    if (SENDS.test(name)) return "sent";
    if (PUBLISHES.test(name)) return "published";
  }
  return undefined;
}
