// TipTap with its starter kit.
import { Editor } from "@tiptap/core";
import StarterKit from "@tiptap/starter-kit";
import { version } from "@tiptap/core/package.json";
import { prosemirrorBench } from "./prosemirror_model.mjs";

const editor = new Editor({ element: document.getElementById("editor"), extensions: [StarterKit], content: "<p></p>" });
window.bench = { name: "TipTap", version, ready: Promise.resolve(), ...prosemirrorBench(() => editor.view) };
