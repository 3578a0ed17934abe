/**
 * Reads a rich text's DOM into blocks as a person sees them, and after a mutation only what it touched: each container
 * knows which of its children came to which blocks. Never changes the DOM.
 */
import type { Block, BlockKind, InlineKind } from "../wire.ts";
import { Flow, type Content, type WhiteSpace } from "./flow.ts";

/** A block, where its text stands in the DOM, and the container whose own text it is. */
export type RichBlock = Block & Content & { owner: Element };

/** Neighbouring children of a container that were read together: one container, or inline content between two. */
interface Part {
  first: Node;
  last: Node;
  inline: boolean;
  blocks: RichBlock[];
}

/** What a container of blocks was read as. */
interface Reading {
  parts: Part[];
  blocks: RichBlock[];
}

/** What mutations did to a container: all of it, or children, known by themselves or by their neighbours. */
interface Wound {
  whole: boolean;
  atStart: boolean;
  atEnd: boolean;
  children: Set<Node>;
}

/** Passed down while reading. */
interface Context {
  kind: BlockKind;
  level: number;
  within: readonly InlineKind[];
}

type Display = "none" | "inline" | "block" | "island" | "object";

const OBJECT_TAGS = new Set([
  "img", "svg", "video", "audio", "canvas", "iframe", "object", "embed", "input", "textarea", "select", "button",
  "picture", "math", "meter", "progress",
]);

const INLINE_KINDS: Record<string, InlineKind> = { code: "code", kbd: "code", samp: "code", tt: "code", q: "quote" };

export class Reader {
  private readonly readings = new WeakMap<Element, Reading>();
  private readonly partOf = new WeakMap<Node, Part>();
  private readonly displays = new WeakMap<Element, Display>();
  private readonly whiteSpaces = new WeakMap<Element, WhiteSpace>();
  private readonly wounds = new Map<Node, Wound>();
  private list: RichBlock[] | undefined;
  private readonly byId = new Map<number, RichBlock>();
  private nextId = 1;
  /** The root is not editable itself, and its blocks are: around them nothing is text. */
  private readonly many: boolean;
  /** Whether the last change put other nodes in the place of text that stayed. */
  redraws = false;
  /** Blocks read since somebody last took them, and ids of such as went. */
  private reread = new Set<number>();

  /** `all` reads text that nobody can edit, too, which inside a field is none of the writer's. */
  constructor(
    private readonly root: Element,
    private readonly all = false,
  ) {
    this.many = !all && !(root as HTMLElement).isContentEditable;
  }

  get(id: number): RichBlock | undefined {
    return this.byId.get(id);
  }

  /** Ids of blocks that were read, or went, since the last call. */
  takeReread(): ReadonlySet<number> {
    const taken = this.reread;
    if (taken.size > 0) this.reread = new Set();
    return taken;
  }

  /** Notes what mutations touched; nothing is read yet. */
  note(records: readonly MutationRecord[]): void {
    for (const { type, target, previousSibling, nextSibling, addedNodes, removedNodes } of records) {
      for (const node of addedNodes) this.forget(node);
      if (type === "attributes") {
        this.displays.delete(target as Element);
        this.whiteSpaces.delete(target as Element);
        if (this.readings.has(target as Element)) this.wound(target).whole = true;
      } else if (type === "childList" && this.readings.has(target as Element)) {
        const wound = this.wound(target);
        if (previousSibling) wound.children.add(previousSibling);
        else wound.atStart = true;
        if (nextSibling) wound.children.add(nextSibling);
        else wound.atEnd = true;
        for (const node of removedNodes) wound.children.add(node);
      }
      // Every container around it has a child that is to be read again.
      for (let child: Node = target; child !== this.root; ) {
        const parent: Node | null = child.parentNode;
        if (!parent) break;
        if (this.readings.has(parent as Element)) {
          const { children } = this.wound(parent);
          if (children.has(child)) break;
          children.add(child);
        }
        child = parent;
      }
    }
  }

