//! `housestyle check`: texts against a guide, flags out as text, JSON Lines or SARIF. Never changes a file.

use super::document::{Document, Format as Reading};
use super::source::{self, Lines, Point};
use super::{Outcome, complain, guide, sarif};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};
use housestyle::check::{Checker, Flag, Place, Session};
use housestyle::guide::{Rule, Severity, Surface, Verdict};
use housestyle::text::BlockKind;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[derive(Args)]
pub struct Arguments {
    /// The guide, as YAML or JSON.
    #[arg(long)]
    guide: PathBuf,
    /// How flags are told.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// The mildest severity that makes the exit status 1.
    #[arg(long, default_value = "error", value_parser = one_of::<Severity>(&["suggestion", "warning", "error"]))]
    fail_on: Severity,
    /// Where the text stands, for rules that hold in some places only.
    #[arg(long, default_value = "draft", value_parser = one_of::<Surface>(&["prompt", "response", "draft"]))]
    surface: Surface,
    /// Host of the page that the text is for, for rules that hold on some hosts only.
    #[arg(long, default_value = "")]
    host: String,
    /// Channel that the text is for, for rules that hold on some channels only.
    #[arg(long)]
    channel: Option<String>,
    /// How files and standard input are read; by the files' names unless told (`.md` and `.markdown` are Markdown,
    /// `.html` and `.htm` are HTML).
    #[arg(long = "as", visible_alias = "read-as", value_enum, value_name = "FORMAT")]
    read_as: Option<Reading>,
    /// The texts; `-` is standard input.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

/// How flags are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A line each: `file:line:column severity message [rule]`.
    Text,
    /// JSON Lines: an object each.
    Jsonl,
    /// One SARIF 2.1.0 log.
    Sarif,
}

/// One flag with its place in a file. The fields of a JSON line, in this order.
#[derive(Serialize)]
pub struct Finding<'a> {
    /// The file as it was named.
    pub file: String,
    /// From 1.
    pub line: u32,
    /// From 1, in UTF-16 code units.
    pub column: u32,
    /// From the start of the file, in UTF-16 code units; a byte order mark does not count.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// The rule's id.
    pub rule: &'a str,
    pub verdict: Verdict,
    pub severity: Severity,
    /// The flagged text, without markup.
    pub quote: String,
    pub message: String,
    pub suggestions: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<&'a str>,
    pub owner: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<&'a str>,
    /// Where it ends.
    #[serde(skip)]
    pub last: Point,
    /// Whether the file has the quote as it is, so that a suggestion may take its place.
    #[serde(skip)]
    pub verbatim: bool,
}

pub fn run(arguments: &Arguments, out: &mut impl Write) -> io::Result<Outcome> {
    let Some(checker) = guide::open_or_complain(&arguments.guide) else { return Ok(Outcome::Failed) };
    let mut outcome = Outcome::Fine;
    let colour = io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let mut results = Vec::new();
    for path in &arguments.files {
        let text = match source::read_text(path) {
            Ok(text) => text,
            Err(error) => {
                complain(&format!("{}: {error}", path.display()));
                outcome = Outcome::Failed;
                continue;
            }
        };
        let findings = findings(arguments, &checker, path, &text);
        if findings.iter().any(|finding| finding.severity >= arguments.fail_on) {
            outcome = outcome.max(Outcome::Flagged);
        }
        match arguments.format {
            Format::Text => findings.iter().try_for_each(|finding| writeln!(out, "{}", line(finding, colour)))?,
            Format::Jsonl => {
                findings.iter().try_for_each(|finding| writeln!(out, "{}", serde_json::to_string(finding)?))?;
            }
            Format::Sarif => results.extend(findings),
        }
    }
    if arguments.format == Format::Sarif {
        let log = sarif::log(checker.guide(), &results, outcome != Outcome::Failed);
        writeln!(out, "{}", serde_json::to_string_pretty(&log)?)?;
    }
    Ok(outcome)
}

/// The flags of one text in the order of the file.
fn findings<'a>(arguments: &Arguments, checker: &'a Arc<Checker>, path: &Path, text: &str) -> Vec<Finding<'a>> {
    let mut document = Document::read(text, arguments.read_as.unwrap_or_else(|| reading(path)));
    if checker.guide().rules.iter().any(|rule| rule.scope.blocks.contains(&BlockKind::Raw)) {
        document.push_raw(text);
    }
    let place = Place { host: arguments.host.clone(), surface: arguments.surface, channel: arguments.channel.clone() };
    let mut session = Session::new(checker.clone(), place);
    session.splice(0, 0, &document.blocks);
    session.settle();
    let lines = Lines::new(text);
    let rule_of = |flag: &Flag| checker.guide().rule(&flag.rule);
    let mut findings: Vec<Finding> = session
        .flags()
        .filter_map(|flag| rule_of(&flag).map(|rule| finding(&flag, rule, path, text, &document, &lines)))
        .collect();
    findings.sort_by_key(|finding| (finding.start, finding.end));
    // A rule that holds in raw text and elsewhere finds the same words twice.
    findings.dedup_by(|one, other| (one.start, one.end, one.rule) == (other.start, other.end, other.rule));
    findings
}

fn finding<'a>(
    flag: &Flag,
    rule: &'a Rule,
    path: &Path,
    text: &str,
    document: &Document,
    lines: &Lines,
) -> Finding<'a> {
    let range = document.source(flag.block, flag.span, text);
    let (first, last) = (lines.point(range.start), lines.point(range.end));
    Finding {
        file: path.display().to_string(),
        line: first.line,
        column: first.column,
        start: first.offset,
        end: last.offset,
        rule: &rule.id,
        verdict: flag.verdict,
        severity: flag.severity,
        quote: flag.quote.clone(),
        message: flag.message.clone(),
        suggestions: flag.suggestions.clone(),
        why: rule.why.as_deref(),
        owner: &rule.owner,
        link: rule.link.as_deref(),
        last,
        verbatim: text[range] == flag.quote,
    }
}

/// How a file is read when nobody says.
fn reading(path: &Path) -> Reading {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let is = |known: [&str; 2]| known.iter().any(|known| extension.eq_ignore_ascii_case(known));
    if is(["md", "markdown"]) {
        Reading::Markdown
    } else if is(["html", "htm"]) {
        Reading::Html
    } else {
        Reading::Text
    }
}

/// The flag in a line. Control characters of the text are left out: they are the terminal's.
fn line(finding: &Finding, colour: bool) -> String {
    let Finding { file, line, column, rule, .. } = finding;
    let (severity, code) = match finding.severity {
        Severity::Suggestion => ("suggestion", "36"),
        Severity::Warning => ("warning", "33"),
        Severity::Error => ("error", "31"),
    };
    let message: String = finding.message.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if colour {
        format!("{file}:{line}:{column} \x1b[1;{code}m{severity}\x1b[0m {message} \x1b[2m[{rule}]\x1b[0m")
    } else {
        format!("{file}:{line}:{column} {severity} {message} [{rule}]")
    }
}

/// One of the words by which the guide's own types are written.
fn one_of<T: DeserializeOwned + Clone + Send + Sync + 'static>(
    words: &[&'static str],
) -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(words.to_vec()).try_map(|word| serde_json::from_value::<T>(word.into()))
}
