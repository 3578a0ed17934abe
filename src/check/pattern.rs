//! Regular expressions as guides write them. What can run in time linear in the text does; look-around and
//! back-references run with a budget of steps, and say when it is spent. Never hangs, and never says that there is no
//! match when it could not look.

use super::template::Groups;
use regex_automata::meta;
use regex_automata::util::syntax;
use std::ops::Range;

/// A pattern may compile to so many bytes.
const MOST_BYTES: usize = 1 << 20;
/// One search of a backtracking pattern may take so many steps back.
const STEPS: usize = 50_000;
/// A backtracking pattern may match so often in one text; each match is a search of its own.
const MOST_MATCHES: usize = 200;
/// A backtracking pattern looks at texts of so many bytes: one step may read all of it.
const LONGEST: usize = 20_000;
/// What a backtracking pattern counts as beside its source: the crate does not tell what it takes.
const BACKTRACKING_BYTES: usize = 64 << 10;

/// A compiled pattern.
#[derive(Debug)]
pub(super) struct Pattern {
    engine: Engine,
    bytes: usize,
}

#[derive(Debug)]
enum Engine {
    Linear(Box<meta::Regex>),
    Backtracking(Box<fancy_regex::Regex>),
}

/// Whether a search came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub(super) enum Outcome {
    /// All matches were found.
    Done,
    /// The budget was spent: there may be more matches than were found.
    Spent,
}

/// One match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Match {
    /// Where in the text, in bytes.
    pub range: Range<usize>,
    /// Where the groups matched, the whole match first; none of those that took no part.
    pub groups: Vec<Option<Range<usize>>>,
}

/// Why a source is no pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PatternError {
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub fix: String,
}

impl Pattern {
    /// Compiles a pattern: letter case folded unless `match_case`, `^` and `$` at line breaks too.
    pub fn compile(source: &str, match_case: bool) -> Result<Self, PatternError> {
        if backtracks(source) {
            return Self::backtracking(source, match_case);
        }
        let built = meta::Regex::builder()
            .configure(meta::Config::new().nfa_size_limit(Some(MOST_BYTES)))
            .syntax(syntax::Config::new().case_insensitive(!match_case).multi_line(true))
            .build(source);
        match built {
            Ok(regex) => {
                let bytes = regex.memory_usage();
                Ok(Self { engine: Engine::Linear(Box::new(regex)), bytes })
            }
            Err(error) => Err(refused(&error)),
        }
    }

    /// The same, but it matches only whole texts.
    pub fn whole(source: &str, match_case: bool) -> Result<Self, PatternError> {
        // By itself first, so that errors speak of what the author wrote.
        Self::compile(source, match_case)?;
        Self::compile(&format!(r"\A(?:{source})\z"), match_case)
    }

    fn backtracking(source: &str, match_case: bool) -> Result<Self, PatternError> {
        let built = fancy_regex::RegexBuilder::new(source)
            .case_insensitive(!match_case)
            .multi_line(true)
            .backtrack_limit(STEPS)
            .delegate_size_limit(MOST_BYTES)
            .max_prog_size(MOST_BYTES / 64)
            .build();
        match built {
            Ok(regex) => {
                let bytes = BACKTRACKING_BYTES + source.len() * 64;
                Ok(Self { engine: Engine::Backtracking(Box::new(regex)), bytes })
            }
            Err(error) => Err(refused_backtracking(&error)),
        }
    }

    /// How many bytes it takes; of a backtracking pattern an estimate.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Whether it runs in time linear in the text.
    #[cfg(test)]
    pub fn is_linear(&self) -> bool {
        matches!(self.engine, Engine::Linear(_))
    }

    /// The groups it has.
    pub fn groups(&self) -> Groups {
        let names: Vec<Option<String>> = match &self.engine {
            Engine::Linear(regex) => {
                let info = regex.group_info();
                info.pattern_names(regex_automata::PatternID::ZERO).map(|name| name.map(str::to_owned)).collect()
            }
            Engine::Backtracking(regex) => regex.capture_names().map(|name| name.map(str::to_owned)).collect(),
        };
        Groups::new(names)
    }

    /// Calls back with every match that is not empty, in order.
    pub fn find(&self, text: &str, mut found: impl FnMut(Range<usize>)) -> Outcome {
        match &self.engine {
            Engine::Linear(regex) => {
                regex.find_iter(text).map(|one| one.range()).filter(|range| !range.is_empty()).for_each(found);
                Outcome::Done
            }
            Engine::Backtracking(regex) => {
                if text.len() > LONGEST {
                    return Outcome::Spent;
                }
                for (count, one) in regex.find_iter(text).enumerate() {
                    match one {
                        Ok(_) | Err(_) if count >= MOST_MATCHES => return Outcome::Spent,
                        Ok(one) if one.range().is_empty() => {}
                        Ok(one) => found(one.range()),
                        Err(_) => return Outcome::Spent,
                    }
                }
                Outcome::Done
            }
        }
    }

