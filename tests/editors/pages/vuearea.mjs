// A textarea that Vue controls.
import { createApp, h, nextTick, ref } from "vue";
import { version } from "vue/package.json";

const text = ref("");
createApp({
  render: () => h("textarea", { id: "controlled", rows: 8, cols: 60, value: text.value, onInput: (event) => (text.value = event.target.value) }),
}).mount("#editor");
window.bench = {
  name: "Vue textarea", version, ready: Promise.resolve(), field: "#controlled", rich: false, multiline: true,
  model: () => text.value.split("\n"),
  setModel(blocks) {
    text.value = blocks.join("\n");
    return nextTick();
  },
};
