// CKEditor 5, the classic editor, with its mentions.
import { Bold, ClassicEditor, Essentials, Mention, Paragraph } from "ckeditor5";
import "ckeditor5/ckeditor5.css";
import { version } from "ckeditor5/package.json";
import { PEOPLE } from "./popup_list.mjs";

let editor;
const ready = ClassicEditor.create({ attachTo: document.getElementById("editor"), licenseKey: "GPL", plugins: [Essentials, Paragraph, Bold, Mention], mention: { feeds: [{ marker: "@", feed: PEOPLE.map((name) => `@${name}`), minimumCharacters: 1 }] }, toolbar: ["undo", "redo", "bold"] }).then((made) => (editor = made));
const root = () => editor.model.document.getRoot();
const text = (block) => [...block.getChildren()].map((child) => child.data ?? "\n").join("");
window.bench = {
  name: "CKEditor 5", version, ready: ready.then(() => undefined), field: ".ck-editor__editable", rich: true, multiline: true,
  model: () => [...root().getChildren()].map(text),
  setModel: (blocks) =>
    editor.model.change((writer) => {
      writer.remove(writer.createRangeIn(root()));
      for (const each of blocks) {
        const paragraph = writer.createElement("paragraph");
        writer.append(paragraph, root());
        if (each !== "") writer.appendText(each, paragraph);
      }
    }),
  bold: (index, from, to) =>
    editor.model.change((writer) => {
      const block = root().getChild(index);
      writer.setAttribute("bold", true, writer.createRange(writer.createPositionAt(block, from), writer.createPositionAt(block, to)));
    }),
  marked: (index) => [...root().getChild(index).getChildren()].map((child) => ({ text: child.data ?? "\n", bold: child.getAttribute("bold") === true })),
  popup() {
    const lines = [...document.querySelectorAll(".ck-mentions li button")].filter((line) => line.checkVisibility({ visibilityProperty: true }));
    return lines.length > 0 ? { items: lines.map((line) => line.textContent.replace("@", "")), at: lines.findIndex((line) => line.matches(".ck-on")) } : undefined;
  },
  rerender: () => editor.editing.view.forceRender(),
};
