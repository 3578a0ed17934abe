// Slate with React and history.
import React from "react";
import { createRoot } from "react-dom/client";
import { createEditor, Editor, Node, Transforms } from "slate";
import { withHistory } from "slate-history";
import { Editable, Slate, withReact } from "slate-react";
import { version } from "slate-react/package.json";

const editor = withHistory(withReact(createEditor()));
const h = React.createElement;
let draw;
function Bench() {
  const [key, setKey] = React.useState(0);
  draw = () => setKey((before) => before + 1);
  const leaf = React.useCallback(({ attributes, children, leaf }) => h("span", attributes, leaf.bold ? h("b", null, children) : children), []);
  const element = React.useCallback(({ attributes, children }) => h("p", attributes, children), []);
  const onKeyDown = (event) => {
    const key = event.key.toLowerCase();
    if (!event.ctrlKey || !/^[zy]$/.test(key)) return;
    event.preventDefault();
    if (key === "y" || event.shiftKey) editor.redo();
    else editor.undo();
  };
  return h(Slate, { editor, initialValue: [{ type: "paragraph", children: [{ text: "" }] }] }, h(Editable, { key, renderLeaf: leaf, renderElement: element, onKeyDown, id: "slate" }));
}
createRoot(document.getElementById("editor")).render(h(Bench));
window.bench = {
  name: "Slate", version, field: "#slate", rich: true, multiline: true,
  ready: new Promise((done) => setTimeout(done, 100)),
  model: () => editor.children.map((block) => Node.string(block)),
  setModel(blocks) {
    Editor.withoutNormalizing(editor, () => {
      for (let index = editor.children.length - 1; index >= 0; index--) Transforms.removeNodes(editor, { at: [index] });
      Transforms.insertNodes(editor, blocks.map((text) => ({ type: "paragraph", children: [{ text }] })), { at: [0] });
    });
  },
  bold: (index, from, to) => Transforms.setNodes(editor, { bold: true }, { at: { anchor: { path: [index, 0], offset: from }, focus: { path: [index, 0], offset: to } }, match: (node) => typeof node.text === "string", split: true }),
  marked: (index) => editor.children[index].children.map(({ text, bold }) => ({ text, bold: bold === true })),
  rerender: () => draw(),
};