    /// Calls back with every match that is not empty and what its groups matched, in order.
    pub fn captures(&self, text: &str, mut found: impl FnMut(Match)) -> Outcome {
        match &self.engine {
            Engine::Linear(regex) => {
                for one in regex.captures_iter(text) {
                    let groups: Vec<Option<Range<usize>>> =
                        one.iter().map(|group| group.map(|span| span.range())).collect();
                    if let Some(range) = groups.first().cloned().flatten().filter(|range| !range.is_empty()) {
                        found(Match { range, groups });
                    }
                }
                Outcome::Done
            }
            Engine::Backtracking(regex) => {
                if text.len() > LONGEST {
                    return Outcome::Spent;
                }
                for (count, one) in regex.captures_iter(text).enumerate() {
                    let Ok(one) = one else { return Outcome::Spent };
                    if count >= MOST_MATCHES {
                        return Outcome::Spent;
                    }
                    let groups: Vec<Option<Range<usize>>> =
                        one.iter().map(|group| group.map(|group| group.range())).collect();
                    if let Some(range) = groups.first().cloned().flatten().filter(|range| !range.is_empty()) {
                        found(Match { range, groups });
                    }
                }
                Outcome::Done
            }
        }
    }

    /// Whether it matches anywhere; none when the budget was spent before that was known.
    pub fn is_match(&self, text: &str) -> Option<bool> {
        match &self.engine {
            Engine::Linear(regex) => Some(regex.is_match(text)),
            Engine::Backtracking(_) if text.len() > LONGEST => None,
            Engine::Backtracking(regex) => regex.is_match(text).ok(),
        }
    }
}

/// Whether a source asks for what only backtracking can do. Looks at the syntax, not for signs of it: `[(?=]` is a
/// class of four characters.
fn backtracks(source: &str) -> bool {
    use regex_syntax::ast::ErrorKind;
    match regex_syntax::ast::parse::Parser::new().parse(source) {
        Ok(_) => false,
        Err(error) => match error.kind() {
            ErrorKind::UnsupportedLookAround | ErrorKind::UnsupportedBackreference => true,
            // `\k<name>` is a back-reference, `(?>…)` an atomic group: neither has a kind of its own.
            ErrorKind::EscapeUnrecognized => source[error.span().start.offset..].starts_with(r"\k"),
            ErrorKind::FlagUnrecognized => {
                source[..error.span().start.offset].ends_with("(?")
                    && source[error.span().start.offset..].starts_with('>')
            }
            _ => false,
        },
    }
}

fn refused(error: &meta::BuildError) -> PatternError {
    let fix = "put it right, or write plain words under `terms`".to_owned();
    if error.size_limit().is_some() {
        return too_large();
    }
    let reason = match error.syntax_error() {
        Some(regex_syntax::Error::Parse(error)) => {
            let at = error.pattern()[..error.span().start.offset].chars().count() + 1;
            format!("{} (character {at})", error.kind())
        }
        Some(regex_syntax::Error::Translate(error)) => {
            let at = error.pattern()[..error.span().start.offset].chars().count() + 1;
            format!("{} (character {at})", error.kind())
        }
        _ => error.to_string(),
    };
    PatternError { message: format!("not a regular expression: {reason}"), fix }
}

fn refused_backtracking(error: &fancy_regex::Error) -> PatternError {
    use fancy_regex::{CompileError, Error};
    match error {
        Error::CompileError(inner) => match &**inner {
            CompileError::PatternTooComplex => too_large(),
            CompileError::InnerError(error) if error.size_limit().is_some() => too_large(),
            CompileError::LookBehindNotConst | CompileError::VariableLookBehindRequiresFeature => PatternError {
                message: "a look-behind of changing length cannot be run".to_owned(),
                fix: "write one look-behind for each length, as (?<=a|bc) → (?:(?<=a)|(?<=bc))".to_owned(),
            },
            error => PatternError {
                message: format!("not a regular expression: {error}"),
                fix: "put it right, or write plain words under `terms`".to_owned(),
            },
        },
        Error::ParseError(at, error) => PatternError {
            message: format!("not a regular expression: {error} (byte {})", at + 1),
            fix: "put it right, or write plain words under `terms`".to_owned(),
        },
        error => PatternError {
            message: format!("not a regular expression: {error}"),
            fix: "put it right, or write plain words under `terms`".to_owned(),
        },
    }
}

