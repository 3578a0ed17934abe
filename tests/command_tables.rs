//! Logs as tables through the real command: what was exported as CSV is read back as the log it was.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("tables");
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn housestyle(arguments: &[&str]) -> Output {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/logs");
    Command::new(env!("CARGO_BIN_EXE_housestyle")).args(arguments).current_dir(examples).output().unwrap()
}

fn told(arguments: &[&str]) -> Vec<u8> {
    let output = housestyle(arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

#[test]
fn a_table_is_read_back_as_the_log_it_was() {
    let logs = ["0001.jsonl", "0002.jsonl", "0003.jsonl", "0008.jsonl"];
    let whole = told(&[&["export"], &logs[..]].concat());
    let odd = String::from_utf8(whole.clone()).unwrap().lines().next().unwrap().to_owned();
    // What tables stumble over: formulas, apostrophes, quotes, line breaks.
    let odd: String = ["=1+1", "'=1", "''@x", "-5", "a,\"b\"\nc\r\n\"", "\u{feff}é😀", "'"]
        .into_iter()
        .zip(0..)
        .map(|(host, number)| {
            let mut event: serde_json::Value = serde_json::from_str(&odd).unwrap();
            event["id"] = format!("odd-{number}").into();
            event["installation"] = "odd".into();
            event["seq"] = (number + 1).into();
            event["host"] = host.into();
            event.to_string() + "\n"
        })
        .collect();
    let (log, table) = (folder().join("whole.jsonl"), folder().join("whole.csv"));
    fs::write(&log, [whole.as_slice(), odd.as_bytes()].concat()).unwrap();
    let [log, table] = [&log, &table].map(|path| path.to_str().unwrap());
    for bom in [&[][..], &["--bom"][..]] {
        let _ = fs::remove_file(table);
        told(&[&["export", "--format", "csv", "-o", table, log], bom].concat());
        assert_eq!(told(&["export", table]), told(&["export", log]));
        // Together they are one log, since every event is there twice.
        assert_eq!(told(&["export", table, log]), told(&["export", log]));
    }
    let score = |file| told(&["score", "--format", "json", "--now", "2026-12-01", file]);
    assert_eq!(score(table), score(log));
}

#[test]
fn what_is_wrong_in_a_table_is_told_by_its_line() {
    let table = String::from_utf8(told(&["export", "--format", "csv", "0008.jsonl"])).unwrap();
    // The kind of its first event is one that only a newer version knows.
    let rows: Vec<&str> = table.lines().collect();
    let column = rows[0].split(',').position(|name| name == "kind").unwrap();
    let mut cells: Vec<&str> = rows[1].split(',').collect();
    cells[column] = "teleported";
    let newer = table.replacen(rows[1], &cells.join(","), 1);
    let case = |command: &str, text: &str| {
        let path = folder().join("wrong.csv");
        fs::write(&path, text).unwrap();
        let output = housestyle(&[command, path.to_str().unwrap()]);
        (output.status.code(), String::from_utf8(output.stderr).unwrap().replace(path.to_str().unwrap(), "wrong.csv"))
    };
    let (status, told) = case("score", &table[..table.len() - 30]);
    assert_eq!(status, Some(2));
    let last = table.lines().count();
    assert!(told.starts_with(&format!("wrong.csv:{last}:1: this row has ")), "{told}");
    let (status, told) = case("score", &newer);
    assert_eq!((status, told.contains("1 of kind teleported not counted")), (Some(0), true), "{told}");
    let (status, told) = case("export", &newer);
    assert_eq!(status, Some(2));
    assert!(told.starts_with("wrong.csv:2:1: kind: an event of kind \"teleported\" that"), "{told}");
    let (status, told) = case("export", &table.replacen("product_process", "colour", 1));
    assert_eq!(status, Some(2));
    assert!(told.starts_with("wrong.csv:1:1: colour: unknown column \"colour\""), "{told}");
    for command in ["score", "export"] {
        let (status, told) = case(command, "name,count\nx,1\ny,2\n");
        assert_eq!(status, Some(2));
        let expected =
            "wrong.csv:1:1: id: there is no column \"id\" (give a log exported by Housestyle as JSON Lines or CSV)\n";
        assert_eq!(told, expected);
    }
}
