/**
 * The mirror layer: a transparent copy of a plain field's text laid exactly over it, in which only the marked words
 * have a line under them. It lies in a closed shadow root of its own, takes no pointer, and never touches the field.
 */
import type { Block, Span } from "../wire.ts";
import type { Mark, Rect } from "./field.ts";
import { layerHome } from "./layer_home.ts";
import { dress } from "./dress.ts";
import mirrorCss from "./mirror.css";

/** Everything that decides where a letter of the field stands. */
const COPIED = [
  "direction", "font-family", "font-feature-settings", "font-kerning", "font-optical-sizing", "font-size",
  "font-size-adjust", "font-stretch", "font-style", "font-variant", "font-variation-settings", "font-weight",
  "hyphens", "letter-spacing", "line-break", "line-height", "overflow-wrap", "tab-size", "text-align",
  "text-align-last", "text-indent", "text-rendering", "text-transform", "unicode-bidi", "word-break", "word-spacing",
  "writing-mode",
] as const;

export class Mirror {
  private host: HTMLElement | undefined;
  private clip!: HTMLElement;
  private text!: HTMLElement;
  private readonly lines = new Map<number, HTMLElement>();
  private painted: readonly Block[] = [];
  private marksOf = new Map<number, string>();
  private frame = 0;
  private placed = "";
  private styled = "";
  private readonly resize = new ResizeObserver(() => this.follow(true));

  constructor(private readonly field: HTMLInputElement | HTMLTextAreaElement) {}

  /** Shows marks on the lines as they stand; where there is nothing to mark there is no layer. */
  paint(lines: readonly Block[], marks: readonly Mark[]): void {
    if (marks.length === 0) {
      this.close();
      return;
    }
    const fresh = !this.host;
    if (fresh) this.open();
    const byLine = group(marks);
    const present = new Set(lines.map((line) => line.id));
    for (const [id, element] of this.lines) {
      if (present.has(id)) continue;
      element.remove();
      this.lines.delete(id);
      this.marksOf.delete(id);
    }
    const before = new Map(this.painted.map((line) => [line.id, line.text]));
    let previous: Element | null = null;
    for (const line of lines) {
      const own = byLine.get(line.id) ?? [];
      const key = own.map(({ flag, verdict, span }) => `${flag}:${verdict}:${span.start}-${span.end}`).join();
      let element = this.lines.get(line.id);
      if (!element) {
        element = document.createElement("div");
        this.lines.set(line.id, element);
        write(element, line.text, own);
      } else if (before.get(line.id) !== line.text || this.marksOf.get(line.id) !== key) {
        write(element, line.text, own);
      }
      this.marksOf.set(line.id, key);
      const place: Element | null = previous ? previous.nextElementSibling : this.text.firstElementChild;
      if (place !== element) this.text.insertBefore(element, place);
      previous = element;
    }
    this.painted = lines;
    this.follow(fresh);
  }

  /** Where a span is seen, in the viewport; only what the field shows of it. */
  rects(block: number, span: Span): Rect[] {
    const line = this.lines.get(block);
    if (!line) return [];
    this.follow();
    const range = rangeWithin(line, span);
    if (!range) return [];
    const seen = this.clip.getBoundingClientRect();
    return [...range.getClientRects()].filter(
      (rect) => rect.width > 0 && rect.bottom > seen.top && rect.top < seen.bottom && rect.right > seen.left && rect.left < seen.right,
    );
  }

