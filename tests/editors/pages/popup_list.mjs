// A list at the caret, for editors that leave drawing it to the page, and what every list of the bench offers.

export const PEOPLE = ["ada", "alan", "alice", "barbara", "betty"];

export function popupList() {
  const box = document.createElement("ul");
  box.id = "popup";
  box.style.cssText = "position: fixed; margin: 0; padding: 4px 24px; background: white; border: 1px solid gray; z-index: 10";
  let items = [];
  let at = 0;
  let pick;
  const draw = () =>
    box.replaceChildren(...items.map((name, index) => {
      const line = document.createElement("li");
      line.append(name);
      if (index === at) line.style.background = "lightblue";
      return line;
    }));
  const hide = () => box.remove();
  return {
    hide,
    show(found, rect, picks) {
      [items, at, pick] = [found, 0, picks];
      if (items.length === 0) return hide();
      draw();
      document.body.append(box);
      if (rect) Object.assign(box.style, { left: `${rect.left}px`, top: `${rect.bottom + 4}px` });
    },
    /** Whether the key was the list's. */
    key({ key }) {
      if (!box.isConnected) return false;
      if (key === "ArrowDown" || key === "ArrowUp") {
        at = (at + (key === "ArrowDown" ? 1 : items.length - 1)) % items.length;
        draw();
      } else if (key === "Enter" || key === "Tab") {
        const chosen = items[at];
        hide();
        pick(chosen);
      } else if (key === "Escape") hide();
      else return false;
      return true;
    },
    /** What is offered, and which of it is chosen. */
    state: () => (box.isConnected ? { items, at } : undefined),
  };
}
