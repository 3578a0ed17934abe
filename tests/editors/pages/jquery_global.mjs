// Summernote looks for jQuery where pages have it.
import jQuery from "jquery";

window.jQuery = window.$ = jQuery;
