// TinyMCE, which writes in a frame.
import { tinymceBench } from "./tinymce_model.mjs";

window.bench = tinymceBench({ inline: false, name: "TinyMCE", frame: "iframe.tox-edit-area__iframe", field: "#tinymce" });
