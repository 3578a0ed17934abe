//! Post-processes the engine's Wasm with wasm-bindgen's own library, whose version `Cargo.lock` alone decides.
//! A program of its own, so that `cargo xtask` starts without building it.

use std::path::PathBuf;
use wasm_bindgen_cli_support::Bindgen;

fn main() {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [input, output, name] = &arguments[..] else {
        eprintln!("usage: xtask-bindgen INPUT.wasm OUTPUT_DIRECTORY NAME");
        std::process::exit(2);
    };
    let done = Bindgen::new()
        .input_path(input)
        .out_name(&name.to_string_lossy())
        .typescript(true)
        .web(true)
        .and_then(|bindgen| bindgen.generate(output));
    if let Err(error) = done {
        eprintln!("wasm-bindgen: {error:?}");
        std::process::exit(1);
    }
}
