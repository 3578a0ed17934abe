//! Builds the extension for both browsers, and the site, from one source.

use super::setup;
use super::steps::{Done, cargo, npm_bin, root, step};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

/// The loader runs on every page: it must stay this small.
const LOADER_BYTES: u64 = 4096;

/// What is built from Rust: the engine, what only pages do with the log, and what they load when Parquet is asked for.
const WASM_FILES: [&str; 6] = ["engine.js", "engine_bg.wasm", "log.js", "log_bg.wasm", "parquet.js", "parquet_bg.wasm"];

/// The page that stands beside the browser's pages.
const PANEL: &str = "pages/panel.html";

/// What the compiler's own output uses, and nothing newer: asked for every feature it knows, the optimiser writes some
/// that browsers do not read yet.
const WASM_FEATURES: [&str; 8] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-call-indirect-overlong",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Where the extension for a browser is built.
pub fn extension(browser: &str) -> PathBuf {
    root().join("target/extension").join(browser)
}

/// Builds everything. `dev` skips the optimiser.
pub fn build(dev: bool) -> Done {
    setup::toolchain()?;
    setup::npm()?;
    let engine = engine(dev)?;
    let chromium = extension("chromium");
    fresh(&chromium)?;
    bundle(&chromium)?;
    for file in WASM_FILES {
        copy(&engine.join(file), &chromium.join(file))?;
    }
    for folder in ["_locales", "icons"] {
        copy_folder(&root().join("extension").join(folder), &chromium.join(folder))?;
    }
    copy(&root().join("extension/managed_schema.json"), &chromium.join("managed_schema.json"))?;
    copy_guides(&chromium.join("guides"))?;
    copy_resources(&chromium)?;
    let firefox = extension("firefox");
    fresh(&firefox)?;
    copy_folder(&chromium, &firefox)?;
    write_manifest("chromium")?;
    write_manifest("firefox")?;
    site(&engine)
}

/// The engine's Wasm and its JavaScript, the same of what pages do with the log, and their declarations beside the
/// sources that import them.
fn engine(dev: bool) -> Result<PathBuf, String> {
    let out = root().join("target/engine");
    // What binds them is built once, before they need it at the same time.
    step("build what binds Wasm", &mut cargo(&["build", "--quiet", "--package", "xtask-bindgen"]))?;
    // The last crate of each is built by one thread alone: side by side they take little longer than the slowest.
    std::thread::scope(|scope| {
        let engine = scope.spawn(|| bound_wasm(&out, "engine", &["background"], dev));
        let log = scope.spawn(|| bound_wasm(&out, "log", &["log"], dev));
        let parquet = parquet(&out, dev);
        let ended = |thread: std::thread::ScopedJoinHandle<Done>| {
            thread.join().unwrap_or_else(|_| Err("a build ended in a panic".into()))
        };
        ended(engine).and(ended(log)).and(parquet)
    })?;
    // The declarations are generated: sources import them from beside themselves, and git does not know them.
    for file in ["engine.d.ts", "log.d.ts", "parquet.d.ts"] {
        for folder in ["extension", "www"] {
            copy(&out.join(file), &root().join(folder).join(file))?;
        }
    }
    Ok(out)
}

/// Builds a Wasm module with features of the package's, bound to JavaScript, into a folder. Every set of features has a
/// target folder of its own: cargo gives the file the same name whatever they are, and would take one for the other.
pub fn bound_wasm(out: &Path, name: &str, features: &[&str], dev: bool) -> Done {
    bind(&compiled_wasm(name, features)?, out, name, (!dev).then_some("-O3"))
}

/// The same as the compiler wrote it, names and all.
pub fn compiled_wasm(name: &str, features: &[&str]) -> Result<PathBuf, String> {
    let target = ["--target", "wasm32-unknown-unknown", "--lib", "--package", "housestyle"];
    let folder = root().join("target").join(features.join("-"));
    let mut build = cargo(&["build", "--profile", "wasm", "--no-default-features", "--features", &features.join(",")]);
    step(&format!("build {name}.wasm"), build.args(target).arg("--target-dir").arg(&folder))?;
    Ok(folder.join("wasm32-unknown-unknown/wasm/housestyle.wasm"))
}

