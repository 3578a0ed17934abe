// A chat whose composer is bare contenteditable.
import { chatBench } from "./chat_model.mjs";

const composer = document.createElement("div");
composer.id = "composer";
composer.contentEditable = "true";
const line = (text) => {
  const paragraph = document.createElement("p");
  paragraph.append(text === "" ? document.createElement("br") : text);
  return paragraph;
};
window.bench = chatBench({
  composer, name: "chat contenteditable", field: "#composer", rich: true,
  get: () => [...composer.children].map((each) => each.innerText.replace(/\n$/, "")),
  set: (blocks) => composer.replaceChildren(...blocks.map(line)),
});