fn too_large() -> PatternError {
    PatternError {
        message: "the pattern is too large".to_owned(),
        fix: "write smaller repetition counts, or split it".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all(source: &str, text: &str) -> (Vec<String>, Outcome) {
        let mut found = Vec::new();
        let outcome = Pattern::compile(source, false).unwrap().find(text, |range| found.push(text[range].to_owned()));
        (found, outcome)
    }

    #[test]
    fn what_can_be_linear_is() {
        for (source, linear) in [
            (r"\b\d+% off\b", true),
            (r"[(?=]", true),
            (r"\(\?=", true),
            (r"(?i)a(?:b|c)*", true),
            (r"foo(?!bar)", false),
            (r"(?<!x)foo", false),
            (r"(\w+) \1", false),
            (r"(?P<w>\w+) \k<w>", false),
            (r"(?>a+)b", false),
        ] {
            assert_eq!(Pattern::compile(source, false).unwrap().is_linear(), linear, "{source}");
        }
    }

    #[test]
    fn look_around_and_back_references_match() {
        assert_eq!(all(r"free(?! range)", "free range, free trial").0, ["free"]);
        assert_eq!(all(r"(?<!\$)\b\d+\b", "$5 or 7").0, ["7"]);
        assert_eq!(all(r"\b(\w+) \1\b", "on the The mat").0, ["the The"]);
        assert_eq!(all(r"(?<=a)b|^c", "ab\ncb").0, ["b", "c"]);
    }

    #[test]
    fn a_spent_budget_is_told() {
        let (found, outcome) = all(r"^(\w+\s?)*\1!$", &format!("{} end", "word ".repeat(40)));
        assert_eq!((found.len(), outcome), (0, Outcome::Spent));
        assert_eq!(all(r"a(?!b)", &"a".repeat(LONGEST + 1)), (vec![], Outcome::Spent));
        assert_eq!(all(r"a(?!b)", &"a ".repeat(MOST_MATCHES + 1)).1, Outcome::Spent);
        assert_eq!(all(r"a(?!b)", &"a ".repeat(MOST_MATCHES)).1, Outcome::Done);
        assert_eq!(all(r"x(?!b)", &"a ".repeat(LONGEST / 2)).1, Outcome::Done);
    }

    #[test]
    fn errors_say_what_to_write() {
        for (source, message) in [
            ("(", "unclosed group (character 1)"),
            ("é[", "unclosed character class (character 2)"),
            (r"\p{Nonsense}", "Unicode property"),
            ("a{3000}{3000}", "too large"),
            (r"(?<=a+)b", "look-behind"),
            (r"(?=a", "not a regular expression"),
        ] {
            let error = Pattern::compile(source, false).unwrap_err();
            assert!(error.message.contains(message), "{source}: {}", error.message);
            assert!(!error.fix.is_empty());
        }
    }

    #[test]
    fn whole_matches_are_of_the_whole_text() {
        for (source, text, expected) in [
            ("VB.*|NN", "VBD", true),
            ("VB.*|NN", "NN", true),
            ("VB.*|NN", "NNS", false),
            ("a", "ba", false),
            ("(?!a).*", "ab", false),
            ("a|ab", "ab", true),
        ] {
            assert_eq!(Pattern::whole(source, true).unwrap().is_match(text), Some(expected), "{source} {text}");
        }
        assert!(Pattern::whole("a)(b", true).is_err());
    }

    proptest! {
        #[test]
        fn both_engines_find_the_same(text in "[ab\n é]{0,30}", source in prop_oneof![
            Just("a+"), Just("(a)(b)?"), Just("^a|b$"), Just("[^a]b*"), Just(r"\bé?a\b"), Just("(?P<x>a|ab)+")
        ]) {
            let linear = Pattern::compile(source, false).unwrap();
            // A look-around that always holds.
            let backtracking = Pattern::compile(&format!("(?=)(?:{source})"), false).unwrap();
            prop_assert!(linear.is_linear() && !backtracking.is_linear());
            let matches = |pattern: &Pattern| {
                let mut found = Vec::new();
                assert_eq!(pattern.captures(&text, |one| found.push(one)), Outcome::Done);
                let mut ranges = Vec::new();
                assert_eq!(pattern.find(&text, |range| ranges.push(range)), Outcome::Done);
                assert_eq!(found.iter().map(|one| one.range.clone()).collect::<Vec<_>>(), ranges);
                found
            };
            prop_assert_eq!(matches(&linear), matches(&backtracking));
        }

        #[test]
        fn any_source_is_a_pattern_or_an_error(source in any::<String>(), text in any::<String>()) {
            if let Ok(pattern) = Pattern::compile(&source, false) {
                let mut last = 0;
                let _ = pattern.find(&text, |range| {
                    assert!(range.start >= last && text.is_char_boundary(range.start) && text.is_char_boundary(range.end));
                    last = range.end;
                });
            }
        }
    }
}
