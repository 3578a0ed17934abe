/**
 * Where our own elements hang: at the document's root, or inside the modal dialog that makes all the rest inert. Never
 * inside anything that is edited.
 */
export function layerHome(field: Element): Element {
  for (let at: Element | null = field; at; at = at.parentElement ?? ((at.getRootNode() as ShadowRoot).host as Element | undefined) ?? null) {
    if (at.localName === "dialog" && at.matches(":modal")) return at;
  }
  return document.fullscreenElement ?? document.documentElement;
}