  /** Lays the layer over the field again. */
  follow(styles = false): void {
    if (!this.host) return;
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
    const placed = [box.left, box.top, box.width, box.height, scaleX, scaleY, field.scrollTop, field.scrollLeft, field.clientWidth, field.clientHeight].join();
    if (placed === this.placed && !styles) return;
    this.placed = placed;
    const shown = box.width > 0 && box.height > 0 && (field.checkVisibility?.({ visibilityProperty: true }) ?? true);
    this.place(box, scaleX, scaleY, shown, shown ? visiblePart(field, box) : undefined, styles);
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
    if (styles) {
      const copied = COPIED.map((name) => `${name}:${style.getPropertyValue(name)}`).join(";");
      if (copied !== this.styled) {
        this.styled = copied;
        for (const name of COPIED) text.style.setProperty(name, style.getPropertyValue(name));
      }
    }
    const white = single ? "pre" : style.whiteSpace.startsWith("pre") || style.whiteSpace === "break-spaces" ? style.whiteSpace : "pre-wrap";
    const width = innerWidth - padLeft - padRight;
    const lineHeight = px(style.lineHeight) || px(style.fontSize) * 1.2;
    set(text, {
      "white-space": white,
      width: single ? "max-content" : `${width}px`,
      "min-width": `${width}px`,
      left: rtl && single ? "auto" : `${padLeft}px`,
      right: rtl && single ? `${padRight}px` : "auto",
      transform: `translate(${-field.scrollLeft}px, ${-field.scrollTop}px)`,
    });
    // A single line stands in the middle of its field's content box, whatever its height.
    const contentHeight = innerHeight - padTop - padBottom;
    const height = single ? (text.getBoundingClientRect().height || lineHeight) / (scaleY || 1) : 0;
    set(text, { top: `${single ? padTop + (contentHeight - height) / 2 : padTop}px` });
  }

  close(): void {
    cancelAnimationFrame(this.frame);
    this.resize.disconnect();
    this.host?.remove();
    this.host = undefined;
    this.lines.clear();
    this.marksOf.clear();
    this.painted = [];
    this.placed = "";
    this.styled = "";
    this.field.removeEventListener("scroll", this.scrolled);
  }

  private readonly scrolled = () => this.follow();

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
    this.clip = document.createElement("div");
    this.clip.className = "clip";
    this.text = document.createElement("div");
    this.text.className = "text";
    this.clip.append(this.text);
    root.append(this.clip);
    this.host = host;
    layerHome(this.field).append(host);
    this.resize.observe(this.field);
    this.field.addEventListener("scroll", this.scrolled, { passive: true });
    let frames = 0;
    const tick = () => {
      // Fonts and colours change seldom, and asking for them is dear: not at every frame, and never at a key.
      this.follow(frames++ % 30 === 0);
      if (this.host) this.frame = requestAnimationFrame(tick);
    };
    this.frame = requestAnimationFrame(tick);
  }
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

/** Writes a line with its marked words set apart. A line without text keeps its height. */
function write(element: HTMLElement, text: string, marks: readonly Mark[]): void {
  const parts: Node[] = [];
  let at = 0;
  for (const { verdict, span } of [...marks].sort((a, b) => a.span.start - b.span.start)) {
    if (span.start < at || span.end > text.length) continue;
    if (span.start > at) parts.push(document.createTextNode(text.slice(at, span.start)));
    const marked = document.createElement("span");
    marked.className = verdict;
    marked.textContent = text.slice(span.start, span.end);
    parts.push(marked);
    at = span.end;
  }
  parts.push(document.createTextNode(text.slice(at) || (text ? "" : "\u200b")));
  element.replaceChildren(...parts);
}

function rangeWithin(line: HTMLElement, span: Span): Range | undefined {
  const range = document.createRange();
  const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
  let at = 0;
  let begun = false;
  for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null) {
    const end = at + node.data.length;
    if (!begun && span.start < end) {
      range.setStart(node, span.start - at);
      begun = true;
    }
    if (begun && span.end <= end) {
      range.setEnd(node, span.end - at);
      return range;
    }
    at = end;
  }
  return undefined;
}

function group(marks: readonly Mark[]): Map<number, Mark[]> {
  const groups = new Map<number, Mark[]>();
  for (const mark of marks) groups.set(mark.block, [...(groups.get(mark.block) ?? []), mark]);
  return groups;
}
