// TinyMCE, in a frame of its own or in the page.
import tinymce from "tinymce";
import "tinymce/icons/default";
import "tinymce/models/dom";
import "tinymce/themes/silver";
import "tinymce/skins/ui/oxide/skin.js";
import "tinymce/skins/ui/oxide/content.js";
import "tinymce/skins/ui/oxide/content.inline.js";
import "tinymce/skins/content/default/content.js";
import { version } from "tinymce/package.json";

export function tinymceBench({ inline, ...facts }) {
  const host = document.createElement("div");
  host.id = "tiny";
  document.getElementById("editor").append(host);
  let editor;
  const ready = tinymce.init({ target: host, inline, license_key: "gpl", skin: "oxide", content_css: "default", menubar: false, toolbar: "undo redo bold", height: 400, promotion: false, branding: false, statusbar: false }).then(([made]) => (editor = made));
  const blocks = () => [...editor.getBody().children].filter((each) => !each.hasAttribute("data-mce-bogus"));
  const escape = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return {
    ...facts, version, ready: ready.then(() => undefined), rich: true, multiline: true,
    model: () => blocks().map((block) => block.innerText.replace(/\n$/, "")),
    setModel: (texts) => editor.undoManager.transact(() => editor.setContent(texts.map((text) => `<p>${escape(text)}</p>`).join(""))),
    bold(index, from, to) {
      const range = editor.getDoc().createRange();
      range.setStart(blocks()[index].firstChild, from);
      range.setEnd(blocks()[index].firstChild, to);
      editor.selection.setRng(range);
      editor.formatter.apply("bold");
    },
    marked(index) {
      const walker = editor.getDoc().createTreeWalker(blocks()[index], NodeFilter.SHOW_TEXT);
      const runs = [];
      while (walker.nextNode()) runs.push({ text: walker.currentNode.data, bold: walker.currentNode.parentElement.closest("b, strong") !== null });
      return runs;
    },
  };
}
