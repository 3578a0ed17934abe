/**
 * Which elements may be read. Shared by the loader and the client; when in doubt the answer is no. Never looks at a
 * field's text.
 */

/** Autocomplete tokens of fields that hold secrets or payment details. */
const SECRET_TOKEN = /^(cc-.*|.*password|one-time-code|transaction-(amount|currency)|webauthn)$/;

/** Names and ids that such fields go by where no token says so. */
const SECRET_NAME =
  /passw|passcode|passphrase|secret|one.?time|\botp\b|card.?(num|no\b|holder|code)|credit.?card|debit.?card|\bcc.?(num|no|exp|csc|cvc|name)|\bcv[cv]2?\b|\bcsc\b|security.?code|\biban\b|\bbic\b|sort.?code|routing.?n|account.?n(o|um)|\bssn\b|social.?security|\bpin\b/i;

/** Editors that make every block an editable element of its own: Gutenberg, Editor.js. Their text is one text. */
const MANY = ".block-editor-block-list__layout.is-root-container, .codex-editor__redactor";

export type Editable = HTMLInputElement | HTMLTextAreaElement | HTMLElement;

/** The field that an element belongs to, if it may be read: an input, a textarea, or the root of rich text. */
export function fieldOf(target: EventTarget | null | undefined): Editable | undefined {
  const element = target as HTMLElement | null;
  if (!element || element.nodeType !== 1) return undefined;
  const tag = element.localName;
  let field: Editable | undefined;
  if (tag === "textarea" || tag === "input") field = element;
  else if (element.isContentEditable) {
    field = element;
    while (field.parentElement?.isContentEditable) field = field.parentElement;
    field = field.parentElement?.closest<HTMLElement>(MANY) ?? field;
  }
  return field && mayRead(field) ? field : undefined;
}

/** Whether a field may be read now; asked again whenever its attributes change. */
export function mayRead(field: Editable): boolean {
  const tag = field.localName;
  if (tag === "input" || tag === "textarea") {
    const input = field as HTMLInputElement;
    if (tag === "input" && !/^(text|search)$/.test(input.type)) return false;
    if (input.readOnly || input.disabled) return false;
  } else if (!field.isContentEditable && !field.matches(MANY)) return false;
  const tokens = (field.getAttribute("autocomplete") ?? "").toLowerCase().split(/\s+/);
  if (tokens.some((token) => SECRET_TOKEN.test(token))) return false;
  const names = ["name", "id", "aria-label", "placeholder"].map((name) => field.getAttribute(name) ?? "").join(" ");
  if (tag !== "textarea" && SECRET_NAME.test(names.replace(/[_-]/g, " "))) return false;
  for (let at: Element | null = field; at; at = up(at)) {
    const wish = at.getAttribute("data-housestyle");
    if (wish !== null) return wish !== "off";
  }
  return true;
}

/** The element above, out of a shadow root to its host. */
function up(element: Element): Element | null {
  return element.parentElement ?? ((element.getRootNode() as ShadowRoot).host as Element | undefined) ?? null;
}

/** Whether an element is this node, or stands in it, be it within shadow roots. */
export function isWithin(element: Element, node: Node): boolean {
  for (let at: Element | null = element; at; at = up(at)) if (at === node) return true;
  return false;
}

/** The focused element, down through open shadow roots. */
export function focused(): Element | null {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
}
