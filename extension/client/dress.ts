/**
 * Gives a shadow root of ours its style sheet in a way that no page's policy refuses.
 */
const sheets = new Map<string, CSSStyleSheet>();

export function dress(root: ShadowRoot, css: string): void {
  try {
    let sheet = sheets.get(css);
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      sheets.set(css, sheet);
    }
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  } catch {
    // Firefox's content scripts may not hand a sheet of theirs to a page's document: there an element serves.
    const style = document.createElement("style");
    style.textContent = css;
    root.append(style);
  }
}
