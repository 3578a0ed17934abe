//! A pattern in its rule: what a match means there, and the wordings that take in what its groups matched. Compiled
//! when it is first run: that is dear, and most patterns of a guide have nothing to do in most drafts.

use super::lower::Role;
use super::pattern::{Pattern, PatternError};
use super::signs::Signs;
use super::template::Template;
use std::sync::OnceLock;

/// A pattern's meaning.
#[derive(Debug)]
pub(super) struct PatternUse {
    /// Index of the rule.
    pub rule: u32,
    pub role: Role,
    /// Whether it is run only on blocks in which one of its gates was found.
    pub gated: bool,
    /// Sets of characters of which a text in which it matches has one each.
    pub signs: Vec<Signs>,
    /// Whether it is held against each sentence by itself.
    pub by_sentence: bool,
    /// What is suggested for a match, where that takes in what groups matched; else empty.
    pub wordings: Vec<String>,
    source: Box<str>,
    /// Where in its rule it is written, for messages.
    field: Box<str>,
    match_case: bool,
    compiled: OnceLock<Option<Compiled>>,
}

/// A pattern and its wordings, ready to be used.
#[derive(Debug)]
pub(super) struct Compiled {
    pub pattern: Pattern,
    pub templates: Vec<Template>,
}

impl PatternUse {
    /// A pattern that its rule runs itself.
    pub fn own(rule: u32, source: &str, field: Box<str>, match_case: bool) -> Self {
        Self {
            rule,
            role: Role::Own,
            gated: false,
            signs: Vec::new(),
            by_sentence: false,
            wordings: Vec::new(),
            source: source.into(),
            field,
            match_case,
            compiled: OnceLock::new(),
        }
    }

    /// The pattern, compiled; none where it cannot be, which whoever put the guide in force was told.
    pub fn get(&self) -> Option<&Compiled> {
        self.compiled.get_or_init(|| self.compile().ok()).as_ref()
    }

    /// Compiles it now, and says how many bytes it takes.
    ///
    /// # Errors
    /// The field of the rule that is wrong, and what is wrong with it.
    pub fn try_compile(&self) -> Result<usize, (String, PatternError)> {
        let compiled = self.compile()?;
        let bytes = compiled.pattern.bytes();
        // Whoever compiled it first did so from the same source.
        let _ = self.compiled.set(Some(compiled));
        Ok(bytes)
    }

    fn compile(&self) -> Result<Compiled, (String, PatternError)> {
        let pattern =
            Pattern::compile(&self.source, self.match_case).map_err(|error| (self.field.to_string(), error))?;
        let groups = pattern.groups();
        let templates = self.wordings.iter().map(|wording| Template::read(wording, &groups));
        let templates = templates.collect::<Result<Vec<Template>, _>>().map_err(|(message, fix)| {
            let field = if &*self.field == "pattern" { "suggest".to_owned() } else { self.field.to_string() };
            (field, PatternError { message, fix })
        })?;
        Ok(Compiled { pattern, templates })
    }
}
