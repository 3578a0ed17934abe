// A textarea that Svelte binds.
import { mount } from "svelte";
import { version } from "svelte/package.json";
import Area from "./area.svelte";

const area = mount(Area, { target: document.getElementById("editor") });
window.bench = {
  name: "Svelte textarea", version, ready: Promise.resolve(), field: "#controlled", rich: false, multiline: true,
  model: () => area.get().split("\n"),
  setModel: (blocks) => area.set(blocks.join("\n")),
};
