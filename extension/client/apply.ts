/**
 * Puts text in through the editor's own input path, and reads back whether it is there. When it is not, the editor's
 * own undo takes it back. Never writes into a model or a DOM by itself.
 */
import type { Block, Span } from "../wire.ts";
import type { Field } from "./field.ts";
import { RichText } from "./rich_text.ts";
import { endStep, replacementCame } from "./undo_steps.ts";

export type Outcome = "done" | "stale" | "refused" | "unsettled";

/**
 * How text goes in: by the browser's command on what is selected; by the command for what stands first and the delete
 * key for the rest; line by line with the browser's breaks between; all lines by one command; as a replacement whose
 * place the event names; as a paste on what is selected.
 */
type Path = "command" | "inside" | "lines" | "markup" | "replacement" | "paste";

/** `behind` is what is to go behind the text, on the path that needs it. */
interface Way {
  path: Path;
  span: Span;
  text: string;
  behind: string;
}

/** Whether the editor takes the text by an event, and puts it into a model of its own. */
const isManaged = ({ path }: Way) => path === "paste" || path === "replacement";

/** Editors with a model of their own that take their own events better than a changed DOM. */
const MANAGED = "[data-slate-editor], .ck-editor__editable, trix-editor, [data-lexical-editor], .public-DraftEditor-content, .cm-content";

/** Of those, the ones that take a replacement where the event says so. */
const PLACED = "[data-slate-editor], .ck-editor__editable, trix-editor";

/** Of these, the one to which what comes in at a caret is typing, a step of undo with what was typed around it. */
const TYPES = "trix-editor";

/** Editors with a model of their own that read the DOM after the browser has changed it. */
const MODEL = ".ProseMirror, .ql-editor";

/** Editors where that way is no better, or where undo takes it for two steps. */
const STEPWISE = `${MODEL}, .jodit-wysiwyg`;

/** BlockNote reads a paste as Markdown, which begins with no space: the character before it is pasted along. */
const TRIMS = ".bn-editor";

const FIREFOX = CSS.supports("-moz-appearance", "none");

/** An editor that takes text by an event of its own may draw it so much later. */
const MANAGED_FRAMES = 20;

/** The path an editor takes, known by what it leaves in the DOM; measured, see ARCHITECTURE.md. */
function pathFor(field: RichText, span: Span, text: string): Path {
  const { element } = field;
  const multiline = text.includes("\n");
  if (element.closest(MANAGED)) {
    const isTyping = span.start === span.end && element.closest(TYPES);
    return !multiline && text !== "" && !isTyping && element.closest(PLACED) ? "replacement" : "paste";
  }
  // Where every block is a field of its own, a browser's new paragraph would stand inside one.
  if (multiline && !element.isContentEditable) return "lines";
  if (multiline && element.closest(MODEL)) return "paste";
  // The browser's undo does not outlive nodes: an editor that draws all anew has one of its own, in which every input is
  // a step, and several lines are several inputs to the plain command.
  return multiline && field.redraws ? "markup" : "command";
}

