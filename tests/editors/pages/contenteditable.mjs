// Bare contenteditable, with what the browser itself makes of keys. Its model is its DOM.
const rich = document.createElement("div");
rich.id = "rich";
rich.contentEditable = "true";
document.getElementById("editor").append(rich);
const texts = (node) => {
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) found.push(walker.currentNode);
  return found;
};
const block = (index) => rich.children[index];
window.bench = {
  name: "contenteditable", version: "", ready: Promise.resolve(), field: "#rich", rich: true, multiline: true,
  model: () => [...rich.children].map((each) => each.innerText.replace(/\n$/, "")),
  setModel: (blocks) =>
    rich.replaceChildren(...blocks.map((text) => {
      const paragraph = document.createElement("p");
      paragraph.append(text === "" ? document.createElement("br") : text);
      return paragraph;
    })),
  bold(index, from, to) {
    const range = document.createRange();
    const [text] = texts(block(index));
    range.setStart(text, from);
    range.setEnd(text, to);
    range.surroundContents(document.createElement("b"));
  },
  marked: (index) => texts(block(index)).map((node) => ({ text: node.data, bold: node.parentElement.closest("b, strong") !== null })),
  rerender: () => rich.replaceChildren(...[...rich.children].map((each) => each.cloneNode(true))),
};
