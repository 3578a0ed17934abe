// What ProseMirror's documents are to the bench: the same for TipTap, which is built on it.

const text = (node) => node.textBetween(0, node.content.size, "\n", "\n");

export function prosemirrorBench(view) {
  const at = (index) => {
    let position = 0;
    for (let before = 0; before < index; before++) position += view().state.doc.child(before).nodeSize;
    return position + 1;
  };
  return {
    rich: true,
    multiline: true,
    field: ".ProseMirror",
    model: () => Array.from({ length: view().state.doc.childCount }, (_, index) => text(view().state.doc.child(index))),
    setModel(blocks) {
      const { state } = view();
      const { paragraph } = state.schema.nodes;
      view().dispatch(state.tr.replaceWith(0, state.doc.content.size, blocks.map((each) => paragraph.create(null, each === "" ? null : state.schema.text(each)))));
    },
    bold(index, from, to) {
      const { state } = view();
      const mark = state.schema.marks.bold ?? state.schema.marks.strong;
      view().dispatch(state.tr.addMark(at(index) + from, at(index) + to, mark.create()));
    },
    marked(index) {
      const runs = [];
      view().state.doc.child(index).forEach((node) => runs.push({ text: node.text ?? "", bold: node.marks.some((mark) => /^(bold|strong)$/.test(mark.type.name)) }));
      return runs;
    },
    rerender() {
      // A node view that says it cannot be kept makes the editor draw everything anew.
      view().setProps({ nodeViews: { paragraph: () => ({ ...element("p") }) } });
    },
  };
}

function element(name) {
  const dom = document.createElement(name);
  return { dom, contentDOM: dom };
}
