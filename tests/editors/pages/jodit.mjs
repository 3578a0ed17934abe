// Jodit.
import { Jodit } from "jodit/es2021/jodit.min.js";
import "jodit/es2021/jodit.min.css";
import { version } from "jodit/package.json";
import { htmlBench } from "./html_model.mjs";

const editor = Jodit.make(document.getElementById("editor"), { toolbar: false, statusbar: false, showPlaceholder: false, height: 400, spellcheck: false });
window.bench = {
  name: "Jodit", version, ready: Promise.resolve(), field: ".jodit-wysiwyg",
  ...htmlBench({ get: () => editor.value, set: (html) => (editor.value = html), root: () => editor.editor, bolden: () => editor.execCommand("bold") }),
};
