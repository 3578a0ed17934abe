// MediumEditor.
import MediumEditor from "medium-editor";
import "medium-editor/dist/css/medium-editor.css";
import "medium-editor/dist/css/themes/default.css";
import { version } from "medium-editor/package.json";
import { htmlBench } from "./html_model.mjs";

const host = document.createElement("div");
host.id = "medium";
document.getElementById("editor").append(host);
const editor = new MediumEditor(host, { toolbar: false, placeholder: false });
window.bench = {
  name: "MediumEditor", version, ready: Promise.resolve(), field: "#medium",
  ...htmlBench({ get: () => editor.getContent(0), set: (html) => editor.setContent(html, 0), root: () => host, bolden: () => editor.execAction("bold") }),
};
