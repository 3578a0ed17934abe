// CodeMirror 6, for prose.
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { EditorState } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { version } from "@codemirror/view/package.json";

const view = new EditorView({ parent: document.getElementById("editor"), state: EditorState.create({ extensions: [history(), keymap.of([...defaultKeymap, ...historyKeymap]), EditorView.lineWrapping] }) });
window.bench = {
  name: "CodeMirror", version, ready: Promise.resolve(), field: ".cm-content", rich: false, multiline: true,
  model: () => view.state.doc.toString().split("\n"),
  setModel: (blocks) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: blocks.join("\n") } }),
};
