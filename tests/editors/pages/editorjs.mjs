// Editor.js: every block is an editable element of its own, and the model is what the blocks save.
import EditorJS from "@editorjs/editorjs";
import { version } from "@editorjs/editorjs/package.json";

const editor = new EditorJS({ holder: "editor", minHeight: 60 });
const decode = (html) => new DOMParser().parseFromString(html.replace(/<br\s*\/?>$/i, "").replace(/<br\s*\/?>/gi, "\n"), "text/html").body;
const saved = async () => (await editor.save()).blocks.map((block) => block.data.text);
const paragraph = (index) => editor.blocks.getBlockByIndex(index).holder.querySelector("[contenteditable]");
window.bench = {
  name: "Editor.js", version, ready: editor.isReady, field: ".codex-editor__redactor", rich: true, multiline: true,
  model: async () => {
    const texts = (await saved()).map((html) => decode(html).textContent);
    return texts.length > 0 ? texts : [""];
  },
  setModel: (texts) => editor.blocks.render({ blocks: texts.map((text) => ({ type: "paragraph", data: { text } })) }),
  bold(index, from, to) {
    const text = paragraph(index).firstChild;
    paragraph(index).focus();
    getSelection().setBaseAndExtent(text, from, text, to);
    document.execCommand("bold");
  },
  async marked(index) {
    const walker = document.createTreeWalker(decode((await saved())[index]), NodeFilter.SHOW_TEXT);
    const runs = [];
    while (walker.nextNode()) runs.push({ text: walker.currentNode.data, bold: walker.currentNode.parentElement.closest("b, strong") !== null });
    return runs;
  },
};