/** Replaces a span of a block by a text, or inserts where the span is empty. `expected` is what the span must hold. */
export async function replace(field: Field, block: number, span: Span, expected: string, text: string): Promise<Outcome> {
  const before = field.blocks().map((each) => each.text);
  const index = field.blocks().findIndex((each) => each.id === block);
  const was = before[index];
  if (was === undefined || was.slice(span.start, span.end) !== expected) return "stale";
  const { element } = field;
  const wide = text === "" ? withOneSpace(was, span) : span;
  const stood = field.selection();
  const caret = caretAfter(stood, block, wide, text.length);
  /** Nothing came in: what is selected is what was, or the next key would take the words. */
  const restore = () => stood && field.select(stood.block, stood.span);
  const withText = (put: string) => {
    const texts = [...before];
    texts.splice(index, 1, ...(was.slice(0, wide.start) + put + was.slice(wide.end)).split("\n"));
    return texts;
  };
  const wanted = withText(text);
  // Several lines may come in as blocks of their own from the first one on.
  const apart = text.includes("\n") ? withText(text.replace(/^ */, "\n")) : wanted;
  // A block that is left empty may be no block any more.
  const blank = text === "" ? 1 : emptyLines(text);
  const way = wayOf(field, block, was, wide, text);
  if (!field.select(block, way.span)) return "stale";
  const hand = new AbortController();
  let touched = false;
  let entering = false;
  const hear = (event: Event) => {
    // Some browsers tell of a command of ours as of a person's key.
    if (event.isTrusted && !(entering && event.type === "beforeinput")) touched = true;
  };
  for (const type of ["keydown", "beforeinput", "paste", "pointerdown"]) {
    element.addEventListener(type, hear, { capture: true, passive: true, signal: hand.signal });
  }
  try {
    if (isManaged(way) || way.path === "lines") {
      // Such an editor hears of a selection a moment later, and writes where it believes it to be.
      const back = (event: Event) => event.isTrusted && restore();
      element.addEventListener("keydown", back, { capture: true, once: true });
      await selectionHeard();
      element.removeEventListener("keydown", back, { capture: true });
      const now = field.selection();
      if (touched || !equal(field.blocks(), before) || now?.block !== block || now.span.start !== way.span.start || now.span.end !== way.span.end) {
        if (!touched) restore();
        return "stale";
      }
    }
    endStep(element);
    entering = true;
    const entered = await enter(field, block, way);
    entering = false;
    if (!entered) {
      restore();
      return "refused";
    }
    replacementCame(element);
    // Looked at now, a frame later, and once more: editors that keep a model may put the DOM right after us.
    let came = false;
    let patience = isManaged(way) ? MANAGED_FRAMES : 2;
    for (let looked = 0; looked < 3; ) {
      if (looked > 0) await frame();
      if (equal(field.blocks(), wanted) || sameText(field.blocks(), wanted, blank) || sameText(field.blocks(), apart, blank)) {
        came = true;
        looked++;
      }
      // Nothing is there to be taken back; and an editor may draw what it took a moment later.
      else if (!touched && equal(field.blocks(), before)) {
        looked ||= 1;
        if (--patience > 0) continue;
        restore();
        return "refused";
      }
      // What the person has written since is theirs: an undo now would take it.
      else if (touched) return came ? "done" : "unsettled";
      else {
        await takeBack(field, before);
        if (!touched) restore();
        return equal(field.blocks(), before) ? "refused" : "unsettled";
      }
    }
    if (caret && !touched) field.select(caret.block, caret.span);
    return "done";
  } finally {
    hand.abort();
  }
}

/** How a text goes in, and in place of what, so that nothing around it changes. */
function wayOf(field: Field, block: number, was: string, span: Span, text: string): Way {
  const { element } = field;
  const path = field instanceof RichText ? pathFor(field, span, text) : "command";
  const plain: Way = { path, span, text, behind: "" };
  if (!FIREFOX && path === "command" && text !== "" && field instanceof RichText && !element.closest(STEPWISE) && !text.includes("\n")) {
    // Over several nodes a browser takes out the link or the bold run as a whole: so the text goes into the first of
    // them, and what is left behind it is taken out as by the delete key. To Chromium's undo that is one typing, to
    // Firefox's it is two.
    const first = field.firstStretch(block, span);
    if (first && first.end < span.end) return { path: "inside", span: first, text, behind: was.slice(first.end, span.end) };
  }
  if (path === "paste" && /^ \S/.test(text) && span.start > 0 && element.closest(TRIMS)) {
    const last = [...new Intl.Segmenter().segment(was.slice(0, span.start))].at(-1)!.segment;
    return { ...plain, span: { start: span.start - last.length, end: span.end }, text: last + text };
  }
  return plain;
}

/** Puts a text in place of what is selected. */
async function enter(field: Field, block: number, { path, span, text, behind }: Way): Promise<boolean> {
  const element = field.writtenIn();
  switch (path) {
    case "inside":
      if (!document.execCommand("insertText", false, text)) return false;
      for (const _ of new Intl.Segmenter().segment(behind)) document.execCommand("forwardDelete");
      return true;
    case "lines":
      for (const [index, line] of text.split("\n").entries()) {
        if (index > 0 && !(await lineBreak(element))) return false;
        if (line !== "" && !document.execCommand("insertText", false, line)) return false;
      }
      return true;
    case "markup":
      return document.execCommand("insertHTML", false, blocksOf(text));
    case "command":
      if (text !== "" && field instanceof RichText && !element.closest(MODEL)) field.selectAround(block, span);
      return text === "" ? document.execCommand("delete") : document.execCommand("insertText", false, text);
    case "replacement": {
      const range = field instanceof RichText ? field.locate(block, span) : undefined;
      const into = element.closest<HTMLElement>("trix-editor") ?? element;
      // Not every one that takes the event says so.
      if (!range) return false;
      const targetRanges = [new StaticRange(range)];
      into.dispatchEvent(range.collapsed ? inputEvent("insertText", { data: text, targetRanges }) : inputEvent("insertReplacementText", { dataTransfer: transferOf(text), targetRanges }));
      return true;
    }
    case "paste": {
      // An editor that takes the event has done it; the others leave it to the browser.
      if (text === "") return !element.dispatchEvent(inputEvent("deleteContentBackward", {})) || document.execCommand("delete");
      // Firefox makes the clipboard's data of these two, and asks for no ready ones.
      const firefox = { data: text, dataType: "text/plain" } as ClipboardEventInit;
      const paste = new ClipboardEvent("paste", { ...firefox, clipboardData: transferOf(text), bubbles: true, cancelable: true, composed: true });
      return !element.dispatchEvent(paste);
    }
  }
}

