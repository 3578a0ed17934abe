//! Which finds are silenced: by an exception of their own rule, or by what the guide allows. Takes time in proportion
//! to the finds, however many there are.

use crate::text::Span;

/// What silences, gathered from a block's finds.
#[derive(Debug, Default)]
pub(super) struct Silence {
    /// Rule whose finds are silenced (none: every rule's), where it begins, and how far it or one before it reaches.
    stretches: Vec<(Option<u32>, u32, u32)>,
}

impl Silence {
    /// Of stretches, each with the rule it silences, or none where it silences all.
    pub fn new(stretches: impl Iterator<Item = (Option<u32>, Span)>) -> Self {
        let mut stretches: Vec<_> = stretches.map(|(rule, span)| (rule, span.start, span.end)).collect();
        stretches.sort_unstable();
        for index in 1..stretches.len() {
            let (rule, _, reach) = stretches[index - 1];
            if stretches[index].0 == rule {
                stretches[index].2 = stretches[index].2.max(reach);
            }
        }
        Self { stretches }
    }

    /// Whether one stretch covers all of what a rule found.
    pub fn covers(&self, rule: u32, span: Span) -> bool {
        !self.stretches.is_empty() && (self.covered_for(None, span) || self.covered_for(Some(rule), span))
    }

    fn covered_for(&self, rule: Option<u32>, span: Span) -> bool {
        let after = self.stretches.partition_point(|(of, start, _)| (*of, *start) <= (rule, span.start));
        after > 0 && self.stretches[after - 1].0 == rule && self.stretches[after - 1].2 >= span.end
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn span() -> impl Strategy<Value = Span> {
        (0u32..12, 1u32..6).prop_map(|(start, len)| Span::new(start, start + len))
    }

    proptest! {
        #[test]
        fn covered_is_what_one_stretch_covers(
            stretches in prop::collection::vec((prop::option::of(0u32..3), span()), 0..12),
            rule in 0u32..3,
            found in span(),
        ) {
            let silence = Silence::new(stretches.iter().copied());
            let expected = stretches.iter().any(|(of, by)| {
                of.is_none_or(|of| of == rule) && by.start <= found.start && by.end >= found.end
            });
            prop_assert_eq!(silence.covers(rule, found), expected);
        }
    }
}
