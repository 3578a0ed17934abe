// TinyMCE that writes in the page itself.
import { tinymceBench } from "./tinymce_model.mjs";

window.bench = tinymceBench({ inline: true, name: "TinyMCE inline", field: "#tiny" });
