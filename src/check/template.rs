//! Wordings that take in what a pattern's groups matched: `$1` and `${name}` stand for a group, `$$` for a dollar
//! sign. A dollar sign before anything else stands for itself.

use std::ops::Range;

/// The groups of a pattern: the name of each that has one, the whole match first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Groups {
    names: Vec<Option<String>>,
}

/// A wording in parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Template {
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Group(usize),
}

impl Groups {
    /// Of their names, the whole match first.
    pub fn new(names: Vec<Option<String>>) -> Self {
        Self { names }
    }

    fn number(&self, reference: &str) -> Option<usize> {
        match reference.parse::<usize>() {
            Ok(number) => (number < self.names.len()).then_some(number),
            Err(_) => self.names.iter().position(|name| name.as_deref() == Some(reference)),
        }
    }

    /// What one can write, for a message.
    fn known(&self) -> String {
        let of = |(number, name): (usize, &Option<String>)| match name {
            Some(name) => format!("${{{name}}}"),
            None => format!("${number}"),
        };
        self.names.iter().enumerate().skip(1).map(of).collect::<Vec<_>>().join(", ")
    }
}

impl Template {
    /// Reads a wording.
    ///
    /// # Errors
    /// What is wrong and what to write instead, when it names a group that the pattern does not have.
    pub fn read(wording: &str, groups: &Groups) -> Result<Self, (String, String)> {
        let mut parts: Vec<Part> = Vec::new();
        let mut rest = wording;
        let text = |parts: &mut Vec<Part>, more: &str| match parts.last_mut() {
            _ if more.is_empty() => {}
            Some(Part::Text(text)) => text.push_str(more),
            _ => parts.push(Part::Text(more.to_owned())),
        };
        while let Some(at) = rest.find('$') {
            text(&mut parts, &rest[..at]);
            let after = &rest[at + 1..];
            let digits = after.len() - after.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            let braced = after.strip_prefix('{').and_then(|inner| inner.split_once('}')).map(|(name, _)| name);
            let (reference, taken) = match braced {
                _ if after.starts_with('$') => {
                    text(&mut parts, "$");
                    rest = &after[1..];
                    continue;
                }
                Some(name) => (name, name.len() + 2),
                None if digits > 0 => (&after[..digits], digits),
                None => {
                    text(&mut parts, "$");
                    rest = after;
                    continue;
                }
            };
            let Some(number) = groups.number(reference) else {
                let written = &rest[at..at + 1 + taken];
                let known = groups.known();
                let fix = match known.is_empty() {
                    true => format!("put what is meant in the pattern in brackets, or write ${written} for the sign"),
                    false => format!("write {known}, or ${written} for the sign"),
                };
                return Err((format!("the pattern has no group for {written}"), fix));
            };
            parts.push(Part::Group(number));
            rest = &after[taken..];
        }
        text(&mut parts, rest);
        Ok(Self { parts })
    }

    /// The wording with what the groups matched; `text` gives the text of a range.
    pub fn fill<'t>(&self, groups: &[Option<Range<usize>>], text: impl Fn(Range<usize>) -> &'t str) -> String {
        let mut filled = String::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => filled.push_str(text),
                Part::Group(number) => {
                    if let Some(range) = groups.get(*number).cloned().flatten() {
                        filled.push_str(text(range));
                    }
                }
            }
        }
        filled
    }

    /// Whether it takes in what a group matched.
    pub fn has_groups(&self) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::Group(_)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::pattern::Pattern;
    use super::*;

    fn filled(pattern: &str, text: &str, wording: &str) -> Result<String, String> {
        let pattern = Pattern::compile(pattern, false).unwrap();
        let template = Template::read(wording, &pattern.groups()).map_err(|(message, _)| message)?;
        let mut filled = None;
        let _ = pattern.captures(text, |one| {
            filled.get_or_insert(template.fill(&one.groups, |range| &text[range]));
        });
        Ok(filled.unwrap())
    }

    #[test]
    fn groups_are_filled_in() {
        for (pattern, text, wording, expected) in [
            (r"(\w+)-wise", "price-wise", "in terms of $1", "in terms of price"),
            (r"(?<n>\d+) percent", "5 percent", "${n}%", "5%"),
            (r"(?P<n>\d+)(st|th)", "4th", "$1${2}", "4th"),
            (r"(a)(b)?c", "ac", "[$1$2]", "[a]"),
            (r"\d+ bucks", "5 bucks", "$$5 or $ or $x", "$5 or $ or $x"),
            (r"(a)", "a", "$1a${1}a", "aaaa"),
            (r"(?=a)(a)", "a", "$0", "a"),
            (r"(a)", "a", "cost: 5$", "cost: 5$"),
        ] {
            assert_eq!(filled(pattern, text, wording).as_deref(), Ok(expected), "{wording}");
        }
    }

    #[test]
    fn groups_that_are_not_there_are_told() {
        assert_eq!(filled("(a)", "a", "$2").unwrap_err(), "the pattern has no group for $2");
        assert_eq!(filled("a", "a", "$5 off").unwrap_err(), "the pattern has no group for $5");
        assert_eq!(filled("(?<n>a)", "a", "${m}").unwrap_err(), "the pattern has no group for ${m}");
        let groups = Pattern::compile("(?<n>a)(b)", false).unwrap().groups();
        assert_eq!(Template::read("$3", &groups).unwrap_err().1, "write ${n}, $2, or $$3 for the sign");
    }
}
