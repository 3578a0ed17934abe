//! Runs every test there is, goes on past failures, and closes with their number.

use super::build;
use super::package;
use super::setup::{self, Browser};
use super::steps::{Done, cargo, node, npm_bin, only, root, step, step_beside};
use super::warehouse::{self, Outcome};
use std::fs;
use std::path::{Path, PathBuf};

const TESTS: [&str; 2] = ["--test", "--test-concurrency=1"];
const CHROMIUM: &str = "HOUSESTYLE_BROWSER";
const FIREFOX: &str = "HOUSESTYLE_FIREFOX";
/// Files of end-to-end tests that mostly wait.
const WAITING: [&str; 4] = ["collector", "losses", "policy", "store"];

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
    let pages = editors();
    let editors_in =
        |browser| pages.clone().map(|()| node(&["tests/editors/run.mjs", "--short", "--browser", browser]));
    let firefox = if quick { None } else { Some(setup::browser(Browser::Firefox)) };
    let (waiting, rest) = end_to_end()?;
    // What mostly waits takes little of the machine, and a third of the time.
    std::thread::scope(|scope| {
        let beside = scope.spawn(|| {
            let mut tally = Tally::default();
            let mut log = node(&TESTS);
            log.args(waiting).env(CHROMIUM, &chromium);
            tally.run(step_beside("the log end to end in Chromium", &mut log));
            match &firefox {
                Some(Ok(firefox)) => {
                    let mut tests = node(&TESTS);
                    tests.arg("tests/firefox/").env(FIREFOX, firefox);
                    tally.run(step_beside("end to end in Firefox", &mut tests));
                    tally.run(
                        editors_in("firefox")
                            .and_then(|mut bench| step_beside("every editor in Firefox", bench.env(FIREFOX, firefox))),
                    );
                }
                Some(Err(reason)) => {
                    println!("▸ end to end in Firefox: skipped ({reason})");
                    tally.skipped += 1;
                }
                None => {}
            }
            tally
        });
        tally.run(step("end to end in Chromium", node(&TESTS).args(rest).env(CHROMIUM, &chromium)));
        tally.run(editors_in("chromium").and_then(|mut bench| step("every editor", bench.env(CHROMIUM, &chromium))));
        match beside.join() {
            Ok(ended) => tally.add(ended),
            Err(_) => tally.run(Err("what ran beside ended in a panic".into())),
        }
    });
    if !quick {
        tally.run(package::lint());
    }
    tally.close()
}

/// The end-to-end tests' files: those that mostly wait, for timers, disks and starts of browsers, and the others.
fn end_to_end() -> Result<(Vec<PathBuf>, Vec<PathBuf>), String> {
    let folder = root().join("tests/e2e");
    let fail = |error: std::io::Error| format!("{}: {error}", folder.display());
    let entries = fs::read_dir(&folder).map_err(fail)?.collect::<Result<Vec<_>, _>>().map_err(fail)?;
    let mut files: Vec<PathBuf> = entries.into_iter().map(|entry| entry.path()).collect();
    files.retain(|file| name(file).ends_with(".test.mjs"));
    files.sort();
    Ok(files.into_iter().partition(|file| WAITING.contains(&name(file).trim_end_matches(".test.mjs"))))
}

fn name(file: &Path) -> &str {
    file.file_name().and_then(|name| name.to_str()).unwrap_or_default()
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
    fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.skipped += other.skipped;
        self.failed.extend(other.failed);
    }

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
