/**
 * The mirror layer: a transparent copy of a plain field's text laid exactly over it, in which only the marked words
 * have a line under them. It lies in a closed shadow root of its own, takes no pointer, and never touches the field.
 */
import type { Block, Span } from "../wire.ts";
import { dress } from "./dress.ts";
import type { Marks, Rect } from "./field.ts";
import { layerHome } from "./layer_home.ts";
import mirrorCss from "./mirror.css";
import { MirrorLines, rangeWithin } from "./mirror_lines.ts";

/** Everything that decides where a letter of the field stands. */
const COPIED = [
  "direction", "font-family", "font-feature-settings", "font-kerning", "font-optical-sizing", "font-size",
  "font-size-adjust", "font-stretch", "font-style", "font-variant", "font-variation-settings", "font-weight",
  "hyphens", "letter-spacing", "line-break", "line-height", "overflow-wrap", "tab-size", "text-align",
  "text-align-last", "text-indent", "text-rendering", "text-transform", "unicode-bidi", "word-break", "word-spacing",
  "writing-mode",
] as const;

/** The field's styles and place are looked at this often, besides whenever something says that they changed. */
const POLL_MS = 700;
/** Long lines are laid out so long after the last key. */
const REST_MS = 400;

export class Mirror {
  private host: HTMLElement | undefined;
  private clip!: HTMLElement;
  private text!: HTMLElement;
  private lines: MirrorLines | undefined;
  private placed = "";
  private scrolledTo = "";
  private styled = "";
  private width = 0;
  private rowHeight = 1;
  private scale = 1;
  private padding = 0;
  /** What of the field is within the window, in its own pixels. */
  private seen = { top: 0, bottom: 0 };
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** A long line is laid out when the person rests, and not before; until when it waits, in the page's own time. */
  private resting = false;
  private restsUntil = 0;
  private poll: ReturnType<typeof setInterval> | undefined;
  private shift: IntersectionObserver | undefined;
  private readonly resize = new ResizeObserver(() => this.follow(true));

  constructor(private readonly field: HTMLInputElement | HTMLTextAreaElement) {}

  /** Shows marks on the lines as they stand; where there is nothing to mark there is no layer. */
  paint(lines: readonly Block[], marks: Marks, touched?: ReadonlySet<number>): void {
    if (marks.size === 0) {
      this.close();
      return;
    }
    const fresh = !this.host;
    if (fresh) this.open();
    this.lines!.paint(lines, marks, fresh ? undefined : touched);
    if (this.resting && this.lines!.settled) {
      // The long line is gone.
      clearTimeout(this.timer);
      this.resting = false;
      this.follow(true);
    }
    // At a key the field stays where it is; when it does not, an observer says so.
    if (fresh) this.follow(true);
  }

  held(): Iterable<number> {
    return this.lines?.held() ?? [];
  }

  /** Where a span is seen, in the viewport; only what the field shows of it. */
  rects(block: number, span: Span): Rect[] {
    const line = this.lines?.element(block);
    if (!line) return [];
    const range = rangeWithin(line, span);
    if (!range) return [];
    const seen = this.clip.getBoundingClientRect();
    return [...range.getClientRects()].filter(
      (rect) => rect.width > 0 && rect.bottom > seen.top && rect.top < seen.bottom && rect.right > seen.left && rect.left < seen.right,
    );
  }

  /** Scrolls the field to a line that is far from the view. */
  reveal(block: number): void {
    if (!this.lines || this.lines.small) {
      this.follow();
      return;
    }
    const { field } = this;
    const top = this.lines.topOf(block, this.scale);
    if (top !== undefined && (top < field.scrollTop || top > field.scrollTop + field.clientHeight)) {
      field.scrollTop = top - field.clientHeight / 2;
    }
    this.follow();
  }

  /** Lays the layer over the field again. */
  follow(styles = false): void {
    // While a long line waits to be laid out nothing is shown, and then all of it is looked at.
    if (!this.host || this.resting) return;
    const field = this.field;
    if (!field.isConnected) {
      this.host.style.setProperty("display", "none", "important");
      return;
    }
    const home = layerHome(field);
    if (this.host.parentNode !== home) home.append(this.host);
    const box = field.getBoundingClientRect();
    // The field may stand in something scaled: the layer is laid out unscaled and scaled alike.
    const scaleX = field.offsetWidth ? box.width / field.offsetWidth : 1;
    const scaleY = field.offsetHeight ? box.height / field.offsetHeight : 1;
    const placed = [box.left, box.top, box.width, box.height, scaleX, scaleY, field.clientWidth, field.clientHeight].join();
    const scrolled = `${field.scrollTop},${field.scrollLeft}`;
    if (placed === this.placed && scrolled === this.scrolledTo && !styles) return;
    if (placed !== this.placed) this.watchPlace(box);
    [this.placed, this.scrolledTo] = [placed, scrolled];
    this.seen = { top: Math.max(0, -box.top) / scaleY, bottom: Math.min(box.height, innerHeight - box.top) / scaleY };
    const shown = box.width > 0 && box.height > 0 && (field.checkVisibility?.({ visibilityProperty: true }) ?? true);
    this.place(box, scaleX, scaleY, shown, shown ? visiblePart(field, box) : undefined, styles);
  }

