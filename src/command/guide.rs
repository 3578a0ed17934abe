//! Guides on the command line: open one or say all that is wrong with it, and print the schema that editors use.

use super::{Outcome, complain, resources, source};
use clap::Subcommand;
use housestyle::check::{Checker, failed_examples};
use housestyle::guide::{self, Problem};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[derive(Subcommand)]
pub enum Command {
    /// Check guides: fields, patterns, and the examples of every rule.
    ///
    /// Prints each problem as GUIDE:line:column: field: message (fix). Exit status: 0 when nothing is wrong, else 2.
    Check {
        /// The guides, as YAML or JSON; `-` is standard input.
        #[arg(required = true, value_name = "GUIDE")]
        guides: Vec<PathBuf>,
        /// Folder with the dictionaries that rules name; each guide's own unless told.
        #[arg(long, value_name = "FOLDER")]
        resources: Option<PathBuf>,
    },
    /// Print the JSON Schema of guides, by which editors complete and check them.
    Schema,
}

pub fn run(command: &Command, out: &mut impl Write) -> io::Result<Outcome> {
    let mut outcome = Outcome::Fine;
    match command {
        Command::Check { guides, resources } => {
            for path in guides {
                let folder = resources.as_deref().unwrap_or_else(|| folder(path));
                match open(path, folder) {
                    Ok(checker) => {
                        resources::notices(&checker, folder).iter().for_each(|notice| notice.tell(path));
                        let rules = &checker.guide().rules;
                        let examples: usize =
                            rules.iter().map(|rule| rule.examples.flag.len() + rule.examples.pass.len()).sum();
                        let (rules, examples) = (counted(rules.len(), "rule"), counted(examples, "example"));
                        let verb = if examples.starts_with("1 ") { "passes" } else { "pass" };
                        writeln!(out, "{}: {rules}, {examples} {verb}", path.display())?;
                    }
                    Err(problems) => {
                        outcome = Outcome::Failed;
                        for problem in problems {
                            writeln!(out, "{problem}")?;
                        }
                    }
                }
            }
        }
        Command::Schema => {
            let schema = serde_json::to_string_pretty(&guide::schema())?;
            writeln!(out, "{schema}")?;
        }
    }
    Ok(outcome)
}

/// Where a guide's dictionaries are, unless told.
pub fn folder(guide: &Path) -> &Path {
    guide.parent().unwrap_or_else(|| Path::new(""))
}

/// Opens a guide for checking, or says on standard error what is wrong with it.
pub fn open_or_complain(path: &Path, folder: &Path) -> Option<Arc<Checker>> {
    open(path, folder).map_err(|problems| problems.iter().for_each(|problem| complain(problem))).ok()
}

/// Reads, compiles and tries out a guide.
///
/// # Errors
/// All that is wrong with it, a line each, with the file's name.
fn open(path: &Path, folder: &Path) -> Result<Arc<Checker>, Vec<String>> {
    let named = |problems: Vec<Problem>| problems.iter().map(|problem| name(path, problem)).collect::<Vec<_>>();
    let text = source::read_text(path).map_err(|error| vec![format!("{}: {error}", path.display())])?;
    let guide = guide::parse(&text).map_err(named)?;
    let checker = Checker::compile(Arc::new(guide)).map_err(named)?;
    let resources = resources::read(checker.guide(), folder)?;
    let checker = checker.equipped(&resources);
    let failed = failed_examples(checker.guide(), &resources);
    if failed.is_empty() { Ok(Arc::new(checker)) } else { Err(named(failed)) }
}

/// `guide.yaml:12:5: rules[3].severity: …`, which editors and terminals open at the place.
pub fn name(path: &Path, problem: &Problem) -> String {
    let gap = if problem.line > 0 { "" } else { " " };
    format!("{}:{gap}{problem}", path.display())
}

/// `1 rule`, `2 rules`.
pub fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
