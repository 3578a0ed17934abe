//! Holds the SQL that ships to the Rust fold, number by number, in the real engines, and tells what each step took.
//! Installs the engines from PyPI into a folder of their own; without PyPI it says so and is skipped.

use super::steps::{Done, cargo, output, root, step};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The engines, as they were tested.
const ENGINES: [&str; 2] = ["duckdb==2.0.1", "chdb==4.4.0"];

/// How many people's logs, and of about how many events each.
const SMALL: (u32, u32) = (50, 4_000);
const EVENTS_OF_EACH: u32 = 10_000;

/// What is done, in this order; each can be done by itself, with what those before it left.
const STEPS: [&str; 6] = ["write", "fold", "score", "duckdb", "clickhouse", "older"];

/// What is asked for.
struct Plan {
    people: u32,
    events: u32,
    format: &'static str,
    only: Option<&'static str>,
}

impl Plan {
    fn of(options: &[String]) -> Result<Self, String> {
        let mut plan = Self { people: SMALL.0, events: SMALL.1, format: "jsonl", only: None };
        let mut options = options.iter();
        while let Some(option) = options.next() {
            let value = options.next().ok_or_else(|| format!("{option} needs a value"))?;
            let one_of = |known: &[&'static str]| {
                let found = known.iter().copied().find(|known| known == value);
                found.ok_or_else(|| format!("{option}: write {}, not {value}", known.join(", ")))
            };
            match option.as_str() {
                "--people" => {
                    plan.people = value.parse().map_err(|_| format!("--people: {value} is no number"))?;
                    plan.events = EVENTS_OF_EACH;
                }
                "--format" => plan.format = one_of(&["jsonl", "parquet"])?,
                "--only" => plan.only = Some(one_of(&STEPS)?),
                _ => {
                    let known = "--people N, --format jsonl|parquet or --only STEP";
                    return Err(format!("unknown option “{option}”: write {known}"));
                }
            }
        }
        Ok(plan)
    }

    /// What is built for tests is there already; what works on millions of events must be quick.
    fn is_large(&self) -> bool {
        self.people > SMALL.0
    }

    fn steps(&self) -> Vec<&'static str> {
        let known = |step: &&str| match *step {
            // ClickHouse's SQL and the command's score load JSON Lines alone, and say why; older tables are made of them.
            "score" | "clickhouse" => self.format == "jsonl",
            "older" => self.format == "jsonl" && !self.is_large(),
            _ => true,
        };
        STEPS.into_iter().filter(known).filter(|step| self.only.is_none_or(|only| only == *step)).collect()
    }
}

