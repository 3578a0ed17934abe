// Milkdown with CommonMark and history.
import { Editor, editorViewCtx, rootCtx } from "@milkdown/kit/core";
import { history } from "@milkdown/kit/plugin/history";
import { commonmark } from "@milkdown/kit/preset/commonmark";
import { version } from "@milkdown/kit/package.json";
import "prosemirror-view/style/prosemirror.css";
import { prosemirrorBench } from "./prosemirror_model.mjs";

let editor;
const ready = Editor.make()
  .config((context) => context.set(rootCtx, document.getElementById("editor")))
  .use(commonmark)
  .use(history)
  .create()
  .then((made) => (editor = made));
window.bench = { name: "Milkdown", version, ready: ready.then(() => undefined), ...prosemirrorBench(() => editor.ctx.get(editorViewCtx)) };
