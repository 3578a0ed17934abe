// Monaco. Its text is drawn line by line beside the element that takes the keys.
import * as monaco from "monaco-editor/editor/editor.main.js";
import { version } from "monaco-editor/package.json";

self.MonacoEnvironment = { getWorker: () => ({ postMessage() {}, addEventListener() {}, removeEventListener() {}, terminate() {} }) };
const host = document.getElementById("editor");
host.style.height = "400px";
const editor = monaco.editor.create(host, { value: "", language: "plaintext", wordWrap: "on", minimap: { enabled: false }, quickSuggestions: false });
window.bench = {
  name: "Monaco", version, ready: Promise.resolve(), field: ".view-lines", rich: false, multiline: true,
  unread: "its text cannot be read in place",
  model: () => editor.getModel().getLinesContent(),
  setModel: (blocks) => editor.setValue(blocks.join("\n")),
};
