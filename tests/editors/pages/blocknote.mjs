// BlockNote, whose every block is a container of its own in ProseMirror.
import { BlockNoteEditor } from "@blocknote/core";
import "@blocknote/core/style.css";
import { version } from "@blocknote/core/package.json";

const editor = BlockNoteEditor.create();
const host = document.createElement("div");
document.getElementById("editor").append(host);
editor.mount(host);
const view = () => editor.prosemirrorView;
const blocks = () => editor.document;
const runs = (block) => block.content ?? [];
const text = (block) => runs(block).map((run) => run.text ?? "").join("");
/** Where a block's text begins in ProseMirror's document. */
const start = (index) => {
  let seen = -1;
  let found = 0;
  view().state.doc.descendants((node, position) => {
    if (node.isTextblock && ++seen === index) found = position + 1;
  });
  return found;
};
// An empty block closes BlockNote's documents, for the next click to land in: no text of the person's.
const own = () => (blocks().length > 1 && text(blocks().at(-1)) === "" ? blocks().slice(0, -1) : blocks());
window.bench = {
  name: "BlockNote", version, ready: new Promise((done) => setTimeout(done, 100)), field: ".bn-editor", rich: true, multiline: true,
  model: () => own().map(text),
  setModel: (texts) => void editor.replaceBlocks(editor.document, texts.map((each) => ({ type: "paragraph", content: each }))),
  bold(index, from, to) {
    const { state } = view();
    view().dispatch(state.tr.addMark(start(index) + from, start(index) + to, state.schema.marks.bold.create()));
  },
  marked: (index) => runs(own()[index]).map((run) => ({ text: run.text, bold: run.styles?.bold === true })),
};
