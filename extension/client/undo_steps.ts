/**
 * Editors that take snapshots for their undo, and know by keys, clicks and events alone when one is due: they are told
 * that a step ends before a fix, and that a replacement has come after it. Where only time ends a step, says how much.
 * Changes no text.
 */

/** TinyMCE ends what is typed at a key that types nothing, and makes a step of a replacement, as a browser's own spelling
 * correction is one; Summernote takes a snapshot when the pointer is let go. */
const TINYMCE = ".mce-content-body";
const SUMMERNOTE = ".note-editable";

export function endStep(element: HTMLElement): void {
  if (element.closest(TINYMCE)) {
    element.dispatchEvent(new KeyboardEvent("keydown", { key: "Insert", code: "Insert", keyCode: 45, bubbles: true, cancelable: true }));
  } else if (element.closest(SUMMERNOTE)) element.dispatchEvent(new MouseEvent("mouseup", { bubbles: true }));
}

export function replacementCame(element: HTMLElement): void {
  if (element.closest(TINYMCE)) element.dispatchEvent(new InputEvent("input", { inputType: "insertReplacementText", bubbles: true }));
  else if (element.closest(SUMMERNOTE)) element.dispatchEvent(new MouseEvent("mouseup", { bubbles: true }));
}

/** Quill and WordPress put all that comes within a second of one another into one step, wherever it stands. */
const TIMED = ".ql-editor, .block-editor-block-list__layout";
const STEP_MS = 1_100;

/** How long after a change the next one is a step of its own. */
export function stepLasts(element: HTMLElement): number {
  return element.closest(TIMED) ? STEP_MS : 0;
}
