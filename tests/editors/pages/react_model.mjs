// A field that React controls: its text is a state, and every key goes through it.
import { createElement, useState } from "react";
import { version } from "react/package.json";
import { createRoot } from "react-dom/client";
import { flushSync } from "react-dom";

export function reactBench({ tag, multiline, ...props }) {
  let text = "";
  let set;
  function Controlled() {
    const [value, setValue] = useState("");
    text = value;
    set = setValue;
    return createElement(tag, { ...props, id: "controlled", value, onChange: (event) => setValue(event.target.value) });
  }
  createRoot(document.getElementById("editor")).render(createElement(Controlled));
  return {
    name: `React ${tag}`, version, ready: new Promise((done) => setTimeout(done, 50)), field: "#controlled", rich: false, multiline,
    model: () => (multiline ? text.split("\n") : [text]),
    setModel: (blocks) => flushSync(() => set(blocks.join(multiline ? "\n" : " "))),
  };
}