  /** Whatever moves the field in the viewport without a scroll moves it out of its own outline: then the layer follows. */
  private watchPlace(box: DOMRect): void {
    this.shift?.disconnect();
    this.shift = undefined;
    if (!(box.width > 0 && box.height > 0)) return;
    const { clientWidth, clientHeight } = document.documentElement;
    const insets = [box.top, clientWidth - box.right, clientHeight - box.bottom, box.left].map((inset) => `${-Math.floor(inset)}px`);
    let outline = -1;
    try {
      const observer = new IntersectionObserver(
        (entries) => {
          const ratio = entries.at(-1)!.intersectionRatio;
          if (outline < 0) outline = ratio;
          else if (Math.abs(ratio - outline) > 1e-4) this.follow();
        },
        { root: document, rootMargin: insets.join(" "), threshold: Array.from({ length: 101 }, (_, step) => step / 100).concat(0.999, 0.9999) },
      );
      observer.observe(this.field);
      this.shift = observer;
    } catch {
      // A browser that cannot watch a document's own viewport: the poll serves.
    }
  }

  private place(box: DOMRect, scaleX: number, scaleY: number, shown: boolean, cut: string | undefined, styles: boolean): void {
    const { field, clip, text } = this;
    const host = this.host!;
    host.style.setProperty("display", shown ? "block" : "none", "important");
    if (!shown) return;
    const style = getComputedStyle(field);
    const px = (value: string) => Number.parseFloat(value) || 0;
    const rtl = style.direction === "rtl";
    const [padTop, padRight, padBottom, padLeft] = [style.paddingTop, style.paddingRight, style.paddingBottom, style.paddingLeft].map(px) as [number, number, number, number];
    const innerWidth = field.clientWidth;
    const innerHeight = field.clientHeight;
    set(host, { left: `${box.left}px`, top: `${box.top}px`, width: `${field.offsetWidth}px`, height: `${field.offsetHeight}px`, transform: scaleX === 1 && scaleY === 1 ? "none" : `scale(${scaleX}, ${scaleY})`, "clip-path": cut ?? "none" });
    set(clip, { left: `${field.clientLeft}px`, top: `${field.clientTop}px`, width: `${innerWidth}px`, height: `${innerHeight}px` });
    const single = field.localName === "input";
    const width = innerWidth - padLeft - padRight;
    let forget = width !== this.width;
    this.width = width;
    if (styles) {
      const copied = COPIED.map((name) => `${name}:${style.getPropertyValue(name)}`).join(";");
      if (copied !== this.styled) {
        forget = true;
        this.styled = copied;
        for (const name of COPIED) text.style.setProperty(name, style.getPropertyValue(name));
      }
    }
    const white = single ? "pre" : style.whiteSpace.startsWith("pre") || style.whiteSpace === "break-spaces" ? style.whiteSpace : "pre-wrap";
    const lineHeight = px(style.lineHeight) || px(style.fontSize) * 1.2;
    [this.padding, this.rowHeight, this.scale] = [padTop, Math.max(1, px(style.lineHeight) || px(style.fontSize)), scaleY];
    set(text, {
      "white-space": white,
      width: single ? "max-content" : `${width}px`,
      "min-width": `${width}px`,
      left: rtl && single ? "auto" : `${padLeft}px`,
      right: rtl && single ? `${padRight}px` : "auto",
    });
    if (forget) this.lines?.forget();
    this.look();
    // A single line stands in the middle of its field's content box, whatever its height.
    const contentHeight = innerHeight - padTop - padBottom;
    const height = single ? (text.getBoundingClientRect().height || lineHeight) / (scaleY || 1) : 0;
    this.scroll();
    set(text, { top: `${single ? padTop + (contentHeight - height) / 2 : padTop}px` });
  }

  /** Lines near the view are laid out, and those far from it let go. */
  private look(): void {
    const { field, lines } = this;
    // A field scrolls with its caret: what waits for a rest waits though it does.
    if (!lines || lines.small || this.resting || this.host?.style.display === "none") return;
    const { top, bottom } = this.seen;
    lines.look({ top: field.scrollTop + top - this.padding, height: Math.max(0, bottom - top), line: this.rowHeight, scale: this.scale });
    this.scroll();
  }

