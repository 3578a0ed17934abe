//! What was found in one block, as small as it can be kept: flags are made of it only where they are shown. Holds
//! nothing that depends on other blocks.

use super::forms::Form;
use crate::text::Span;

/// What was found in a block.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Facts {
    /// What may become flags, before overlaps are settled.
    pub found: Vec<Found>,
    /// What the block adds to rules that speak of the whole draft: index of the document rule and the part, in the
    /// order of both.
    pub parts: Vec<(u32, Part)>,
}

/// A place where a rule speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// Index of the rule.
    pub rule: u32,
    pub span: Span,
    /// The text there.
    pub quote: Box<str>,
    /// For `replace`, which of its replacements.
    pub choice: Option<u32>,
    /// Which form of the guide's wording it is.
    pub form: Form,
    /// What only this place can tell, where the rule alone does not tell it.
    pub told: Option<Box<Told>>,
}

/// What a rule has to say of one place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Told {
    /// Wordings that may replace the quote as they are, best first; none: those of the rule.
    pub suggestions: Option<Vec<String>>,
    /// The hint's headline, unless the guide gives one of its own.
    pub message: Option<String>,
}

/// What a block adds to a document rule.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Part {
    /// It sets the requirement off; first in the block.
    When(Found),
    /// It meets line `line` of alternative `alternative` of the requirement.
    Met { alternative: u32, line: u32 },
}
