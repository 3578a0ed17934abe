//! The edge: runs the engine's effects in a browser. The only code that names web-sys, js-sys or gloo.
