//! Runs the real command on every folder in `tests/command`; its README says what a case is made of.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/command")
}

/// What came, against what is kept; with UPDATE set, kept anew.
fn compare(failures: &mut Vec<String>, case: &Path, name: &str, came: &[u8]) {
    let path = case.join(name);
    let kept = fs::read(&path).unwrap_or_default();
    if kept == came {
        return;
    }
    if std::env::var_os("UPDATE").is_some() {
        if came.is_empty() { fs::remove_file(&path) } else { fs::write(&path, came) }.expect("update the case");
        return;
    }
    failures.push(format!(
        "{}\n--- expected\n{}\n--- came\n{}",
        path.display(),
        String::from_utf8_lossy(&kept),
        String::from_utf8_lossy(came)
    ));
}

#[test]
fn every_case_comes_out_as_told() {
    let mut failures = Vec::new();
    let mut run = 0;
    let mut cases: Vec<PathBuf> = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    for case in cases {
        let Ok(command) = fs::read_to_string(case.join("command")) else { continue };
        let name = case.file_name().unwrap().to_string_lossy().into_owned();
        let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("command").join(&name);
        let _ = fs::remove_dir_all(&out);
        fs::create_dir_all(&out).unwrap();
        let arguments = command.split_whitespace().map(|argument| {
            argument.replace("{shared}", "../shared").replace("{out}", out.to_str().expect("a path in UTF-8"))
        });
        let mut child = Command::new(env!("CARGO_BIN_EXE_housestyle"))
            .args(arguments)
            .current_dir(&case)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let input = fs::read(case.join("stdin")).unwrap_or_default();
        // A command that does not read its input closes the pipe: no failure of the case.
        let _ = child.stdin.take().unwrap().write_all(&input);
        let output = child.wait_with_output().unwrap();
        let status = format!("{}\n", output.status.code().expect("an exit status"));
        compare(&mut failures, &case, "status", status.as_bytes());
        compare(&mut failures, &case, "stdout", &output.stdout);
        compare(&mut failures, &case, "stderr", &output.stderr);
        compare(&mut failures, &case, "written", &fs::read(out.join("out")).unwrap_or_default());
        assert!(!out.join("out.partial").exists(), "{name} leaves a partial file");
        run += 1;
    }
    assert!(run >= 15, "only {run} cases were found");
    assert!(failures.is_empty(), "{} of {run}:\n\n{}", failures.len(), failures.join("\n\n"));
}

/// Places are counted here anew, from the files, by other means than the command's.
#[test]
fn flags_stand_where_they_say() {
    let mut looked_up = 0;
    for case in fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()) {
        let Ok(stdout) = fs::read_to_string(case.join("stdout")) else { continue };
        for line in stdout.lines().filter(|line| line.starts_with(r#"{"file":"#)) {
            let flag: serde_json::Value = serde_json::from_str(line).unwrap();
            let number = |name: &str| flag[name].as_u64().unwrap() as usize;
            let source = fs::read_to_string(case.join(flag["file"].as_str().unwrap())).unwrap();
            let units: Vec<u16> = source.trim_start_matches('\u{feff}').encode_utf16().collect();
            let (start, end) = (number("start"), number("end"));
            let line_start = units[..start].iter().rposition(|unit| *unit == 0x0a).map_or(0, |at| at + 1);
            let lines_before = units[..start].iter().filter(|unit| **unit == 0x0a).count();
            assert_eq!((number("line"), number("column")), (lines_before + 1, start - line_start + 1), "{line}");
            let quote: Vec<u16> = flag["quote"].as_str().unwrap().encode_utf16().collect();
            assert_eq!((units[start], units[end - 1]), (quote[0], quote[quote.len() - 1]), "{line}");
            looked_up += 1;
        }
    }
    assert!(looked_up > 20, "only {looked_up} flags were found");
}

#[test]
fn the_schema_is_printed_as_the_library_makes_it() {
    let output = Command::new(env!("CARGO_BIN_EXE_housestyle")).args(["guide", "schema"]).output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty());
    let printed: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(printed, housestyle::guide::schema());
}

/// The output may be the input: the log is merged with itself and changes no more.
#[test]
fn a_log_may_be_written_over_itself() {
    let log = Path::new(env!("CARGO_TARGET_TMPDIR")).join("over-itself.jsonl");
    let source = fs::read(folder().join("export_merge/a.jsonl")).unwrap();
    fs::write(&log, [source.as_slice(), source.as_slice()].concat()).unwrap();
    let run = || {
        let status = Command::new(env!("CARGO_BIN_EXE_housestyle"))
            .arg("export")
            .arg(&log)
            .arg("--output")
            .arg(&log)
            .stderr(Stdio::null())
            .status();
        assert!(status.unwrap().success());
        fs::read(&log).unwrap()
    };
    let once = run();
    let lines = |bytes: &[u8]| bytes.iter().filter(|byte| **byte == b'\n').count();
    assert_eq!(lines(&once), lines(&source));
    assert_eq!(run(), once);
}
