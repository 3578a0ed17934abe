//! How many of something there are, and whether that is too many or too few. Counts places, not matches: what two
//! terms of one rule find in one place is one.

use crate::text::Span;

/// What is wrong with a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Excess {
    /// There are more than this many.
    MoreThan(u32),
    /// There are fewer than this many.
    FewerThan(u32),
}

/// Whether a number is out of bounds.
pub(super) fn excess(count: usize, most: Option<u32>, least: Option<u32>) -> Option<Excess> {
    if let Some(most) = most.filter(|most| count > *most as usize) {
        return Some(Excess::MoreThan(most));
    }
    least.filter(|least| count < *least as usize).map(Excess::FewerThan)
}

/// Of finds in one text those that count, in order: of those that overlap the first, and of those that begin together
/// the longest.
pub(super) fn places<T>(mut finds: Vec<T>, span: impl Fn(&T) -> Span) -> Vec<T> {
    finds.sort_by_key(|find| (span(find).start, std::cmp::Reverse(span(find).end)));
    let mut end = 0;
    finds.retain(|find| {
        let counts = span(find).start >= end;
        if counts {
            end = span(find).end;
        }
        counts
    });
    finds
}

/// What to say of a number that is out of bounds.
pub(super) fn message(excess: Excess, count: usize, what: &str, per: &str) -> String {
    let times = |number: usize| match number {
        0 => "not at all".to_owned(),
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        number => format!("{number} times"),
    };
    match excess {
        Excess::MoreThan(0) => format!("“{what}” should not stand in this {per}."),
        Excess::MoreThan(most) => {
            format!("“{what}” stands in this {per} {}; {} is the most.", times(count), times(most as usize))
        }
        Excess::FewerThan(least) => {
            format!("“{what}” stands in this {per} {}; {} is the least.", times(count), times(least as usize))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_inclusive() {
        assert_eq!(excess(3, Some(3), None), None);
        assert_eq!(excess(4, Some(3), None), Some(Excess::MoreThan(3)));
        assert_eq!(excess(1, None, Some(1)), None);
        assert_eq!(excess(0, Some(2), Some(1)), Some(Excess::FewerThan(1)));
        assert_eq!(excess(1, Some(0), None), Some(Excess::MoreThan(0)));
    }

    #[test]
    fn one_place_counts_once() {
        let spans = vec![Span::new(5, 9), Span::new(0, 4), Span::new(0, 9), Span::new(9, 12), Span::new(8, 10)];
        assert_eq!(places(spans, |span| *span), [Span::new(0, 9), Span::new(9, 12)]);
        assert_eq!(places(Vec::<Span>::new(), |span| *span), []);
    }

    #[test]
    fn messages_say_how_many() {
        assert_eq!(
            message(Excess::MoreThan(1), 3, "!", "sentence"),
            "“!” stands in this sentence 3 times; once is the most."
        );
        assert_eq!(
            message(Excess::FewerThan(2), 0, "Acme", "text"),
            "“Acme” stands in this text not at all; twice is the least."
        );
        assert_eq!(message(Excess::MoreThan(0), 1, "!", "text"), "“!” should not stand in this text.");
    }
}
