// ProseMirror as its example sets it up.
import { exampleSetup } from "prosemirror-example-setup";
import { schema } from "prosemirror-schema-basic";
import { EditorState } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { version } from "prosemirror-view/package.json";
import "prosemirror-view/style/prosemirror.css";
import { prosemirrorBench } from "./prosemirror_model.mjs";

const view = new EditorView(document.getElementById("editor"), { state: EditorState.create({ schema, plugins: exampleSetup({ schema, menuBar: false }) }) });
window.bench = { name: "ProseMirror", version, ready: Promise.resolve(), ...prosemirrorBench(() => view) };
