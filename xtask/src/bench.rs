//! Builds what the benchmark needs beside the extension, and runs it. Measures nothing itself: `tests/bench` does.

use super::build;
use super::setup::{self, Browser};
use super::steps::{Done, cargo, node, root, step};
use std::fs;
use std::path::Path;

/// `cargo xtask bench`: everything in one go, in Node and in Chromium, into one report under `target/bench`.
pub fn bench(quick: bool) -> Done {
    let browser = setup::browser(Browser::Chromium)?;
    build::build(false)?;
    let out = root().join("target/bench");
    build::bound_wasm(&out.join("engine"), "engine", &["background", "bench"], false)?;
    scan(&out.join("scan.wasm"))?;
    let mut script = node(&["tests/bench/run.mjs", "--out"]);
    script.arg(&out).env("HOUSESTYLE_BROWSER", browser);
    if quick {
        script.arg("--quick");
    }
    step("measure", &mut script)
}

/// The bare scan that the engine's throughput is held against: optimised for speed alone.
fn scan(out: &Path) -> Done {
    step(
        "build the bare scan",
        &mut cargo(&["build", "--release", "--target", "wasm32-unknown-unknown", "--package", "bench-scan"]),
    )?;
    let built = root().join("target/wasm32-unknown-unknown/release/bench_scan.wasm");
    fs::copy(&built, out).map_err(|error| format!("{}: {error}", built.display()))?;
    build::optimise(out, "-O3")
}
