//! Makes the zips that go to the browsers' stores: the same bytes from the same sources.

use super::build;
use super::steps::{Done, npm_bin, root, step};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use zip::write::SimpleFileOptions;

/// `cargo xtask package`.
pub fn package() -> Done {
    build::build(false)?;
    let dist = root().join("dist");
    fs::create_dir_all(&dist).map_err(|error| format!("{}: {error}", dist.display()))?;
    for browser in ["chromium", "firefox"] {
        let file = dist.join(format!("housestyle-{}-{browser}.zip", build::version()));
        pack(&build::extension(browser), &file)?;
        println!("  {}", file.strip_prefix(root()).unwrap_or(&file).display());
    }
    lint()
}

/// Mozilla's own linter on the Firefox build: no error and no warning.
pub fn lint() -> Done {
    let folder = build::extension("firefox");
    step(
        "lint the Firefox build",
        npm_bin("web-ext").args(["lint", "--no-config-discovery", "--warnings-as-errors", "--source-dir"]).arg(folder),
    )
}

fn pack(folder: &Path, file: &Path) -> Done {
    let fail = |error: &dyn std::fmt::Display| format!("{}: {error}", file.display());
    let mut paths = Vec::new();
    list(folder, &mut paths)?;
    paths.sort();
    let out = fs::File::create(file).map_err(|error| fail(&error))?;
    let mut zip = zip::ZipWriter::new(out);
    // The format's first day, for every file: times would make two equal builds differ.
    let options = SimpleFileOptions::default().unix_permissions(0o644).last_modified_time(zip::DateTime::default());
    for path in paths {
        let name = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        zip.start_file(name, options).map_err(|error| fail(&error))?;
        let bytes = fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        zip.write_all(&bytes).map_err(|error| fail(&error))?;
    }
    zip.finish().map(drop).map_err(|error| fail(&error))
}

fn list(folder: &Path, paths: &mut Vec<PathBuf>) -> Done {
    for entry in fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?.flatten() {
        if entry.path().is_dir() { list(&entry.path(), paths)? } else { paths.push(entry.path()) }
    }
    Ok(())
}
