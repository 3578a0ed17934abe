/**
 * Tells a button that copies something by what it is called. Shared by the loader and the client; never looks at more
 * than the button.
 */
const NAME = /cop(y|ie|ia)|kop[iï]|复制|複製|コピー|복사/i;

/** The button that was pressed, if it is called so. */
export function copyButton(target: EventTarget | null | undefined): Element | undefined {
  const button = target instanceof Element ? target.closest("button, [role=button]") : null;
  if (!button) return undefined;
  const names = ["aria-label", "title", "data-testid", "id"].map((name) => button.getAttribute(name) ?? "");
  return NAME.test([...names, (button.textContent ?? "").slice(0, 40)].join(" ")) ? button : undefined;
}
