//! Which finds are shown where several claim one place. Gives every place to one find at most, and never depends on
//! the order they come in.

use super::facts::Found;
use crate::guide::Rule;
use crate::text::Span;
use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Of finds that overlap those that speak of the words themselves come first, then the longest, then the stricter
/// verdict, then the higher severity, then the earlier rule; what has other places to stand at takes the first that is
/// free. Gives the winners in order.
pub(super) fn settle_overlaps<'a>(rules: &[Rule], mut found: Vec<&'a Found>) -> Vec<Cow<'a, Found>> {
    found.sort_by_key(|found| (found.span, found.rule));
    if found.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start) {
        return found.into_iter().map(Cow::Borrowed).collect();
    }
    found.sort_by_key(|found| {
        let rule = &rules[found.rule as usize];
        let told = found.told.as_deref();
        let yields = told.map_or(0, |told| u8::from(told.yields) + u8::from(!told.or_at.is_empty()));
        (yields, Reverse(found.span.len()), Reverse((rule.verdict, rule.severity)), found.rule, found.span)
    });
    let mut winners: BTreeMap<u32, Cow<Found>> = BTreeMap::new();
    for found in found {
        let is_free =
            |span: Span| winners.range(..span.end).next_back().is_none_or(|(_, before)| !before.span.overlaps(span));
        if is_free(found.span) {
            winners.insert(found.span.start, Cow::Borrowed(found));
        } else if let Some(told) = &found.told
            && let Some((span, quote)) = told.or_at.iter().find(|(span, _)| is_free(*span))
        {
            let elsewhere = Found { span: *span, quote: quote.clone(), ..found.clone() };
            winners.insert(span.start, Cow::Owned(elsewhere));
        }
    }
    winners.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::super::facts::Told;
    use super::super::forms::Form;
    use super::*;
    use crate::guide::Verdict;
    use proptest::prelude::*;

    fn found(rule: u32, start: u32, end: u32, told: Option<Told>) -> Found {
        let quote = "x".repeat((end - start) as usize).into();
        Found { rule, span: Span::new(start, end), quote, choice: None, form: Form::Base, told: told.map(Box::new) }
    }

    fn settled(found: &[Found]) -> Vec<(u32, u32, u32)> {
        let rules = [Rule::default(), Rule { verdict: Verdict::Restrict, ..Rule::default() }, Rule::default()];
        let winners = settle_overlaps(&rules, found.iter().collect());
        winners.iter().map(|found| (found.rule, found.span.start, found.span.end)).collect()
    }

    #[test]
    fn what_speaks_of_words_comes_first_and_what_speaks_of_a_passage_moves_aside() {
        let case = |start, end| found(2, start, end, Some(Told { yields: true, ..Told::default() }));
        let passage = |or_at: &[(u32, u32)]| {
            let or_at = or_at.iter().map(|(start, end)| (Span::new(*start, *end), "y".into())).collect();
            found(0, 0, 3, Some(Told { yields: true, or_at, ..Told::default() }))
        };
        assert_eq!(settled(&[found(0, 0, 3, None), found(1, 0, 3, None)]), [(1, 0, 3)]);
        assert_eq!(settled(&[found(0, 0, 4, None), found(1, 0, 3, None)]), [(0, 0, 4)]);
        assert_eq!(settled(&[case(0, 9), found(1, 4, 6, None)]), [(1, 4, 6)]);
        assert_eq!(settled(&[passage(&[(4, 6), (7, 9)]), found(1, 0, 5, None)]), [(1, 0, 5), (0, 7, 9)]);
        assert_eq!(settled(&[passage(&[(4, 6)]), found(1, 0, 5, None)]), [(1, 0, 5)]);
        assert_eq!(settled(&[passage(&[(4, 6)]), case(0, 3)]), [(2, 0, 3), (0, 4, 6)]);
    }

    proptest! {
        #[test]
        fn winners_do_not_overlap_and_do_not_depend_on_the_order(
            all in prop::collection::vec(
                (0u32..12, 1u32..5, any::<bool>(), prop::collection::vec((0u32..12, 1u32..3), 0..3), any::<bool>()),
                0..8,
            ),
        ) {
            let rules: Vec<Rule> = all
                .iter()
                .map(|(.., strict)| Rule { verdict: if *strict { Verdict::Restrict } else { Verdict::Prefer }, ..Rule::default() })
                .collect();
            let mut finds: Vec<Found> = all
                .iter()
                .zip(0..)
                .map(|((start, len, yields, or_at, _), rule)| {
                    let or_at = or_at.iter().map(|(at, len)| (Span::new(*at, at + len), "y".into())).collect();
                    found(rule, *start, start + len, Some(Told { yields: *yields, or_at, ..Told::default() }))
                })
                .collect();
            let said = |finds: &[Found]| -> Vec<Found> {
                settle_overlaps(&rules, finds.iter().collect()).into_iter().map(Cow::into_owned).collect()
            };
            let winners = said(&finds);
            prop_assert!(winners.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
            prop_assert!(winners.is_empty() == finds.is_empty());
            finds.reverse();
            prop_assert_eq!(winners, said(&finds));
        }
    }
}