/// Builds the Parquet writer, a crate of its own of which nothing else in a browser is made.
fn parquet(out: &Path, dev: bool) -> Done {
    let folder = root().join("target/parquet");
    let mut build = cargo(&["build", "--profile", "wasm", "--lib", "--package", "housestyle-parquet"]);
    build.args(["--target", "wasm32-unknown-unknown", "--target-dir"]).arg(&folder);
    step("build parquet.wasm", &mut build)?;
    // With all it has the optimiser takes eighteen times as long over it, and what is downloaded becomes no smaller.
    let level = (!dev).then_some("-O1");
    bind(&folder.join("wasm32-unknown-unknown/wasm/housestyle_parquet.wasm"), out, "parquet", level)
}

/// Binds a module to JavaScript, and optimises it at a level, if at one.
fn bind(wasm: &Path, out: &Path, name: &str, level: Option<&str>) -> Done {
    fs::create_dir_all(out).map_err(|error| format!("{}: {error}", out.display()))?;
    let arguments = [wasm, out, Path::new(name)];
    step(
        &format!("bind {name} to JavaScript"),
        cargo(&["run", "--quiet", "--package", "xtask-bindgen", "--"]).args(arguments),
    )?;
    level.map_or(Ok(()), |level| optimise(&out.join(format!("{name}_bg.wasm")), level))
}

/// Optimises a Wasm file in place, at a level of the optimiser's.
pub fn optimise(wasm: &Path, level: &str) -> Done {
    let name = wasm.file_name().unwrap_or_default().display().to_string();
    step(&format!("optimise {name}"), npm_bin("wasm-opt").arg(level).args(WASM_FEATURES).arg("-o").args([wasm, wasm]))
}

fn bundle(out: &Path) -> Done {
    esbuild(
        "bundle the loader",
        &["extension/client/loader.ts"],
        out,
        &["--format=iife", "--outbase=extension/client"],
    )?;
    esbuild(
        "bundle the client",
        &["extension/client/client.ts"],
        out,
        &["--format=esm", "--outbase=extension/client"],
    )?;
    esbuild(
        "bundle the background",
        &["extension/background.ts"],
        out,
        &["--format=esm", "--outbase=extension", "--external:./engine.js"],
    )?;
    esbuild(
        "bundle the pages",
        &[
            "extension/pages/popup.tsx",
            "extension/pages/options.tsx",
            "extension/pages/panel.tsx",
            "extension/pages/scorecard.tsx",
        ],
        out,
        &["--format=esm", "--outbase=extension", "--external:../log.js", "--external:../parquet.js"],
    )?;
    for page in ["popup.html", "options.html", "panel.html", "scorecard.html", "pages.css"] {
        copy(&root().join("extension/pages").join(page), &out.join("pages").join(page))?;
    }
    copy(&root().join("extension/pages/scorecard/scorecard.css"), &out.join("pages/scorecard.css"))?;
    copy(&root().join("extension/kit/tokens.css"), &out.join("pages/tokens.css"))?;
    copy(&root().join("extension/client/marks.css"), &out.join("marks.css"))?;
    let loader = out.join("loader.js");
    let size = fs::metadata(&loader).map_err(|error| format!("{}: {error}", loader.display()))?.len();
    if size > LOADER_BYTES {
        return Err(format!("loader.js has {size} bytes; {LOADER_BYTES} are the most, since every page pays for it"));
    }
    Ok(())
}

/// Bundles sources, and closes the one door of the UI library's to raw HTML: nothing here uses it, and so nothing
/// ever can.
fn esbuild(name: &str, sources: &[&str], out: &Path, options: &[&str]) -> Done {
    run_esbuild(name, sources, out, options)?;
    for source in sources {
        let base = options.iter().find_map(|option| option.strip_prefix("--outbase=")).unwrap_or_default();
        let relative = Path::new(source).strip_prefix(base).unwrap_or(Path::new(source));
        let bundle = out.join(relative).with_extension("js");
        let text = fs::read_to_string(&bundle).map_err(|error| format!("{}: {error}", bundle.display()))?;
        let closed = text.replace(".innerHTML=", ".textContent=");
        fs::write(&bundle, closed).map_err(|error| format!("{}: {error}", bundle.display()))?;
    }
    Ok(())
}

fn run_esbuild(name: &str, sources: &[&str], out: &Path, options: &[&str]) -> Done {
    step(
        name,
        npm_bin("esbuild")
            .args(sources)
            .args(["--bundle", "--minify", "--target=es2022", "--charset=utf8", "--log-level=warning"])
            .args(["--jsx=automatic", "--jsx-import-source=preact", "--loader:.css=text"])
            .arg(format!("--outdir={}", out.display()))
            .args(options),
    )
}

