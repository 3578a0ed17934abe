// CodeMirror 6, for prose, with its completion of names.
import { autocompletion, completionKeymap, currentCompletions, selectedCompletionIndex } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { EditorState } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { version } from "@codemirror/view/package.json";
import { PEOPLE } from "./popup_list.mjs";

function names(context) {
  const word = context.matchBefore(/@\w+/);
  return word && { from: word.from + 1, options: PEOPLE.map((label) => ({ label })), validFor: /^\w*$/ };
}
const view = new EditorView({ parent: document.getElementById("editor"), state: EditorState.create({ extensions: [history(), autocompletion({ override: [names], interactionDelay: 0 }), keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap]), EditorView.lineWrapping] }) });
window.bench = {
  name: "CodeMirror", version, ready: Promise.resolve(), field: ".cm-content", rich: false, multiline: true,
  popup: () => (document.querySelector(".cm-tooltip-autocomplete") ? { items: currentCompletions(view.state).map(({ label }) => label), at: selectedCompletionIndex(view.state) } : undefined),
  model: () => view.state.doc.toString().split("\n"),
  setModel: (blocks) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: blocks.join("\n") } }),
};
