//! Flags as a SARIF 2.1.0 log, which code hosts and editors show in place. Never names what was not flagged or read.

use super::check::Finding;
use housestyle::guide::{Guide, Rule, RuleKind, Severity, Verdict};
use serde_json::{Map, Value, json};

/// One log with one run. `complete` says whether every file could be read.
pub fn log(guide: &Guide, findings: &[Finding], complete: bool) -> Value {
    // An exception never flags, so it is no rule in the sense of SARIF.
    let rules: Vec<&Rule> = guide.rules.iter().filter(|rule| rule.verdict != Verdict::Allow).collect();
    let results: Vec<Value> = findings.iter().map(|finding| result(finding, &rules)).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {
                "driver": {
                    "name": "Housestyle",
                    "semanticVersion": env!("CARGO_PKG_VERSION"),
                    "rules": rules.iter().map(|rule| descriptor(rule)).collect::<Vec<_>>(),
                },
            },
            "invocations": [{"executionSuccessful": complete}],
            "properties": {"guide": guide.name, "guideVersion": guide.version},
            "columnKind": "utf16CodeUnits",
            "results": results,
        }],
    })
}

fn descriptor(rule: &Rule) -> Value {
    let what = match &rule.kind {
        RuleKind::Terms(terms) => format!("Terms: {}", some(terms.iter().map(String::as_str))),
        RuleKind::Replace(pairs) => format!("Deprecated: {}", some(pairs.iter().map(|pair| pair.deprecated.text()))),
        RuleKind::Pattern(_) => "A pattern".into(),
        RuleKind::Require { .. } => "A requirement that is not met".into(),
        RuleKind::Consistent { .. } => "Two ways of writing one thing in one text".into(),
        RuleKind::Repeat(_) => "The same twice in a row".into(),
        RuleKind::Case(_) => "Letter case".into(),
        RuleKind::Count(_) => "Too many or too few".into(),
        RuleKind::Measure(measure) => format!("A measure out of bounds: {}", measure.of.name()),
        RuleKind::Spell(_) => "Spelling".into(),
        RuleKind::Sequence(_) => "A sequence of words".into(),
    };
    let why = rule.why.as_deref().unwrap_or(&what);
    let mut descriptor = json!({
        "id": rule.id,
        "shortDescription": {"text": what},
        "help": {"text": format!("{why}\nOwner: {}", rule.owner)},
        "defaultConfiguration": {"level": level(rule.severity)},
        "properties": {"verdict": rule.verdict, "owner": rule.owner},
    });
    if let Some(link) = &rule.link {
        descriptor["helpUri"] = json!(link);
    }
    descriptor
}

/// The first few, so that a long list stays a line.
fn some<'a>(words: impl ExactSizeIterator<Item = &'a str>) -> String {
    const SHOWN: usize = 5;
    let more = words.len().saturating_sub(SHOWN);
    let shown = words.take(SHOWN).collect::<Vec<_>>().join(", ");
    if more > 0 { format!("{shown} and {more} more") } else { shown }
}

fn result(finding: &Finding, rules: &[&Rule]) -> Value {
    let artifact = json!({"uri": uri(&finding.file)});
    let region = json!({
        "startLine": finding.line,
        "startColumn": finding.column,
        "endLine": finding.last.line,
        "endColumn": finding.last.column,
        "charOffset": finding.start,
        "charLength": finding.end - finding.start,
    });
    let mut result = Map::new();
    result.insert("ruleId".into(), json!(finding.rule));
    if let Some(index) = rules.iter().position(|rule| rule.id == finding.rule) {
        result.insert("ruleIndex".into(), json!(index));
    }
    result.insert("level".into(), json!(level(finding.severity)));
    result.insert("message".into(), json!({"text": finding.message}));
    result.insert("locations".into(), json!([{"physicalLocation": {"artifactLocation": artifact, "region": region}}]));
    // Where markup stands inside the quote, a replacement would take it away.
    if finding.verbatim && !finding.suggestions.is_empty() {
        let fix = |suggestion: &String| {
            let replacement = json!({"deletedRegion": region, "insertedContent": {"text": suggestion}});
            json!({
                "description": {"text": if suggestion.is_empty() { "Leave it out".into() } else { format!("Write “{suggestion}”") }},
                "artifactChanges": [{"artifactLocation": artifact, "replacements": [replacement]}],
            })
        };
        result.insert("fixes".into(), finding.suggestions.iter().map(fix).collect());
    }
    Value::Object(result)
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Suggestion => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

/// The file's name as a URI reference, percent-encoded where it must be.
fn uri(file: &str) -> String {
    let name = file.replace('\\', "/");
    let mut uri = match name.as_bytes() {
        [b'/', ..] => "file://".to_owned(),
        [_, b':', b'/', ..] => "file:///".to_owned(),
        _ => String::new(),
    };
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(byte.into()),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}