  private scroll(): void {
    const { scrollLeft, scrollTop } = this.field;
    set(this.text, { transform: `translate(${-scrollLeft}px, ${(this.lines?.top ?? 0) - scrollTop}px)` });
  }

  /** Looks again when the page has time for it, or after the person has rested. */
  private lookSoon(rest: boolean): void {
    if (rest) this.restsUntil = performance.now() + REST_MS;
    // Keys that come while it waits put it off, and the timer finds out when it ends.
    if (rest && this.resting) return;
    clearTimeout(this.timer);
    this.resting = rest;
    this.timer = setTimeout(() => this.rested(), rest ? REST_MS : 0);
  }

  private rested(): void {
    const left = this.resting ? this.restsUntil - performance.now() : 0;
    if (left > 1) {
      this.timer = setTimeout(() => this.rested(), left);
      return;
    }
    const follows = this.resting;
    this.resting = false;
    idle(() => {
      if (follows) this.follow(true);
      else if (this.host) this.look();
    });
  }

  close(): void {
    clearTimeout(this.timer);
    this.resting = false;
    clearInterval(this.poll);
    this.resize.disconnect();
    this.shift?.disconnect();
    this.shift = undefined;
    this.host?.remove();
    this.host = this.lines = undefined;
    this.placed = "";
    this.styled = "";
    this.width = 0;
    this.field.removeEventListener("scroll", this.scrolled);
    document.fonts.removeEventListener("loadingdone", this.fontsCame);
  }

  private readonly scrolled = () => this.follow();

  private readonly fontsCame = () => {
    this.lines?.forget();
    this.follow(true);
  };

  private open(): void {
    const host = document.createElement("housestyle-marks");
    host.setAttribute("aria-hidden", "true");
    // Written here with the highest weight, since a page's own rules reach a host element.
    for (const [name, value] of Object.entries({
      all: "initial", position: "fixed", "z-index": "2147483646", "pointer-events": "none", overflow: "hidden",
      "transform-origin": "0 0", contain: "strict", display: "block", "user-select": "none",
    })) host.style.setProperty(name, value, "important");
    const root = host.attachShadow({ mode: "closed" });
    dress(root, mirrorCss);
    const part = (name: string, ...children: Node[]) => {
      const element = document.createElement("div");
      element.className = name;
      element.append(...children);
      return element;
    };
    const [shown, probe] = [part("lines"), part("probe")];
    this.text = part("text", shown, probe);
    this.clip = part("clip", this.text);
    root.append(this.clip);
    this.host = host;
    this.lines = new MirrorLines(shown, probe, (rest) => this.lookSoon(rest));
    layerHome(this.field).append(host);
    this.resize.observe(this.field);
    this.field.addEventListener("scroll", this.scrolled, { passive: true });
    document.fonts.addEventListener("loadingdone", this.fontsCame);
    // Fonts and colours change seldom, and nothing says so; nor does anything when a field shows that was hidden.
    this.poll = setInterval(() => document.visibilityState === "visible" && idle(() => this.follow(true)), POLL_MS);
  }
}

/** When the page has nothing else to do, and layout stands; soon in any case. */
function idle(does: () => void): void {
  if (typeof requestIdleCallback === "function") requestIdleCallback(does, { timeout: 200 });
  else setTimeout(does);
}

function set(element: HTMLElement, values: Record<string, string>): void {
  for (const [name, value] of Object.entries(values)) {
    const important = element.localName === "housestyle-marks" ? "important" : "";
    if (element.style.getPropertyValue(name) !== value) element.style.setProperty(name, value, important);
  }
}

/** What scrolling ancestors leave to be seen of a field, as a clip path in the field's own box; none when all of it. */
function visiblePart(field: Element, box: DOMRect): string | undefined {
  let [top, right, bottom, left] = [box.top, box.right, box.bottom, box.left];
  for (let at = field.parentElement; at && at !== document.body && at !== document.documentElement; at = at.parentElement) {
    const { overflowX, overflowY } = getComputedStyle(at);
    if (overflowX === "visible" && overflowY === "visible") continue;
    const outer = at.getBoundingClientRect();
    [top, right, bottom, left] = [Math.max(top, outer.top), Math.min(right, outer.right), Math.min(bottom, outer.bottom), Math.max(left, outer.left)];
  }
  const inset = [top - box.top, box.right - right, box.bottom - bottom, left - box.left];
  return inset.every((each) => each <= 0) ? undefined : `inset(${inset.map((each) => `${Math.max(0, each)}px`).join(" ")})`;
}
