//! The only build machinery: `cargo xtask run | test | build | package | bench | fuzz | size | warehouse`. Sets up for
//! itself whatever the machine lacks, and says in one line what it cannot.

mod bench;
mod build;
mod fuzz;
mod package;
mod run;
mod setup;
mod size;
mod steps;
mod test;
mod warehouse;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask run [--headless] [--screenshot FILE] [--dev]   build, and open a browser with the extension on the playground
cargo xtask test [--quick]                                 run every test there is (--quick: no release build, Chromium only)
cargo xtask build [--dev]                                  build target/extension/chromium and firefox, and target/www
cargo xtask package                                        build dist/ with a zip for each browser
cargo xtask bench [--quick]                                measure, and write target/bench/report.json and report.md
cargo xtask fuzz [TARGET…] [--seconds N]                   run every fuzz target in turn, or those named, N seconds each (60)
cargo xtask size                                           say what the engine's Wasm is made of, part by part
cargo xtask warehouse [--people N] [--format F] [--only S] compare the SQL with the fold in DuckDB and ClickHouse (N = 1000: 10 million events)";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some((command, options)) = arguments.split_first() else {
        println!("{USAGE}");
        return ExitCode::from(2);
    };
    let done = match command.as_str() {
        "run" => run::run(options),
        "test" => test::test(options),
        "build" => steps::only(options, &["--dev"]).and_then(|()| build::build(options.iter().any(|o| o == "--dev"))),
        "package" => steps::only(options, &[]).and_then(|()| package::package()),
        "bench" => steps::only(options, &["--quick"]).and_then(|()| bench::bench(!options.is_empty())),
        "fuzz" => fuzz::command(options),
        "size" => steps::only(options, &[]).and_then(|()| size::size()),
        "warehouse" => warehouse::command(options),
        "--help" | "-h" | "help" => {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        other => Err(format!("unknown command “{other}”\n{USAGE}")),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}
