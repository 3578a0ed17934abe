/**
 * Puts a text on the clipboard for a click or a key of the person's, without touching the page's selection.
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Pages without a certificate have no clipboard, and some forbid it: the older way asks the copy event.
  }
  let copied = false;
  const fill = (event: ClipboardEvent) => {
    event.clipboardData?.setData("text/plain", text);
    event.preventDefault();
    event.stopImmediatePropagation();
    copied = true;
  };
  addEventListener("copy", fill, { capture: true, once: true });
  const done = document.execCommand("copy");
  removeEventListener("copy", fill, true);
  return done && copied;
}
