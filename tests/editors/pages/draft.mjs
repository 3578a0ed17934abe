// Draft.js, which still needs React 17.
import { ContentState, Editor, EditorState, Modifier, RichUtils, SelectionState } from "draft-js";
import { version } from "draft-js/package.json";
import "draft-js/dist/Draft.css";
import React from "react";
import ReactDOM from "react-dom";

const h = React.createElement;
let state = EditorState.createEmpty();
let redraw;
let key = 0;
function Bench() {
  const [, set] = React.useState(0);
  redraw = () => set((before) => before + 1);
  const take = (next) => {
    state = next;
    redraw();
  };
  return h(Editor, { key, editorState: state, onChange: take, handleKeyCommand: (command, now) => {
    const next = RichUtils.handleKeyCommand(now, command);
    if (!next) return "not-handled";
    take(next);
    return "handled";
  } });
}
ReactDOM.render(h(Bench), document.getElementById("editor"));
const blocks = () => state.getCurrentContent().getBlocksAsArray();
const flush = (next) => {
  state = next;
  redraw();
};
window.bench = {
  name: "Draft.js", version, ready: Promise.resolve(), field: ".public-DraftEditor-content", rich: true, multiline: true,
  model: () => blocks().map((block) => block.getText()),
  setModel: (texts) => flush(EditorState.moveSelectionToEnd(EditorState.push(state, ContentState.createFromText(texts.join("\n"), "\n"), "insert-characters"))),
  bold(index, from, to) {
    const selection = SelectionState.createEmpty(blocks()[index].getKey()).merge({ anchorOffset: from, focusOffset: to });
    const bold = EditorState.push(state, Modifier.applyInlineStyle(state.getCurrentContent(), selection, "BOLD"), "change-inline-style");
    flush(EditorState.acceptSelection(bold, state.getSelection()));
  },
  marked(index) {
    const block = blocks()[index];
    const runs = [];
    block.findStyleRanges(() => true, (from, to) => runs.push({ text: block.getText().slice(from, to), bold: block.getInlineStyleAt(from).has("BOLD") }));
    return runs;
  },
  rerender() {
    key++;
    redraw();
  },
};