/// `cargo xtask warehouse`: some 200,000 events, or with `--people N` about 10,000 of each.
pub fn warehouse(options: &[String]) -> Result<Outcome, String> {
    let plan = Plan::of(options)?;
    let python = match engines() {
        Ok(python) => python,
        Err(reason) => return Ok(Outcome::Skipped(reason)),
    };
    let folder = root().join("target/warehouse");
    let figures = folder.join("figures");
    if plan.only.is_none_or(|only| only == "write") {
        empty(&folder)?;
    }
    std::fs::create_dir_all(&figures).map_err(|error| format!("{}: {error}", figures.display()))?;
    let profile = if plan.is_large() { "release" } else { "debug" };
    let built =
        |name: &str| root().join("target").join(profile).join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    let build: &[&str] = if plan.is_large() { &["build", "--quiet", "--release"] } else { &["build", "--quiet"] };
    let targets = ["--bin", "housestyle", "--example", "sample_logs"];
    let steps = plan.steps();
    if steps.iter().any(|step| ["write", "fold", "score"].contains(step)) {
        step("build what writes and folds logs", cargo(build).args(targets))?;
    }
    let script = |name: &str| {
        let mut command = Command::new(&python);
        command.arg(root().join("tests/warehouse").join(name));
        command
    };
    let mut wrong = Vec::new();
    for name in steps {
        let told = figures.join(format!("{name}.json"));
        if told.exists() {
            // What an earlier run took is not what this one does.
            std::fs::remove_file(&told).map_err(|error| format!("{}: {error}", told.display()))?;
        }
        let (what, mut command) = match name {
            "write" | "fold" => {
                let mut command = script("watch.py");
                command.arg(&told).arg(built("examples/sample_logs")).args(["--only", name, "--format", plan.format]);
                command.args(["--people", &plan.people.to_string(), "--events", &plan.events.to_string()]);
                command.arg("--out").arg(&folder);
                (format!("{name} the logs of {} people", plan.people), command)
            }
            "score" => {
                let mut command = script("command.py");
                command.arg(built("housestyle")).arg(&folder).arg(&told);
                ("every number from housestyle score".to_owned(), command)
            }
            "older" => {
                for engine in ["duckdb", "clickhouse"] {
                    let scratch = folder.join(format!("older-{engine}"));
                    empty(&scratch)?;
                    let mut command = script("older.py");
                    command.arg(engine).arg(root().join(format!("sql/{engine}.sql"))).arg(&folder).arg(scratch);
                    wrong.extend(step(&format!("older tables in {engine}"), &mut command).err());
                }
                continue;
            }
            engine => {
                let scratch = folder.join(engine);
                empty(&scratch)?;
                let mut command = script("compare.py");
                command.arg(engine).arg(root().join(format!("sql/{engine}.sql"))).arg(&folder).arg(scratch).arg(&told);
                (format!("every number from {engine}"), command)
            }
        };
        wrong.extend(step(&what, &mut command).err());
    }
    report(&folder)?;
    if wrong.is_empty() { Ok(Outcome::Equal) } else { Err(wrong.join("\n")) }
}

fn empty(folder: &Path) -> Done {
    if !folder.exists() {
        return Ok(());
    }
    std::fs::remove_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))
}

/// Prints what every step that was done took, and keeps it in `report.json`.
fn report(folder: &Path) -> Done {
    let read = |path: PathBuf| -> Option<Value> { serde_json::from_slice(&std::fs::read(path).ok()?).ok() };
    let mut whole = serde_json::Map::new();
    for name in STEPS {
        if let Some(mut told) = read(folder.join("figures").join(format!("{name}.json"))) {
            if name == "fold" {
                let expected = read(folder.join("expected.json")).unwrap_or_default();
                told["events"] = expected["events"].clone();
                // Without the making of the events, which are not kept.
                told["seconds"] = expected["fold_seconds"].clone();
            }
            println!("  {}", line(name, &told));
            whole.insert(name.to_owned(), told);
        }
    }
    let path = folder.join("report.json");
    let text = serde_json::to_string_pretty(&whole).map_err(|error| error.to_string())?;
    std::fs::write(&path, text + "\n").map_err(|error| format!("{}: {error}", path.display()))?;
    println!("  {}", path.display());
    Ok(())
}

/// What a step took, in a line.
fn line(name: &str, told: &Value) -> String {
    let seconds = |field: &str| told[field].as_f64().map(|seconds| format!("{seconds:.1} s"));
    let mut parts = Vec::new();
    parts.extend(told["events"].as_u64().map(|events| format!("{events} events")));
    parts.extend(seconds("seconds"));
    parts.extend(seconds("load_seconds").map(|time| format!("load {time}")));
    if let Some(time) = seconds("second_load_seconds") {
        let changed = told["second_load_changed_nothing"] == Value::Bool(false);
        parts.push(format!("second load {time}, which changed {}", if changed { "SOMETHING" } else { "nothing" }));
    }
    parts.extend(seconds("numbers_seconds").map(|time| format!("numbers {time}")));
    parts.extend(seconds("numbers_of_a_span_seconds").map(|time| format!("those of a span {time}")));
    parts.extend(told["peak_bytes"].as_f64().map(|bytes| format!("at most {:.0} MB", bytes / 1e6)));
    if let (Some(compared), Some(unequal)) = (told["compared"].as_u64(), told["unequal"].as_u64()) {
        parts.push(format!("{compared} numbers compared, {unequal} unequal"));
    }
    format!("{}: {}", told["engine"].as_str().unwrap_or(name), parts.join("; "))
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
