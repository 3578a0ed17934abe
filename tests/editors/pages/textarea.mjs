// A plain textarea.
const area = document.createElement("textarea");
Object.assign(area, { id: "area", rows: 8, cols: 60 });
document.getElementById("editor").append(area);
window.bench = {
  name: "textarea", version: "", ready: Promise.resolve(), field: "#area", rich: false, multiline: true,
  model: () => area.value.split("\n"),
  setModel: (blocks) => (area.value = blocks.join("\n")),
};
