// Gutenberg's block editor on its own, with the canvas in a frame as WordPress has it, and a paragraph block like its own.
import { BlockCanvas, BlockEditorProvider, RichText, store, useBlockProps } from "@wordpress/block-editor";
import { version } from "@wordpress/block-editor/package.json";
import { createBlock, registerBlockType, setDefaultBlockName } from "@wordpress/blocks";
import { useStateWithHistory } from "@wordpress/compose";
import { dispatch, select } from "@wordpress/data";
import { registerFormatType, RichTextData } from "@wordpress/rich-text";
import { createElement as h } from "react";
import { createRoot } from "react-dom/client";
import "@wordpress/components/build-style/style.css";
import "@wordpress/block-editor/build-style/style.css";
import content from "@wordpress/block-editor/build-style/content.css?text";

registerFormatType("core/bold", { name: "core/bold", title: "Bold", tagName: "strong", className: null, edit: () => null });
registerBlockType("core/paragraph", {
  apiVersion: 3, title: "Paragraph", category: "text", supports: { splitting: true, className: false },
  merge: (to, from) => ({ content: to.content + from.content }),
  attributes: { content: { type: "rich-text", source: "rich-text", selector: "p", role: "content" } },
  transforms: { from: [{ type: "raw", priority: 20, selector: "p", schema: ({ phrasingContentSchema }) => ({ p: { children: phrasingContentSchema } }), isMatch: (node) => node.nodeName === "P" }] },
  edit: ({ attributes, setAttributes, clientId, onReplace, onRemove, mergeBlocks }) =>
    h(RichText, {
      ...useBlockProps(), identifier: "content", tagName: "p", value: attributes.content,
      onChange: (content) => setAttributes({ content }),
      onMerge: mergeBlocks, onReplace, onRemove, "data-block": clientId,
    }),
  save: ({ attributes }) => h(RichText.Content, { tagName: "p", value: attributes.content }),
});
setDefaultBlockName("core/paragraph");
const paragraph = (content) => createBlock("core/paragraph", { content });

let put;
function Bench() {
  const { value, setValue, undo, redo } = useStateWithHistory({ blocks: [paragraph("")] });
  put = (blocks) => setValue({ blocks }, false);
  const onKeyDown = (event) => {
    const key = event.key.toLowerCase();
    if (!event.ctrlKey || !/^[zy]$/.test(key)) return;
    event.preventDefault();
    if (key === "y" || event.shiftKey) redo();
    else undo();
  };
  return h("div", { onKeyDown },
    h(BlockEditorProvider, {
      value: value.blocks, selection: value.selection,
      onInput: (blocks, { selection }) => setValue({ blocks, selection }, true),
      onChange: (blocks, { selection }) => setValue({ blocks, selection }, false),
      settings: { hasFixedToolbar: true },
      useSubRegistry: false,
    }, h(BlockCanvas, { height: "420px", styles: [{ css: content }, { css: "body { font: 16px/1.5 sans-serif; padding: 8px }" }] })));
}
createRoot(document.getElementById("editor")).render(h(Bench));

const blocks = () => select(store).getBlocks();
const text = (block) => block.attributes.content?.toPlainText?.() ?? String(block.attributes.content ?? "");
const soon = () => new Promise((done) => setTimeout(done, 120));
window.bench = {
  name: "Gutenberg", version, frame: "iframe[name=editor-canvas]", field: ".block-editor-block-list__layout", rich: true, multiline: true,
  ready: new Promise((done) => {
    const look = setInterval(() => {
      if (!document.querySelector("iframe[name=editor-canvas]")?.contentDocument?.querySelector("[contenteditable=true]")) return;
      clearInterval(look);
      done();
    }, 50);
  }),
  model: () => blocks().map(text),
  async setModel(texts) {
    put(texts.map(paragraph));
    await soon();
  },
  async bold(index, from, to) {
    const { clientId } = blocks()[index];
    const whole = text(blocks()[index]);
    await dispatch(store).updateBlockAttributes(clientId, { content: RichTextData.fromHTMLString(`${whole.slice(0, from)}<strong>${whole.slice(from, to)}</strong>${whole.slice(to)}`) });
    await soon();
  },
  marked(index) {
    const holder = new DOMParser().parseFromString(blocks()[index].attributes.content.toString(), "text/html").body;
    const walker = document.createTreeWalker(holder, NodeFilter.SHOW_TEXT);
    const runs = [];
    while (walker.nextNode()) runs.push({ text: walker.currentNode.data, bold: walker.currentNode.parentElement.closest("b, strong") !== null });
    return runs;
  },
};