  /** What comes in may have been here before, and have changed where nobody saw it, or look otherwise where it is now;
   * its ids may be another's by this time. */
  private forget(node: Node): void {
    if (node.nodeType !== 1) return;
    const walker = document.createTreeWalker(node, NodeFilter.SHOW_ELEMENT);
    for (let at: Node | null = node; at; at = walker.nextNode()) {
      this.readings.delete(at as Element);
      this.displays.delete(at as Element);
      this.whiteSpaces.delete(at as Element);
      this.wounds.delete(at);
    }
  }

  private wound(container: Node): Wound {
    let wound = this.wounds.get(container);
    if (!wound) this.wounds.set(container, (wound = { whole: false, atStart: false, atEnd: false, children: new Set() }));
    return wound;
  }

  /** Whether there is anything to read since the blocks were asked for last. */
  get isStale(): boolean {
    return !this.list || this.wounds.size > 0;
  }

  /** The blocks as they stand; the same list as before when nothing was noted since. */
  blocks(): readonly RichBlock[] {
    if (this.list && !this.isStale) return this.list;
    const before = this.list ?? [];
    const published = this.nextId;
    const after = this.read(this.root, { kind: "paragraph", level: 0, within: [] }).blocks;
    // Containers that were touched where nothing shows, as in something hidden, are read afresh if they ever show.
    for (const container of this.wounds.keys()) this.readings.delete(container as Element);
    this.wounds.clear();
    const most = Math.min(before.length, after.length);
    let head = 0;
    while (head < most && before[head] === after[head]) head++;
    let tail = 0;
    while (tail < most - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
    if (this.list && head === before.length && head === after.length) return this.list;
    const gone = before.slice(head, before.length - tail);
    const come = after.slice(head, after.length - tail);
    const goneIds = new Set(gone.map((block) => block.id));
    const taken = new Set<number>();
    for (const block of come) {
      // What was hidden and shows again has an id that may be another's by now.
      if (block.id < published && (!goneIds.has(block.id) || taken.has(block.id))) block.id = this.nextId++;
      taken.add(block.id);
    }
    this.redraws = keepIds(gone, come, published);
    for (const { id } of gone) {
      this.byId.delete(id);
      this.reread.add(id);
    }
    for (const block of come) {
      this.byId.set(block.id, block);
      this.reread.add(block.id);
    }
    return (this.list = after);
  }

  /** Reads a container: runs of inline content are blocks, and so are the containers in it. */
  private read(container: Element, context: Context): Reading {
    const known = this.readings.get(container);
    const wound = this.wounds.get(container);
    if (known && !wound) return known;
    this.wounds.delete(container);
    const own = contextOf(container, context);
    const region = known && wound ? this.region(container, known.parts, wound) : undefined;
    const parts = known?.parts ?? [];
    const { from, to } = region ?? { from: 0, to: parts.length };
    // Ids of the blocks this container had of its own there are given to those it has now, in order.
    const ids: number[] = [];
    const hollow = parts.every((part) => part.blocks.length === 0);
    if (known && hollow) ids.push(...known.blocks.map((block) => block.id));
    for (let index = from; index < to; index++) {
      for (const block of parts[index]!.blocks) if (block.owner === container) ids.push(block.id);
    }
    const block = (content: Content): RichBlock => ({ id: ids.shift() ?? this.nextId++, kind: own.kind, level: own.level, ...content, owner: container });
    const first = region ? region.first : container.firstChild;
    const fresh = this.readChildren(container, own, first, region ? region.end : null, block);
    const all = from === 0 && to === parts.length ? fresh : parts.slice(0, from).concat(fresh, parts.slice(to));
    const blocks = (known && region && spliced(known.blocks, parts.slice(from, to), fresh)) || all.flatMap((part) => part.blocks);
    // A container without anything in it is a line that somebody may write in.
    if (blocks.length === 0 && this.isText(container)) blocks.push(block({ text: "", pieces: [] }));
    const reading = { parts: all, blocks };
    this.readings.set(container, reading);
    return reading;
  }

  /** Which of a container's parts a wound reaches, and between which children they stand now; undefined when that
   * cannot be told. All that happened to the children happened between parts known to be reached: every record names
   * the neighbours of what it put in or took out. */
  private region(container: Element, parts: readonly Part[], wound: Wound): { from: number; to: number; first: Node | null; end: Node | null } | undefined {
    if (wound.whole || parts.length === 0) return undefined;
    let from = wound.atStart ? 0 : parts.length;
    let to = wound.atEnd ? parts.length : 0;
    for (const child of wound.children) {
      const part = this.partOf.get(child);
      const index = part ? parts.indexOf(part) : -1;
      if (index < 0) continue;
      from = Math.min(from, index);
      to = Math.max(to, index + 1);
    }
    if (from >= to) return undefined;
    // Inline content may have come to stand beside other inline content: then the two are one block.
    if (from > 0 && parts[from - 1]!.inline) from--;
    if (to < parts.length && parts[to]!.inline) to++;
    const before = parts[from - 1]?.last;
    const after = parts[to]?.first;
    if ((before && before.parentNode !== container) || (after && after.parentNode !== container)) return undefined;
    return { from, to, first: before ? before.nextSibling : container.firstChild, end: after ?? null };
  }

  private readChildren(container: Element, own: Context, first: Node | null, end: Node | null, block: (content: Content) => RichBlock): Part[] {
    const parts: Part[] = [];
    const isText = !this.many || this.isText(container);
    const flow = new Flow(this.whiteSpace(container), own.within);
    let run: Part | undefined;
    const close = () => {
      if (flow.anything) run!.blocks.push(block(flow.take()));
    };
    const inline = (node: Node) => {
      if (node.nodeType === 3) {
        flow.text(node as Text);
        return;
      }
      if (node.nodeType !== 1) return;
      const element = node as HTMLElement;
      if (element.localName === "br") {
        flow.lineBreak();
        return;
      }
      switch (this.display(element)) {
        case "none":
          break;
        case "object":
          flow.object();
          break;
        case "inline": {
          const kind = inlineKindOf(element);
          if (kind) flow.enter(kind);
          for (let child = element.firstChild; child; child = child.nextSibling) inline(child);
          if (kind) flow.leave();
          break;
        }
        case "island":
          close();
          break;
        case "block": {
          close();
          const within = kindsBetween(element, container);
          run!.blocks.push(...this.read(element, within.length > 0 ? { ...own, within: [...own.within, ...within] } : own).blocks);
          break;
        }
      }
    };
    for (let node = first; node && node !== end; node = node.nextSibling) {
      const display = node.nodeType === 1 && (node as Element).localName !== "br" ? this.display(node as HTMLElement) : "inline";
      if (display === "block" || display === "island") {
        if (run) close();
        run = undefined;
        const blocks = display === "block" ? this.read(node as Element, own).blocks : [];
        const part = { first: node, last: node, inline: false, blocks };
        parts.push(part);
        this.partOf.set(node, part);
        continue;
      }
      if (!isText) continue;
      if (!run) parts.push((run = { first: node, last: node, inline: true, blocks: [] }));
      run.last = node;
      this.partOf.set(node, run);
      inline(node);
    }
    if (run) close();
    return parts;
  }

  private isText(element: Element): boolean {
    return this.all || (element as HTMLElement).isContentEditable;
  }

  /** Asked of the browser once for each element: asking makes it bring its styles up to date at every key. */
  private whiteSpace(container: Element): WhiteSpace {
    let found = this.whiteSpaces.get(container);
    if (!found) {
      found = whiteSpaceOf(getComputedStyle(container));
      this.whiteSpaces.set(container, found);
    }
    return found;
  }

  private display(element: HTMLElement): Display {
    const known = this.displays.get(element);
    if (known) return known;
    const style = getComputedStyle(element);
    const { display, visibility, position, float } = style;
    const isText = this.isText(element);
    let found: Display;
    // TinyMCE says itself what in its text is none: where it catches a paste, for one.
    if (display === "none" || visibility === "hidden" || element.getAttribute("data-mce-bogus") === "all") found = "none";
    else if (OBJECT_TAGS.has(element.localName)) found = display.startsWith("inline") ? "object" : "island";
    else if (display.startsWith("inline") || display === "contents" || display === "ruby") {
      found = isText ? "inline" : "object";
    } else if (isText || (this.many && element.querySelector("[contenteditable]") !== null)) found = "block";
    else found = position === "absolute" && float === "none" ? "none" : "island";
    // What is empty yet may come to hold a block.
    if (!this.many || found !== "island") this.displays.set(element, found);
    if (found === "block") this.whiteSpaces.set(element, whiteSpaceOf(style));
    return found;
  }
}

/** A container's blocks with those of some parts put in place of those of others; undefined where nothing stood that
 * would tell the place. */
function spliced(blocks: readonly RichBlock[], old: readonly Part[], fresh: readonly Part[]): RichBlock[] | undefined {
  const gone = old.flatMap((part) => part.blocks);
  if (gone.length === 0) return undefined;
  const at = blocks.indexOf(gone[0]!);
  return blocks.slice(0, at).concat(fresh.flatMap((part) => part.blocks), blocks.slice(at + gone.length));
}

/** An editor that puts other nodes in the place of its old ones has not written other text: blocks that come anew with
 * the text of such as went are the same blocks, and of the rest one that comes for one that went is that one, edited.
 * Ids below `published` have been told and are not given away twice. True where some are the same. */
function keepIds(gone: readonly RichBlock[], come: readonly RichBlock[], published: number): boolean {
  const stay = new Set(come.map((block) => block.id));
  const lost = gone.filter((block) => !stay.has(block.id));
  const found = come.filter((block) => block.id >= published);
  const most = Math.min(lost.length, found.length);
  const like = (a: RichBlock, b: RichBlock) => a.text === b.text && a.kind === b.kind && a.level === b.level;
  let head = 0;
  for (; head < most && like(lost[head]!, found[head]!); head++) found[head]!.id = lost[head]!.id;
  let tail = 0;
  for (; tail < most - head && like(lost.at(-1 - tail)!, found.at(-1 - tail)!); tail++) found.at(-1 - tail)!.id = lost.at(-1 - tail)!.id;
  if (lost.length - head - tail === 1 && found.length - head - tail === 1) found[head]!.id = lost[head]!.id;
  return head + tail > 0;
}

/** The kind of text in an element, where it is one that rules tell apart. */
function inlineKindOf(element: Element): InlineKind | undefined {
  return element.localName === "a" ? (element.hasAttribute("href") ? "link" : undefined) : INLINE_KINDS[element.localName];
}

/** The kinds of the inline elements around a block that stands in one. */
function kindsBetween(element: Element, container: Element): InlineKind[] {
  const kinds: InlineKind[] = [];
  for (let at = element.parentElement; at && at !== container; at = at.parentElement) {
    const kind = inlineKindOf(at);
    if (kind) kinds.unshift(kind);
  }
  return kinds;
}

function contextOf(element: Element, outer: Context): Context {
  const tag = element.localName;
  const { within } = outer;
  if (/^h[1-6]$/.test(tag)) return { kind: "heading", level: Number(tag[1]), within };
  if (element.getAttribute("role") === "heading") {
    return { kind: "heading", level: Math.min(6, Math.max(1, Number(element.getAttribute("aria-level")) || 2)), within };
  }
  switch (tag) {
    case "li":
    case "dt":
    case "dd":
      return { kind: "list_item", level: 0, within };
    case "td":
    case "th":
      return { kind: "table_cell", level: 0, within };
    case "blockquote":
      return { kind: "quote", level: 0, within };
    case "pre":
      return { kind: "code", level: 0, within };
    default: {
      // A link or code that is laid out as a block of its own.
      const kind = inlineKindOf(element);
      return kind ? { ...outer, within: [...within, kind] } : outer;
    }
  }
}

function whiteSpaceOf({ whiteSpace }: CSSStyleDeclaration): WhiteSpace {
  if (whiteSpace.startsWith("pre-line")) return "lines";
  return whiteSpace.startsWith("pre") || whiteSpace === "break-spaces" ? "keep" : "collapse";
}
