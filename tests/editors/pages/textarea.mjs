// A plain textarea, with a list at the caret that the page offers names in.
import { PEOPLE, popupList } from "./popup_list.mjs";

const area = document.createElement("textarea");
Object.assign(area, { id: "area", rows: 8, cols: 60 });
document.getElementById("editor").append(area);
const list = popupList();
const begun = () => area.value.slice(0, area.selectionEnd).match(/@(\w+)$/)?.[1];
area.addEventListener("input", () => {
  const word = begun();
  if (word === undefined) return list.hide();
  const { left, top } = area.getBoundingClientRect();
  list.show(PEOPLE.filter((name) => name.startsWith(word)), { left: left + 80, bottom: top + 60 }, (name) => area.setRangeText(`${name} `, area.selectionEnd - word.length, area.selectionEnd, "end"));
});
area.addEventListener("keydown", (event) => list.key(event) && event.preventDefault());
window.bench = {
  name: "textarea", version: "", ready: Promise.resolve(), field: "#area", rich: false, multiline: true,
  model: () => area.value.split("\n"),
  setModel: (blocks) => (area.value = blocks.join("\n")),
  popup: list.state,
};
