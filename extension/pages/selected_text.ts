/**
 * What the person has selected in a tab, taken once when they ask. Never from fields that hold secrets or payment
 * details, nor where a page asks to be left alone.
 */

/** Runs in the page, and so knows nothing from outside itself. */
function selection(): string {
  let at: Element | null = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  for (let up: Element | null = at; up; up = up.parentElement) if (up.getAttribute("data-housestyle") === "off") return "";
  if (at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement) {
    const secret = /^(cc-.*|.*password|one-time-code|transaction-.*|webauthn)$/;
    const tokens = (at.getAttribute("autocomplete") ?? "").toLowerCase().split(/\s+/);
    const kind = at instanceof HTMLTextAreaElement ? "text" : at.type;
    if (!/^(text|search)$/.test(kind) || tokens.some((token) => secret.test(token))) return "";
    const { selectionStart: start, selectionEnd: end, value } = at;
    if (start !== null && end !== null && start < end) return value.slice(start, end);
  }
  return String(getSelection() ?? "");
}

export async function selectedText(tab: number): Promise<string> {
  // Pages where extensions may not run refuse: there is nothing to be had there.
  const found = await chrome.scripting.executeScript({ target: { tabId: tab, allFrames: true }, func: selection }).catch(() => []);
  return found.map(({ result }) => result ?? "").find((text) => text.trim() !== "") ?? "";
}
