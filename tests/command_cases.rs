//! Runs the real command on every folder in `tests/command`. A case is a folder with
//!
//! - `command`: the arguments, one line, split at spaces; run in the case's folder. `{shared}` is `tests/command/shared`
//!   and `{out}` a fresh folder of its own.
//! - `stdin`: what is piped in, if anything
//! - `status`: the exit status
//! - `stdout`, `stderr`: what must come out, each compared whole (no file: nothing must come)
//! - `written`: what must then stand in the file `{out}/out`, if anything
//!
//! `UPDATE=1 cargo test --test command_cases` writes what came into the folders; look at the difference before you
//! commit it.

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
