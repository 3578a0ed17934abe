// An editor that throws its whole DOM away at every input and draws it anew from its model, caret and all. Its undo is
// its own, since the browser's cannot outlive the nodes.
const rich = document.createElement("div");
rich.id = "rich";
rich.contentEditable = "true";
rich.style.whiteSpace = "pre-wrap";
document.getElementById("editor").append(rich);
let lines = [""];
let undone = [];
let done = [];

/** Line and offset of the caret. */
function caret() {
  const { focusNode, focusOffset } = getSelection();
  if (!focusNode || !rich.contains(focusNode) || focusNode === rich) return { line: Math.max(0, lines.length - 1), at: 0 };
  const line = [...rich.children].findIndex((each) => each.contains(focusNode));
  const range = document.createRange();
  range.setStart(rich.children[line], 0);
  range.setEnd(focusNode, focusOffset);
  return { line, at: range.toString().length };
}

function draw(place) {
  rich.replaceChildren(...lines.map((line) => {
    const block = document.createElement("div");
    // A word a node, as editors do that colour their words.
    block.append(...(line === "" ? [document.createElement("br")] : line.split(/(?<= )/).map((word) => {
      const span = document.createElement("span");
      span.append(word);
      return span;
    })));
    return block;
  }));
  if (!place || document.activeElement !== rich) return;
  let left = place.at;
  const walker = document.createTreeWalker(rich.children[Math.min(place.line, lines.length - 1)], NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    if (left <= walker.currentNode.data.length) return void getSelection().collapse(walker.currentNode, left);
    left -= walker.currentNode.data.length;
  }
  getSelection().collapse(rich.children[Math.min(place.line, lines.length - 1)], 0);
}

function take(next, place) {
  done.push({ lines, place: caret() });
  undone = [];
  lines = next;
  draw(place);
}

/** The text of a node, breaks included; read without asking for its layout. */
function textOf(node) {
  if (node.nodeType === 3) return node.data;
  return node.localName === "br" ? "\n" : [...node.childNodes].map(textOf).join("");
}

let composing = false;
const read = () => take((rich.children.length > 0 ? [...rich.childNodes] : [rich]).map((each) => textOf(each).replace(/\n$/, "").replace(/\u00a0/g, " ")).flatMap((text) => text.split("\n")), caret());
rich.addEventListener("input", () => composing || read());
rich.addEventListener("compositionstart", () => (composing = true));
rich.addEventListener("compositionend", () => {
  composing = false;
  read();
});
rich.addEventListener("keydown", (event) => {
  if (!event.ctrlKey || !/^[zy]$/i.test(event.key)) return;
  event.preventDefault();
  const [from, to] = event.key.toLowerCase() === "y" || event.shiftKey ? [undone, done] : [done, undone];
  const step = from.pop();
  if (!step) return;
  to.push({ lines, place: caret() });
  lines = step.lines;
  draw(step.place);
});
draw();
window.bench = {
  name: "rerendering", version: "", ready: Promise.resolve(), field: "#rich", rich: true, multiline: true,
  model: () => lines,
  setModel: (blocks) => take([...blocks], undefined),
  rerender: () => draw(caret()),
};
