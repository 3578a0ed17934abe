//! Opens a browser with the extension on the playground page.

use super::build;
use super::setup::{self, Browser};
use super::steps::{Done, node, step};

/// `cargo xtask run`.
pub fn run(options: &[String]) -> Done {
    let mut script = vec!["tests/e2e/run.mjs".to_owned()];
    let mut dev = false;
    let mut rest = options.iter();
    while let Some(option) = rest.next() {
        match option.as_str() {
            "--dev" => dev = true,
            "--headless" => script.push(option.clone()),
            "--screenshot" => {
                let file = rest.next().ok_or("--screenshot wants a file")?;
                script.extend([option.clone(), file.clone()]);
            }
            other => return Err(format!("unknown option “{other}”: write --headless, --screenshot FILE or --dev")),
        }
    }
    let browser = setup::browser(Browser::Chromium)?;
    build::build(dev)?;
    let arguments: Vec<&str> = script.iter().map(String::as_str).collect();
    step("open the playground", node(&arguments).env("HOUSESTYLE_BROWSER", browser))
}
