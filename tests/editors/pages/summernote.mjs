// Summernote, in the shape that needs no Bootstrap.
import "./jquery_global.mjs";
import "summernote/dist/summernote-lite.js";
import "summernote/dist/summernote-lite.css";
import { version } from "summernote/package.json";
import { htmlBench } from "./html_model.mjs";

const host = document.createElement("div");
document.getElementById("editor").append(host);
const note = window.jQuery(host);
note.summernote({ height: 300, toolbar: [] });
window.bench = {
  name: "Summernote", version, ready: Promise.resolve(), field: ".note-editable",
  ...htmlBench({ get: () => note.summernote("code"), set: (html) => note.summernote("code", html), root: () => document.querySelector(".note-editable"), bolden: () => note.summernote("bold") }),
};
