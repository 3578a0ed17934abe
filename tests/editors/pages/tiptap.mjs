// TipTap with its starter kit, and mentions as its own examples have them: a list at the caret that takes the keys.
import { Editor } from "@tiptap/core";
import Mention from "@tiptap/extension-mention";
import StarterKit from "@tiptap/starter-kit";
import { version } from "@tiptap/core/package.json";
import { PEOPLE, popupList } from "./popup_list.mjs";
import { prosemirrorBench } from "./prosemirror_model.mjs";

const list = popupList();
const suggestion = {
  items: ({ query }) => PEOPLE.filter((name) => name.startsWith(query.toLowerCase())),
  render: () => {
    const show = ({ items, command, clientRect }) => list.show(items, clientRect(), (id) => command({ id, label: id }));
    return { onStart: show, onUpdate: show, onKeyDown: ({ event }) => list.key(event), onExit: () => list.hide() };
  },
};
const editor = new Editor({ element: document.getElementById("editor"), extensions: [StarterKit, Mention.configure({ suggestion })], content: "<p></p>" });
window.bench = { name: "TipTap", version, ready: Promise.resolve(), ...prosemirrorBench(() => editor.view), model: () => editor.state.doc.content.content.map((block) => block.textBetween(0, block.content.size, "\n", (leaf) => (leaf.type.name === "mention" ? `@${leaf.attrs.label}` : "\n"))), popup: list.state };
