// A textarea that React controls.
import { reactBench } from "./react_model.mjs";

window.bench = reactBench({ tag: "textarea", multiline: true, rows: 8, cols: 60 });
