//! What the machine must have: the Wasm target, npm packages, browsers. Installs what it may, and otherwise says in
//! one line what to install.

use super::steps::{Done, output, root, step};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The pinned toolchain's Wasm target and components.
pub fn toolchain() -> Done {
    let target = output("rustc", &["--print", "target-libdir", "--target", "wasm32-unknown-unknown"]);
    if !target.is_some_and(|path| Path::new(&path).is_dir()) {
        step("add the Wasm target", Command::new("rustup").args(["target", "add", "wasm32-unknown-unknown"]))?;
    }
    for (component, tool) in [("rustfmt", "cargo-fmt"), ("clippy", "cargo-clippy")] {
        if output(tool, &["--version"]).is_none() {
            step(&format!("add {component}"), Command::new("rustup").args(["component", "add", component]))?;
        }
    }
    Ok(())
}

/// npm packages as the lock file has them. No package's own install script is run: none is needed, and some would
/// download a browser.
pub fn npm() -> Done {
    let version = output("node", &["--version"]).ok_or("Node.js is missing: install Node.js 20 or newer")?;
    let major: u32 = version.trim_start_matches('v').split('.').next().and_then(|v| v.parse().ok()).unwrap_or(0);
    if major < 20 {
        return Err(format!("Node.js {version} is too old: install Node.js 20 or newer"));
    }
    npm_in(&root(), "install npm packages")
}

/// The editors that the bench drives: packages of their own, since nothing else needs them.
pub fn editors() -> Done {
    npm_in(&root().join("tests/editors"), "install the editors")
}

fn npm_in(folder: &Path, name: &str) -> Done {
    let lock_file = folder.join("package-lock.json");
    let lock = std::fs::read(&lock_file).map_err(|error| format!("{}: {error}", lock_file.display()))?;
    let mark = folder.join("node_modules/.housestyle-lock");
    if std::fs::read(&mark).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let ci = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--prefix"];
    step(name, Command::new(npm).args(ci).arg(folder))?;
    std::fs::write(&mark, lock).map_err(|error| format!("{}: {error}", mark.display()))
}

/// A browser to drive.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Browser {
    /// Chromium or Edge.
    Chromium,
    /// Firefox.
    Firefox,
}

/// Finds a browser: an environment variable first, then the usual names and places; where this process may install
/// Debian packages, it installs one.
pub fn browser(which: Browser) -> Result<PathBuf, String> {
    let (variables, names, places, package): (&[&str], &[&str], &[&str], &str) = match which {
        Browser::Chromium => (
            &["HOUSESTYLE_BROWSER", "CHROME_PATH"],
            // Google's own build comes last: since version 137 it loads no unpacked extension from its command line.
            &[
                "chromium",
                "chromium-browser",
                "microsoft-edge",
                "microsoft-edge-stable",
                "msedge",
                "google-chrome",
                "google-chrome-stable",
                "chrome",
            ],
            &[
                "/usr/bin/chromium",
                "/snap/bin/chromium",
                "/Applications/Chromium.app/Contents/MacOS/Chromium",
                "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
                "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
                "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
                "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
            ],
            "chromium",
        ),
        Browser::Firefox => (
            &["HOUSESTYLE_FIREFOX"],
            &["firefox-esr", "firefox"],
            &[
                "/usr/bin/firefox-esr",
                "/Applications/Firefox.app/Contents/MacOS/firefox",
                "C:\\Program Files\\Mozilla Firefox\\firefox.exe",
            ],
            "firefox-esr",
        ),
    };
    if let Some(found) = find(variables, names, places)? {
        return Ok(found);
    }
    if may_install() {
        let quiet = |arguments: &[&str]| {
            let mut command = Command::new("apt-get");
            command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
            command
        };
        step("refresh the package lists", &mut quiet(&["-qq", "update"]))?;
        step(
            &format!("install {package}"),
            &mut quiet(&["-qq", "-y", "-o", "Dpkg::Use-Pty=0", "install", package, "fonts-noto-color-emoji"]),
        )?;
        if let Some(found) = find(variables, names, places)? {
            return Ok(found);
        }
    }
    Err(format!("no browser: install {package}, or set {} to the path of one", variables[0]))
}

fn find(variables: &[&str], names: &[&str], places: &[&str]) -> Result<Option<PathBuf>, String> {
    for variable in variables {
        if let Some(path) = std::env::var_os(variable).map(PathBuf::from) {
            return if path.is_file() {
                Ok(Some(path))
            } else {
                Err(format!("{variable} names {}, which is not there", path.display()))
            };
        }
    }
    let on_path = std::env::var_os("PATH").unwrap_or_default();
    let named = std::env::split_paths(&on_path)
        .flat_map(|folder| names.iter().map(move |name| folder.join(name)))
        .chain(places.iter().map(PathBuf::from))
        .find(|path| path.is_file());
    Ok(named)
}

fn may_install() -> bool {
    cfg!(target_os = "linux")
        && output("id", &["-u"]).as_deref() == Some("0")
        && output("apt-get", &["--version"]).is_some()
}
