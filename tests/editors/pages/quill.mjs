// Quill with its snow theme.
import Quill from "quill";
import "quill/dist/quill.snow.css";
import { version } from "quill/package.json";

const host = document.getElementById("editor");
const quill = new Quill(host, { theme: "snow" });
const lines = () => quill.getText().replace(/\n$/, "").split("\n");
const start = (index) => lines().slice(0, index).reduce((sum, line) => sum + line.length + 1, 0);
window.bench = {
  name: "Quill", version, ready: Promise.resolve(), field: ".ql-editor", rich: true, multiline: true,
  model: lines,
  setModel: (blocks) => quill.setText(`${blocks.join("\n")}\n`),
  bold: (index, from, to) => quill.formatText(start(index) + from, to - from, "bold", true),
  marked: (index) => quill.getContents(start(index), lines()[index].length).ops.map((op) => ({ text: op.insert, bold: op.attributes?.bold === true })),
  rerender: () => quill.setContents(quill.getContents()),
};
