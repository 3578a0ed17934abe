// A chat whose composer is a textarea.
import { chatBench } from "./chat_model.mjs";

const composer = document.createElement("textarea");
Object.assign(composer, { id: "composer", rows: 4, cols: 60 });
window.bench = chatBench({ composer, name: "chat textarea", field: "#composer", rich: false, get: () => composer.value.split("\n"), set: (blocks) => (composer.value = blocks.join("\n")) });
