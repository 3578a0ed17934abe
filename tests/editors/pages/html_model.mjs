// Blocks of editors whose own model is the HTML they hand out.

const blocksOf = (html) => {
  const holder = new DOMParser().parseFromString(html, "text/html").body;
  const blocks = [...holder.children].filter((each) => /^(P|DIV|H[1-6]|LI|BLOCKQUOTE)$/.test(each.tagName));
  return blocks.length > 0 ? blocks : [holder];
};
const textOf = (block) => {
  for (const line of [...block.querySelectorAll("br")]) line.replaceWith(line.nextSibling ? "\n" : "");
  return block.textContent;
};
const escape = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** `get` and `set` are the editor's own ways to its HTML, `root` the element it is edited in, `bolden` makes the
 * selection bold by the editor's own command. */
export function htmlBench({ get, set, root, bolden }) {
  const texts = (node) => {
    const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) found.push(walker.currentNode);
    return found;
  };
  return {
    rich: true,
    multiline: true,
    model: () => blocksOf(get()).map(textOf),
    setModel: (blocks) => set(blocks.map((text) => `<p>${text === "" ? "<br>" : escape(text)}</p>`).join("")),
    bold(index, from, to) {
      const [text] = texts(root().children[index]);
      root().focus();
      getSelection().setBaseAndExtent(text, from, text, to);
      bolden();
    },
    marked: (index) => texts(blocksOf(get())[index]).map((node) => ({ text: node.data, bold: node.parentElement.closest("b, strong") !== null })),
  };
}
