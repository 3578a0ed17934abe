// Trix.
import Trix from "trix";
import "trix/dist/trix.css";
import { version } from "trix/package.json";

const element = document.createElement("trix-editor");
const ready = new Promise((done) => element.addEventListener("trix-initialize", () => done(), { once: true }));
document.getElementById("editor").append(element);
const lines = () => element.editor.getDocument().toString().replace(/\n$/, "").split("\n");
const start = (index) => lines().slice(0, index).reduce((sum, line) => sum + line.length + 1, 0);
void Trix;
window.bench = {
  name: "Trix", version, ready, field: "trix-editor", rich: true, multiline: true,
  model: lines,
  setModel(blocks) {
    element.editor.setSelectedRange([0, element.editor.getDocument().toString().length - 1]);
    element.editor.insertString(blocks.join("\n"));
  },
  bold(index, from, to) {
    element.editor.setSelectedRange([start(index) + from, start(index) + to]);
    element.editor.activateAttribute("bold");
  },
  marked(index) {
    const range = [start(index), start(index) + lines()[index].length];
    return element.editor.getDocument().getDocumentAtRange(range).getBlockAtIndex(0).getTextWithoutBlockBreak().getPieces().map((piece) => ({ text: piece.toString(), bold: piece.getAttribute("bold") === true }));
  },
  rerender: () => element.editor.composition.delegate?.compositionDidChangeDocument?.(element.editor.getDocument()),
};