/** Lines as markup: the first one goes on where it comes in, each of the others is a block. */
function blocksOf(text: string): string {
  const [first, ...others] = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").split("\n");
  return first + others.map((line) => `<div>${line || "<br>"}</div>`).join("");
}

/** A break within a block: by the editor where it takes one, which it may draw a moment later; else by the browser. */
async function lineBreak(element: HTMLElement): Promise<boolean> {
  if (element.dispatchEvent(inputEvent("insertLineBreak", {}))) return document.execCommand("insertLineBreak");
  await frame();
  await frame();
  return true;
}

function inputEvent(inputType: string, more: InputEventInit): InputEvent {
  return new InputEvent("beforeinput", { inputType, bubbles: true, cancelable: true, composed: true, ...more });
}

function transferOf(text: string): DataTransfer {
  const transfer = new DataTransfer();
  transfer.setData("text/plain", text);
  return transfer;
}

/** When the page has been told of a selection, or a moment later where it stood there already. */
function selectionHeard(): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(done, 50);
    const heard = () => {
      clearTimeout(timer);
      setTimeout(done);
    };
    document.addEventListener("selectionchange", heard, { once: true });
    setTimeout(() => document.removeEventListener("selectionchange", heard), 60);
  });
}

/** Leaving out a word leaves out one of the spaces around it, in the same step. */
export function withOneSpace(text: string, span: Span): Span {
  const before = text[span.start - 1];
  const after = text[span.end];
  if (after === " " && (before === undefined || before === " " || before === "\n")) return { start: span.start, end: span.end + 1 };
  if (before === " " && (after === undefined || /[\s.,;:!?)]/.test(after))) return { start: span.start - 1, end: span.end };
  return span;
}

/** Where the caret belongs afterwards, if it was somewhere else in the block; by itself it comes after the new text. */
function caretAfter(selection: { block: number; span: Span } | undefined, block: number, span: Span, length: number): { block: number; span: Span } | undefined {
  if (!selection) return undefined;
  if (selection.block !== block) return selection;
  const at = selection.span.end;
  if (at < span.start) return { block, span: { start: at, end: at } };
  if (at > span.end) return { block, span: { start: at + length - (span.end - span.start), end: at + length - (span.end - span.start) } };
  return undefined;
}

/** Asks the editor's own undo for the text as it was. Where one step gives back something else, that step is taken
 * back as well: it may have been the person's. */
async function takeBack(field: Field, before: readonly string[]): Promise<void> {
  const element = field.writtenIn();
  element.focus({ preventScroll: true });
  step(element, "undo");
  await frame();
  if (!equal(field.blocks(), before)) step(element, "redo");
  await frame();
}

/** An editor that has an undo of its own takes the keys for it; for the others the browser's is asked. */
function step(element: HTMLElement, which: "undo" | "redo"): void {
  const mac = /mac/i.test(navigator.platform);
  const keys = { key: which === "redo" ? "Z" : "z", code: "KeyZ", keyCode: 90, ctrlKey: !mac, metaKey: mac, shiftKey: which === "redo" };
  if (element.dispatchEvent(new KeyboardEvent("keydown", { ...keys, bubbles: true, cancelable: true, composed: true }))) document.execCommand(which);
}

/** Spaces of either kind are one: rich text turns some into no-break spaces as it goes. */
const spaces = (text: string) => text.replace(/\u00a0/g, " ").trimEnd();

function equal(blocks: readonly Block[], texts: readonly string[]): boolean {
  return blocks.length === texts.length && blocks.every((block, index) => spaces(block.text) === spaces(texts[index]!));
}

/** The same text, but for where one block ends and the next begins: several lines may come in as one block or many, and
 * so many of its empty lines may be gone. An empty line more is another text. */
function sameText(blocks: readonly Block[], texts: readonly string[], blank: number): boolean {
  const [is, wanted] = [spaces(blocks.map((block) => block.text).join("\n")), spaces(texts.join("\n"))];
  const gone = emptyLines(wanted) - emptyLines(is);
  return gone >= 0 && gone <= blank && is.replace(/\n+/g, "\n") === wanted.replace(/\n+/g, "\n");
}

const emptyLines = (text: string) => (text === "" ? 0 : text.split("\n").filter((line) => line.trim() === "").length);

/** The next frame, or a moment where frames stand still. */
function frame(): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(done, 60);
    requestAnimationFrame(() => {
      clearTimeout(timer);
      setTimeout(done, 0);
    });
  });
}
