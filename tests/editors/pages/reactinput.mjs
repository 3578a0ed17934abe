// An input that React controls.
import { reactBench } from "./react_model.mjs";

window.bench = reactBench({ tag: "input", multiline: false, type: "text", size: 60 });
