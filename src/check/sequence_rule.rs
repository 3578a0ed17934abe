//! Sequences as rules: what a guide writes, compiled when it is first run. Without the tagger a sequence that asks for
//! parts of speech finds nothing; whoever runs it is told that the tagger is missing.

use super::pattern::{Pattern, PatternError};
use super::sequence::{Sequence, Step, TagSet};
use super::tag::PENN;
use crate::guide::SequenceToken;
use std::sync::OnceLock;

/// A sequence in its rule.
#[derive(Debug)]
pub(super) struct SequenceRule {
    tokens: Vec<SequenceToken>,
    match_case: bool,
    /// Whether it is run only on blocks in which one of its gates was found.
    pub gated: bool,
    compiled: OnceLock<Option<Sequence>>,
}

impl SequenceRule {
    /// Of what a guide says.
    pub fn new(tokens: &[SequenceToken], match_case: bool, gated: bool) -> Self {
        Self { tokens: tokens.to_vec(), match_case, gated, compiled: OnceLock::new() }
    }

    /// Whether it asks for parts of speech.
    pub fn needs_tags(&self) -> bool {
        self.tokens.iter().any(|token| token.tag.is_some())
    }

    /// The sequence, compiled; none where it cannot be, which whoever put the guide in force was told.
    pub fn get(&self) -> Option<&Sequence> {
        self.compiled.get_or_init(|| self.compile().ok()).as_ref()
    }

    /// Compiles it now.
    ///
    /// # Errors
    /// The field of the rule that is wrong, and what is wrong with it.
    pub fn try_compile(&self) -> Result<(), (String, PatternError)> {
        let compiled = self.compile()?;
        // Whoever compiled it first did so from the same source.
        let _ = self.compiled.set(Some(compiled));
        Ok(())
    }

    fn compile(&self) -> Result<Sequence, (String, PatternError)> {
        let steps = self.tokens.iter().enumerate().map(|(index, token)| {
            let at = |field: &str| format!("sequence[{index}].{field}");
            let tags = token.tag.as_deref().map(tags).transpose().map_err(|error| (at("tag"), error))?;
            let text = token.pattern.as_deref().map(|pattern| Pattern::whole(pattern, self.match_case));
            let text = text.transpose().map_err(|error| (at("pattern"), error))?;
            Ok(Step { tags, text, negate: token.negate, skip: token.skip })
        });
        Ok(Sequence { steps: steps.collect::<Result<_, _>>()? })
    }
}

fn tags(pattern: &str) -> Result<TagSet, PatternError> {
    let tags = TagSet::matching(&Pattern::compile(pattern, true)?);
    if tags.is_empty() {
        return Err(PatternError {
            message: format!("there is no part of speech {pattern:?}"),
            fix: format!("write one of {}, or NOUN, VERB and so on", PENN.join(", ")),
        });
    }
    Ok(tags)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_name_the_token() {
        let token = |tag: Option<&str>, pattern: Option<&str>| SequenceToken {
            tag: tag.map(str::to_owned),
            pattern: pattern.map(str::to_owned),
            ..SequenceToken::default()
        };
        let rule = |tokens: &[SequenceToken]| SequenceRule::new(tokens, false, false);
        assert!(rule(&[token(Some("VB.*|NN"), Some("a|b"))]).try_compile().is_ok());
        let wrong = rule(&[token(None, Some("a")), token(Some("XYZ"), None)]).try_compile().unwrap_err();
        assert_eq!(
            (wrong.0.as_str(), wrong.1.message.as_str()),
            ("sequence[1].tag", "there is no part of speech \"XYZ\"")
        );
        assert_eq!(rule(&[token(None, Some("("))]).try_compile().unwrap_err().0, "sequence[0].pattern");
        assert!(rule(&[token(Some("NN"), None)]).needs_tags() && !rule(&[token(None, Some("a"))]).needs_tags());
    }
}
