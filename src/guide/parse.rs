//! A guide's source → the guide, or all that is wrong with it at once. Never returns half a guide.

use super::shape::Finding;
use super::value::Wrong;
use super::yaml::{self, Mark};
use super::{Guide, Problem, decode};
use std::collections::HashSet;

/// Reads a guide from YAML (and so from JSON).
///
/// ```
/// let guide = housestyle::guide::parse(
///     "housestyle: 1\nname: Plain\nversion: '1'\nowner: Brand\nrules:\n- {id: words.use, verdict: prefer, replace: {utilize: use}}\n",
/// )
/// .unwrap();
/// assert_eq!(guide.rules[0].owner, "Brand");
///
/// let problems = housestyle::guide::parse("housestyle: 1\nnane: Plain\nversion: '1'\nowner: Brand\nrules: []\n").unwrap_err();
/// assert_eq!(problems[0].to_string(), "1:1: name is missing (add name: and its text)");
/// assert_eq!(problems[1].to_string(), "2:1: nane: unknown field \"nane\" (write name)");
/// ```
///
/// # Errors
/// Every problem there is, in the order of the source; a source that is no YAML has but one, the first.
pub fn parse(source: &str) -> Result<Guide, Vec<Problem>> {
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    let found = match yaml::read(source) {
        Ok(root) => {
            let (guide, findings) = decode::guide(&root);
            if findings.0.is_empty() {
                return Ok(guide);
            }
            findings.0
        }
        Err(error) => {
            let wrong = Wrong { message: error.message, fix: error.fix };
            vec![Finding { mark: error.mark, field: String::new(), wrong }]
        }
    };
    Err(place(source, found))
}

/// Puts findings in the order of the source, with columns in UTF-16 code units.
fn place(source: &str, mut found: Vec<Finding>) -> Vec<Problem> {
    found.sort_by_key(|finding| finding.mark);
    // An alias has its problems told once, where its value is written.
    let mut told = HashSet::new();
    found.retain(|finding| told.insert((finding.mark, finding.wrong.message.clone())));
    let mut lines = Lines::new(source);
    found
        .into_iter()
        .map(|Finding { mark, field, wrong }| {
            let (line, column) = lines.position(mark);
            Problem { line, column, field, message: wrong.message, fix: wrong.fix }
        })
        .collect()
}

/// Walks the lines of a source forwards, with YAML's line breaks.
struct Lines<'a> {
    rest: &'a str,
    line: usize,
}

impl<'a> Lines<'a> {
    fn new(source: &'a str) -> Self {
        Self { rest: source, line: 1 }
    }

    /// Marks must come in order.
    fn position(&mut self, mark: Mark) -> (u32, u32) {
        if mark.line == 0 {
            return (0, 0);
        }
        while self.line < mark.line {
            let Some(at) = self.rest.find(['\n', '\r']) else { break };
            let width = if self.rest[at..].starts_with("\r\n") { 2 } else { 1 };
            self.rest = &self.rest[at + width..];
            self.line += 1;
        }
        let before = self.rest.chars().take(mark.column).map(char::len_utf16).sum::<usize>();
        let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
        (number(mark.line), number(before + 1))
    }
}