/// The site: the same client and the same engine in a page.
fn site(engine: &Path) -> Done {
    let out = root().join("target/www");
    fresh(&out)?;
    esbuild(
        "bundle the site",
        &["www/playground.ts", "www/scorecard.tsx"],
        &out,
        &["--format=esm", "--outbase=www", "--external:./engine.js", "--external:./log.js", "--external:./client.js"],
    )?;
    for file in ["index.html", "scorecard.html", "playground.css"] {
        copy(&root().join("www").join(file), &out.join(file))?;
    }
    let styles = ["pages/tokens.css", "pages/pages.css", "pages/scorecard.css"];
    for file in ["client.js", "marks.css", "icons/32.png"].into_iter().chain(styles) {
        let name = file.rsplit('/').next().unwrap_or(file);
        copy(&extension("chromium").join(file), &out.join(name))?;
    }
    for file in WASM_FILES {
        copy(&engine.join(file), &out.join(file))?;
    }
    copy_folder(&root().join("examples/logs"), &out.join("logs"))?;
    copy_guides(&out.join("guides"))?;
    copy_resources(&out)
}

/// One source, `extension/manifest.json`; what a browser wants otherwise stands here with its reason.
fn write_manifest(browser: &str) -> Done {
    let path = root().join("extension/manifest.json");
    let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut manifest: Value = serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
    manifest["version"] = json!(version());
    let fields = manifest.as_object_mut().ok_or("extension/manifest.json is not an object")?;
    match browser {
        "chromium" => {
            fields.insert("background".into(), json!({"service_worker": "background.js", "type": "module"}));
            fields.remove("browser_specific_settings");
            // Another address of the client in every session: pages cannot tell by it who has the extension.
            fields["web_accessible_resources"][0]["use_dynamic_url"] = json!(true);
            fields.insert("side_panel".into(), json!({"default_path": PANEL}));
            if let Some(permissions) = fields["permissions"].as_array_mut() {
                permissions.push(json!("sidePanel"));
            }
        }
        _ => {
            // Firefox runs event pages, not service workers, and knows no minimum version of Chrome.
            fields.insert("background".into(), json!({"scripts": ["background.js"], "type": "module"}));
            fields.remove("minimum_chrome_version");
            // It takes policy as it comes, without a schema.
            fields.remove("storage");
            // Its sidebar is opened by a command of the browser's own, and it takes more than four keys.
            let sidebar = json!({"default_panel": PANEL, "default_icon": "icons/32.png", "open_at_install": false});
            fields.insert("sidebar_action".into(), sidebar);
            if let Some(commands) = fields["commands"].as_object_mut() {
                commands.remove("open-panel");
                let keys = json!({"suggested_key": {"default": "Alt+Shift+P"}});
                commands.insert("_execute_sidebar_action".into(), keys);
            }
        }
    }
    let out = extension(browser).join("manifest.json");
    let text = serde_json::to_string_pretty(&manifest).map_err(|error| error.to_string())?;
    fs::write(&out, text + "\n").map_err(|error| format!("{}: {error}", out.display()))
}

/// The version of the package; this program's own is kept equal to it.
pub fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}

fn fresh(folder: &Path) -> Done {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))
}

fn copy(from: &Path, to: &Path) -> Done {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    fs::copy(from, to).map(drop).map_err(|error| format!("{}: {error}", from.display()))
}

fn copy_folder(from: &Path, to: &Path) -> Done {
    for entry in fs::read_dir(from).map_err(|error| format!("{}: {error}", from.display()))?.flatten() {
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy_folder(&path, &target)?;
        } else {
            copy(&path, &target)?;
        }
    }
    Ok(())
}

/// Data for rules that need it, under the names the engine asks for; read only where a guide does.
fn copy_resources(to: &Path) -> Done {
    // The readme says whose the model is, and under which licence.
    for file in ["models/english/tagger.txt", "models/english/README.md"] {
        copy(&root().join(file), &to.join(file))?;
    }
    let dictionary = root().join("node_modules/dictionary-en");
    for (file, name) in [("index.aff", "en_US.aff"), ("index.dic", "en_US.dic"), ("license", "en_US.license.txt")] {
        copy(&dictionary.join(file), &to.join("dictionaries").join(name))?;
    }
    Ok(())
}

fn copy_guides(to: &Path) -> Done {
    let folder = root().join("guides");
    for entry in fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?.flatten() {
        // The surfaces that ship are in the engine: a copy beside it would be one that nobody reads.
        let is_guide = entry.path().extension().is_some_and(|extension| extension == "yaml");
        if is_guide && entry.file_name() != "surfaces.yaml" {
            copy(&entry.path(), &to.join(entry.file_name()))?;
        }
    }
    Ok(())
}
