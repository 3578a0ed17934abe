//! Measures what a reader of the README is told: the sizes of everything shipped, and times in a real browser.

use super::build;
use super::setup::{self, Browser};
use super::steps::{Done, node, root, step};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use std::fs;
use std::io::Write;

/// `cargo xtask bench`.
pub fn bench(quick: bool) -> Done {
    let browser = setup::browser(Browser::Chromium)?;
    build::build(false)?;
    let out = root().join("target/bench");
    fs::create_dir_all(&out).map_err(|error| format!("{}: {error}", out.display()))?;
    let times = out.join("times.json");
    let mut script = node(&["tests/bench/times.mjs", "--out"]);
    script.arg(&times).env("HOUSESTYLE_BROWSER", browser);
    if quick {
        script.arg("--quick");
    }
    step("measure in Chromium", &mut script)?;
    let text = fs::read_to_string(&times).map_err(|error| format!("{}: {error}", times.display()))?;
    let mut rows: Vec<Value> = serde_json::from_str(&text).map_err(|error| format!("{}: {error}", times.display()))?;
    rows.extend(sizes()?);
    let mut table = String::from("| figure | where | unit | value | goal |\n| --- | --- | --- | ---: | ---: |\n");
    for row in &rows {
        let cell = |name: &str| match &row[name] {
            Value::String(text) => text.clone(),
            Value::Null => String::new(),
            other => other.to_string(),
        };
        let cells = ["figure", "where", "unit", "ours", "goal"].map(cell).join(" | ");
        table.push_str(&format!("| {cells} |\n"));
    }
    print!("{table}");
    let json = serde_json::to_string_pretty(&rows).map_err(|error| error.to_string())?;
    for (file, text) in [("report.json", json), ("report.md", table)] {
        fs::write(out.join(file), text).map_err(|error| format!("{file}: {error}"))?;
    }
    Ok(())
}

/// Every file of the Chromium build, raw and gzipped.
fn sizes() -> Result<Vec<Value>, String> {
    let folder = build::extension("chromium");
    let mut rows = Vec::new();
    for name in [
        "loader.js",
        "client.js",
        "marks.css",
        "background.js",
        "engine.js",
        "engine_bg.wasm",
        "pages/popup.js",
        "pages/options.js",
        "guides/starter.yaml",
    ] {
        let bytes = fs::read(folder.join(name)).map_err(|error| format!("{name}: {error}"))?;
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        let gzipped = encoder.write_all(&bytes).and_then(|()| encoder.finish()).map_err(|error| error.to_string())?;
        let goal = match name {
            "loader.js" => (json!(4096), Value::Null),
            "engine_bg.wasm" => (Value::Null, json!(614_400)),
            _ => (Value::Null, Value::Null),
        };
        rows.push(json!({"figure": "size", "where": name, "unit": "bytes", "ours": bytes.len(), "goal": goal.0}));
        rows.push(
            json!({"figure": "size, gzip", "where": name, "unit": "bytes", "ours": gzipped.len(), "goal": goal.1}),
        );
    }
    Ok(rows)
}
