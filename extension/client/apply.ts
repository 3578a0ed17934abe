/**
 * Puts text in through the editor's own input path, and reads back whether it is there. When it is not, the editor's
 * own undo takes it back. Never writes into a model or a DOM by itself.
 */
import type { Block, Span } from "../wire.ts";
import type { Field } from "./field.ts";
import { PlainInput } from "./plain_input.ts";
import { RichText } from "./rich_text.ts";

export type Outcome = "done" | "stale" | "refused" | "unsettled";

type Path = "command" | "paste" | "inside";

/** Editors with a model of their own that read the DOM after the browser has changed it. */
const MODEL = ".ProseMirror, .ql-editor, .public-DraftEditor-content, [data-contents]";

/** The path an editor takes, known by what it leaves in the DOM; measured, see ARCHITECTURE.md. */
function pathFor(element: HTMLElement, multiline: boolean): Path {
  const managed = "[data-slate-editor], .ck-editor__editable, trix-editor, [data-lexical-editor]";
  if (element.closest(managed)) return "paste";
  if (multiline && element.closest(MODEL)) return "paste";
  return "command";
}

/** Replaces a span of a block by a text, or inserts where the span is empty. `expected` is what the span must hold. */
export async function replace(field: Field, block: number, span: Span, expected: string, text: string): Promise<Outcome> {
  const before = field.blocks().map((each) => each.text);
  const index = field.blocks().findIndex((each) => each.id === block);
  const was = before[index];
  if (was === undefined || was.slice(span.start, span.end) !== expected) return "stale";
  const { element } = field;
  const wide = text === "" ? withOneSpace(was, span) : span;
  const caret = caretAfter(field, block, wide, text.length);
  if (!field.select(block, wide)) return "stale";
  const wanted = [...before];
  wanted.splice(index, 1, ...(was.slice(0, wide.start) + text + was.slice(wide.end)).split("\n"));
  const multiline = text.includes("\n");
  let path = field instanceof PlainInput ? "command" : pathFor(element, multiline);
  const first = path === "command" && text !== "" && !multiline && field instanceof RichText && !element.closest(MODEL) ? field.firstStretch(block, wide) : wide;
  if (first && first.end < wide.end) {
    // Over several nodes a browser takes out the link or the bold run as a whole: so the text goes into the first of
    // them, and what is left behind it is taken out as by the delete key. To the browser's undo that is one typing.
    path = "inside";
    if (!field.select(block, first)) return "stale";
  }
  if (!put(element, path, text, was.slice(first?.end ?? wide.end, wide.end))) return "refused";
  const hand = new AbortController();
  let touched = false;
  for (const type of ["keydown", "beforeinput", "paste", "pointerdown"]) {
    element.addEventListener(type, (event) => (touched ||= event.isTrusted), { capture: true, passive: true, signal: hand.signal });
  }
  try {
    // Looked at now, a frame later, and once more: editors that keep a model may put the DOM right after us.
    let stood = false;
    for (const wait of [0, 1, 1]) {
      if (wait) await frame();
      if (equal(field.blocks(), wanted) || sameText(field.blocks(), wanted)) stood = true;
      // What the person has written since is theirs: an undo now would take it.
      else if (touched) return stood ? "done" : "unsettled";
      else {
        await takeBack(field, before);
        return equal(field.blocks(), before) ? "refused" : "unsettled";
      }
    }
    if (caret && !touched) field.select(caret.block, caret.span);
    return "done";
  } finally {
    hand.abort();
  }
}

/** `behind` is what is to go behind the new text, on the path that needs it. */
function put(element: HTMLElement, path: Path, text: string, behind: string): boolean {
  if (path === "inside") {
    if (!document.execCommand("insertText", false, text)) return false;
    for (const _ of new Intl.Segmenter().segment(behind)) document.execCommand("forwardDelete");
    return true;
  }
  if (path === "command") {
    return text === "" ? document.execCommand("delete") : document.execCommand("insertText", false, text);
  }
  if (text === "") {
    const event = new InputEvent("beforeinput", { inputType: "deleteContentBackward", bubbles: true, cancelable: true, composed: true });
    // An editor that takes the event has done it; the others leave it to the browser.
    return !element.dispatchEvent(event) || document.execCommand("delete");
  }
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  const paste = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true, composed: true });
  return !element.dispatchEvent(paste);
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
function caretAfter(field: Field, block: number, span: Span, length: number): { block: number; span: Span } | undefined {
  const selection = field.selection();
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
  field.element.focus({ preventScroll: true });
  document.execCommand("undo");
  await frame();
  if (!equal(field.blocks(), before)) document.execCommand("redo");
}

/** Spaces of either kind are one: rich text turns some into no-break spaces as it goes. */
const spaces = (text: string) => text.replace(/\u00a0/g, " ").trimEnd();

function equal(blocks: readonly Block[], texts: readonly string[]): boolean {
  return blocks.length === texts.length && blocks.every((block, index) => spaces(block.text) === spaces(texts[index]!));
}

/** The same text, but for where one block ends and the next begins: several lines may come in as one block or many. */
function sameText(blocks: readonly Block[], texts: readonly string[]): boolean {
  const joined = (all: readonly string[]) => spaces(all.join("\n")).replace(/\n+/g, "\n");
  return joined(blocks.map((block) => block.text)) === joined(texts);
}

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
