//! Holds the SQL that ships to the Rust fold, number by number, in the real engines. Installs them from PyPI into a
//! folder of their own; without PyPI it says so and is skipped.

use super::steps::{Done, cargo, output, root, step};
use std::path::PathBuf;
use std::process::Command;

/// The engines, as they were tested.
const ENGINES: [&str; 2] = ["duckdb==2.0.1", "chdb==4.4.0"];

/// How many people's logs, and of about how many events each.
const SMALL: (u32, u32) = (50, 4_000);
const EVENTS_OF_EACH: u32 = 10_000;

/// `cargo xtask warehouse`: some 200,000 events, or with `--people N` about 10,000 of each.
pub fn warehouse(options: &[String]) -> Result<Outcome, String> {
    let mut size = SMALL;
    let mut format = "jsonl";
    let mut options = options.iter();
    while let Some(option) = options.next() {
        let value = options.next().ok_or_else(|| format!("{option} needs a value"))?;
        match option.as_str() {
            "--people" => {
                let people = value.parse().map_err(|_| format!("--people: {value} is no number"))?;
                size = (people, EVENTS_OF_EACH);
            }
            "--format" if value == "jsonl" || value == "parquet" => format = value,
            "--format" => return Err(format!("--format: write jsonl or parquet, not {value}")),
            _ => return Err(format!("unknown option “{option}”: write --people N or --format jsonl|parquet")),
        }
    }
    let python = match engines() {
        Ok(python) => python,
        Err(reason) => return Ok(Outcome::Skipped(reason)),
    };
    let folder = root().join("target/warehouse");
    if folder.exists() {
        std::fs::remove_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    let (people, events) = size;
    // What is built for tests is there already; what writes millions of events must be quick.
    let build: &[&str] = if people > SMALL.0 { &["run", "--quiet", "--release"] } else { &["run", "--quiet"] };
    let mut write = cargo(build);
    write.args(["--example", "sample_logs", "--", "--format", format, "--people"]);
    write.arg(people.to_string()).arg("--events").arg(events.to_string()).arg("--out").arg(&folder);
    step(&format!("write the logs of {people} people and fold them"), &mut write)?;
    let mut wrong = Vec::new();
    // ClickHouse's SQL loads JSON Lines alone, and says why.
    let engines: &[&str] = if format == "parquet" { &["duckdb"] } else { &["duckdb", "clickhouse"] };
    for engine in engines {
        let mut compare = Command::new(&python);
        compare.arg(root().join("tests/warehouse/compare.py")).arg(engine);
        compare.arg(root().join(format!("sql/{engine}.sql"))).arg(&folder).arg(folder.join(engine));
        if let Err(message) = step(&format!("every number from {engine}"), &mut compare) {
            wrong.push(message);
        }
    }
    if wrong.is_empty() { Ok(Outcome::Equal) } else { Err(wrong.join("\n")) }
}

/// How it ended, when nothing failed.
pub enum Outcome {
    /// Every number was equal.
    Equal,
    /// The engines cannot be had here.
    Skipped(String),
}

/// For the command line: a skipped run is told, and is no failure.
pub fn command(options: &[String]) -> Done {
    if let Outcome::Skipped(reason) = warehouse(options)? {
        println!("▸ warehouse: skipped ({reason})");
    }
    Ok(())
}

/// A Python with both engines.
fn engines() -> Result<PathBuf, String> {
    let system = ["python3", "python"]
        .into_iter()
        .find(|name| output(name, &["-c", "import sys, venv; sys.exit(sys.version_info < (3, 9))"]).is_some())
        .ok_or("Python 3.9 or newer with its venv module is missing: install it")?;
    let folder = root().join("target/warehouse-venv");
    let python = folder.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let wanted = ENGINES.join(" ");
    let mark = folder.join("engines");
    if std::fs::read_to_string(&mark).is_ok_and(|installed| installed == wanted) {
        return Ok(python);
    }
    let made = step("make a Python environment", Command::new(system).args(["-m", "venv"]).arg(&folder));
    made.map_err(|_| "the Python environment could not be made: see above")?;
    let mut install = Command::new(&python);
    install
        .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary=:all:"])
        .args(ENGINES);
    step("install DuckDB and ClickHouse", &mut install)
        .map_err(|_| "PyPI could not be reached, or has no such package")?;
    std::fs::write(&mark, wanted).map_err(|error| format!("{}: {error}", mark.display()))?;
    Ok(python)
}
