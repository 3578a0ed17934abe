/**
 * Editors that take snapshots for their undo, and know by keys, clicks and events alone when one is due: they are told
 * that a step ends before a fix, and that a replacement has come after it. Changes no text.
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
