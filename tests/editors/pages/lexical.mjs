// Lexical with its rich text and history.
import { createEmptyHistoryState, registerHistory } from "@lexical/history";
import { registerRichText } from "@lexical/rich-text";
import { $createParagraphNode, $createTextNode, $getRoot, createEditor } from "lexical";
import { version } from "lexical/package.json";

const root = document.createElement("div");
root.contentEditable = "true";
root.id = "root";
root.style.whiteSpace = "pre-wrap";
document.getElementById("editor").append(root);
const editor = createEditor({ namespace: "bench", theme: { text: { bold: "bold" } }, onError: (error) => { throw error; } });
editor.setRootElement(root);
registerRichText(editor);
registerHistory(editor, createEmptyHistoryState(), 300);
const read = (does) => editor.getEditorState().read(does);
window.bench = {
  name: "Lexical", version, field: "#root", rich: true, multiline: true,
  ready: new Promise((done) => editor.update(() => $getRoot().clear().append($createParagraphNode()), { onUpdate: done })),
  model: () => read(() => $getRoot().getChildren().map((block) => block.getTextContent())),
  setModel: (blocks) =>
    editor.update(() => {
      $getRoot().clear().append(...blocks.map((text) => (text === "" ? $createParagraphNode() : $createParagraphNode().append($createTextNode(text)))));
    }, { discrete: true }),
  bold: (index, from, to) =>
    editor.update(() => {
      const parts = $getRoot().getChildAtIndex(index).getFirstChild().splitText(...[from, to].filter((at) => at > 0));
      parts[from > 0 ? 1 : 0].setFormat("bold");
    }, { discrete: true }),
  marked: (index) => read(() => $getRoot().getChildAtIndex(index).getChildren().map((node) => ({ text: node.getTextContent(), bold: node.hasFormat?.("bold") === true }))),
  rerender() {
    // Takes the root away and gives it back: everything is drawn anew.
    editor.setRootElement(null);
    root.replaceChildren();
    editor.setRootElement(root);
  },
};
