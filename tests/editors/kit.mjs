// Runs in the editor's page: what a person sees there (words, caret, marks, hint), measured without the extension's
// help. Changes nothing.

/** Makes `window.kit`; given to the page as source. */
export function kit() {
  const bench = window.bench;
  const frame = () => (bench.frame ? document.querySelector(bench.frame) : undefined);
  const view = () => frame()?.contentWindow ?? window;
  const home = () => (bench.shadow ? view().document.querySelector(bench.shadow).shadowRoot : view().document);
  const field = () => home().querySelector(bench.field);
  const isPlain = (element) => /^(input|textarea)$/.test(element.localName);
  const offset = () => {
    const box = frame()?.getBoundingClientRect();
    return box ? { x: box.left + frame().clientLeft, y: box.top + frame().clientTop } : { x: 0, y: 0 };
  };
  const rectOf = ({ x, y, width, height }) => ({ x: x + offset().x, y: y + offset().y, width, height });
  const one = (text) => text.replace(/\u00a0/g, " ").replace(/[\u200b\ufeff]/g, "");

  /** Text nodes that can be seen, with breaks where blocks end. */
  function stretches() {
    const found = [];
    let text = "";
    const walk = (node) => {
      if (node.nodeType === 3) {
        found.push({ node, at: text.length });
        text += node.data;
        return;
      }
      if (node.nodeType !== 1) return;
      const style = view().getComputedStyle(node);
      if (style.display === "none" || style.visibility === "hidden") return;
      const block = !/^(inline|contents)/.test(style.display) || node.localName === "br";
      if (block) text += "\n";
      for (const child of node.childNodes) walk(child);
      if (block) text += "\n";
    };
    walk(field());
    return { found, text };
  }

  function point(found, at, end) {
    const stretch = end ? found.findLast((each) => each.at < at) : found.findLast((each) => each.at <= at && at < each.at + each.node.data.length) ?? found.findLast((each) => each.at <= at);
    return [stretch.node, at - stretch.at];
  }

  /** Where words stand, each with its rectangle and whether it can be seen. */
  function words(pattern) {
    const element = field();
    const expression = new RegExp(pattern, "gi");
    const out = [];
    const scroller = scrollerOf(element);
    const box = scroller === view().document.scrollingElement ? { left: 0, top: 0, right: view().innerWidth, bottom: view().innerHeight } : scroller.getBoundingClientRect();
    const push = (text, rect) => {
      const seen = rect.y >= box.top + 2 && rect.y + rect.height <= box.bottom - 2 && rect.x >= box.left && rect.x + rect.width <= box.right && rect.y > 0 && rect.y + rect.height < view().innerHeight;
      out.push({ text, rect: rectOf(rect), seen });
    };
    if (!isPlain(element)) {
      const { found, text } = stretches();
      for (const match of text.matchAll(expression)) {
        const range = view().document.createRange();
        range.setStart(...point(found, match.index, false));
        range.setEnd(...point(found, match.index + match[0].length, true));
        push(match[0], range.getBoundingClientRect());
      }
      return out;
    }
    const style = view().getComputedStyle(element);
    const copy = view().document.createElement("div");
    for (const name of ["font", "letterSpacing", "wordSpacing", "tabSize", "textAlign", "wordBreak", "lineHeight", "direction"]) copy.style[name] = style[name];
    const [left, right, top] = ["paddingLeft", "paddingRight", "paddingTop"].map((name) => Number.parseFloat(style[name]));
    const line = element.localName === "input";
    copy.style.cssText += `;position:absolute;white-space:${line ? "pre" : "pre-wrap"};overflow-wrap:break-word;visibility:hidden;left:0;top:0;width:${line ? "max-content" : `${element.clientWidth - left - right}px`}`;
    copy.textContent = element.value;
    view().document.body.append(copy);
    const scale = element.getBoundingClientRect().width / element.offsetWidth;
    const around = element.getBoundingClientRect();
    const origin = copy.getBoundingClientRect();
    const dx = around.left + (element.clientLeft + left - element.scrollLeft) * scale - origin.left;
    const dy = line ? around.top + around.height / 2 - origin.height / 2 - origin.top : around.top + (element.clientTop + top - element.scrollTop) * scale - origin.top;
    const rects = [...element.value.matchAll(expression)].map((match) => {
      const range = view().document.createRange();
      range.setStart(copy.firstChild, match.index);
      range.setEnd(copy.firstChild, match.index + match[0].length);
      const { x, y, width, height } = range.getBoundingClientRect();
      return [match[0], { x: x + dx, y: y + dy, width, height }];
    });
    copy.remove();
    for (const [text, rect] of rects) push(text, rect);
    return out;
  }

  function scrollerOf(element) {
    for (let at = element; at && at.nodeType === 1; at = at.parentElement ?? at.getRootNode().host) {
      const style = view().getComputedStyle(at);
      if (isPlain(at)) return at;
      if (/auto|scroll/.test(style.overflowY) && at.scrollHeight > at.clientHeight + 20) return at;
    }
    return view().document.scrollingElement;
  }

  const plain = isPlain(field());

  function marks() {
    if (plain) {
      return [...view().document.querySelectorAll("housestyle-marks")].flatMap((host) =>
        [...host.shadowRoot.querySelectorAll("span")].map((span) => ({ text: span.textContent, rect: rectOf(span.getBoundingClientRect()) })),
      );
    }
    const found = [];
    for (const [name, highlight] of view().CSS.highlights) {
      if (!name.startsWith("housestyle-")) continue;
      for (const range of highlight) found.push({ text: range.toString(), connected: range.startContainer.isConnected, rect: rectOf(range.getBoundingClientRect()) });
    }
    return found;
  }

  /** Layers of ours that stand in the page. */
  const layers = () => view().document.querySelectorAll("housestyle-marks, housestyle-hint").length;

  function hint() {
    const root = view().document.querySelector("housestyle-hint")?.shadowRoot;
    if (!root) return undefined;
    return {
      headline: root.querySelector("h2")?.textContent,
      text: root.querySelector(".hint").innerText,
      buttons: [...root.querySelectorAll("button")].map((button) => ({ label: button.innerText.split("\n")[0], rect: rectOf(button.getBoundingClientRect()) })),
    };
  }

  function selection() {
    const root = field().getRootNode();
    return root.getSelection?.() ?? view().document.getSelection();
  }

  /** What is written before the caret, without what blocks and breaks are made of. */
  function beforeCaret() {
    const element = field();
    if (isPlain(element)) return element.value.slice(0, element.selectionEnd).replace(/\n/g, "");
    const { focusNode, focusOffset } = selection();
    if (!focusNode || !element.contains(focusNode)) return undefined;
    const range = view().document.createRange();
    range.setStart(element, 0);
    range.setEnd(focusNode, focusOffset);
    return one(range.toString()).replace(/\n/g, "");
  }

  /** The text as it is displayed, block by block, without empty ones. */
  function seen() {
    const element = field();
    const text = isPlain(element) ? element.value : element.innerText;
    return one(text).split("\n").map((each) => each.trimEnd()).filter((each) => each !== "");
  }

  /** A place to click: behind the last letter, within the field. */
  function end() {
    const element = field();
    element.scrollIntoView({ block: "nearest" });
    const box = element.getBoundingClientRect();
    if (isPlain(element)) return { x: box.left + offset().x + box.width / 2, y: box.top + offset().y + Math.min(box.height / 2, 14) };
    const { found } = stretches();
    const last = found.findLast(({ node }) => node.data.trim() !== "");
    if (last) {
      const range = view().document.createRange();
      range.selectNodeContents(last.node);
      const place = () => [...range.getClientRects()].at(-1) ?? box;
      const isSeen = ({ top, bottom }) => top >= 20 && bottom <= view().innerHeight - 20;
      if (!isSeen(range.getBoundingClientRect())) last.node.parentElement.scrollIntoView({ block: "center" });
      // All of a text may stand in one element.
      if (!isSeen(place())) view().scrollBy(0, place().top - view().innerHeight / 2);
      const rect = place();
      return { x: rect.right + offset().x - 1, y: rect.top + rect.height / 2 + offset().y };
    }
    return { x: box.left + offset().x + Math.min(30, box.width / 2), y: box.top + offset().y + Math.min(14, box.height / 2) };
  }

  const model = async () => (await bench.model()).map(one);
  window.kit = {
    field, view, home, words, marks, layers, hint, beforeCaret, seen, end, model, scrollerOf, isPlain, one,
    facts: () => ({ name: bench.name, version: bench.version, rich: !!bench.rich, multiline: !!bench.multiline, plain, bold: !!(bench.bold && bench.marked), rerender: !!bench.rerender, sends: !!bench.sends, popup: !!bench.popup, unread: bench.unread ?? "", framed: !!bench.frame, shadow: !!bench.shadow }),
  };
}
