//! Runs every test there is, goes on past failures, and closes with their number.

use super::build;
use super::package;
use super::setup::{self, Browser};
use super::steps::{Done, cargo, node, npm_bin, only, step};
use super::warehouse::{self, Outcome};

/// `cargo xtask test`.
pub fn test(options: &[String]) -> Done {
    only(options, &["--quick"])?;
    let quick = !options.is_empty();
    setup::toolchain()?;
    setup::npm()?;
    let chromium = setup::browser(Browser::Chromium)?;
    let deny = ["--", "-D", "warnings"];
    let mut tally = Tally::default();
    tally.run(step("formatting", &mut cargo(&["fmt", "--all", "--check"])));
    tally.run(step("lints for the host", cargo(&["clippy", "--quiet", "--workspace", "--all-targets"]).args(deny)));
    let wasm = [
        "clippy",
        "--quiet",
        "--lib",
        "-p",
        "housestyle",
        "-p",
        "housestyle-parquet",
        "--target",
        "wasm32-unknown-unknown",
    ];
    tally.run(step("lints for Wasm", cargo(&wasm).args(deny)));
    tally.run(step("host tests", &mut cargo(&["test", "--quiet", "--workspace", "--no-fail-fast"])));
    match warehouse::warehouse(&[]) {
        Ok(Outcome::Equal) => tally.run(Ok(())),
        Ok(Outcome::Skipped(reason)) => {
            println!("▸ warehouse: skipped ({reason})");
            tally.skipped += 1;
        }
        Err(message) => tally.run(Err(message)),
    }
    build::build(quick)?;
    tally.run(step("types", &mut npm_bin("tsc")));
    tally.run(step("Wasm tests", &mut node(&["--test", "tests/wasm/"])));
    let e2e = ["--test", "--test-concurrency=1", "tests/e2e/"];
    tally.run(step("end to end in Chromium", node(&e2e).env("HOUSESTYLE_BROWSER", &chromium)));
    let bench = ["tests/editors/run.mjs", "--short"];
    tally.run(editors().and_then(|()| step("every editor", node(&bench).env("HOUSESTYLE_BROWSER", &chromium))));
    if !quick {
        match setup::browser(Browser::Firefox) {
            Ok(firefox) => {
                let bench = ["tests/editors/run.mjs", "--browser", "firefox", "--short"];
                tally.run(step("every editor in Firefox", node(&bench).env("HOUSESTYLE_FIREFOX", &firefox)));
                let firefox_run = ["--test", "--test-concurrency=1", "tests/firefox/"];
                tally.run(step("end to end in Firefox", node(&firefox_run).env("HOUSESTYLE_FIREFOX", firefox)));
            }
            Err(reason) => {
                println!("▸ end to end in Firefox: skipped ({reason})");
                tally.skipped += 1;
            }
        }
        tally.run(package::lint());
    }
    tally.close()
}

/// The editors' pages.
fn editors() -> Done {
    setup::editors()?;
    step("bundle the editors", &mut node(&["tests/editors/bundle.mjs"]))
}

#[derive(Default)]
struct Tally {
    passed: u32,
    skipped: u32,
    failed: Vec<String>,
}

impl Tally {
    fn run(&mut self, done: Done) {
        match done {
            Ok(()) => self.passed += 1,
            Err(message) => {
                eprintln!("✗ {message}");
                self.failed.push(message);
            }
        }
    }

    fn close(self) -> Done {
        println!("\n{} passed, {} failed, {} skipped", self.passed, self.failed.len(), self.skipped);
        if self.failed.is_empty() { Ok(()) } else { Err(self.failed.join("\n")) }
    }
}
