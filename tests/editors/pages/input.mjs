// A plain input of one line.
const input = document.createElement("input");
Object.assign(input, { id: "line", type: "text", size: 60 });
document.getElementById("editor").append(input);
window.bench = {
  name: "input", version: "", ready: Promise.resolve(), field: "#line", rich: false, multiline: false,
  model: () => [input.value],
  setModel: (blocks) => (input.value = blocks.join(" ")),
};
