//! The known name an author most likely meant. Never guesses wildly: too far is no answer.

/// The known name nearest to what was written, unless it takes more edits than a third of its letters (at least one).
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // A bound, so that a page of prose in the place of a name costs nothing.
    if written.chars().count() > 64 {
        return None;
    }
    let folded = written.to_lowercase().replace(['-', ' '], "_");
    known
        .into_iter()
        .map(|name| (strsim::osa_distance(&folded, &name.to_lowercase().replace(['-', ' '], "_")), name))
        .min_by_key(|(distance, _)| *distance)
        .filter(|(distance, name)| *distance <= (name.chars().count() / 3).max(1))
        .map(|(_, name)| name)
}

/// The same, for layers that read what guides hold in languages of their own.
pub fn nearest_name<'a>(written: &str, known: &[&'a str]) -> Option<&'a str> {
    nearest(written, known.iter().copied())
}

/// `a, b or c`.
pub fn any_of(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} or {last}", most.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_are_found_and_far_ones_are_not() {
        let known = ["suggest", "severity", "match_case", "where"];
        assert_eq!(nearest("sevrity", known), Some("severity"));
        assert_eq!(nearest("suggestion", known), None);
        assert_eq!(nearest("suggests", known), Some("suggest"));
        assert_eq!(nearest("Match-Case", known), Some("match_case"));
        assert_eq!(nearest("zebra", known), None);
        assert_eq!(nearest("", []), None);
    }

    #[test]
    fn names_are_listed_as_one_says_them() {
        assert_eq!(any_of(&["a"]), "a");
        assert_eq!(any_of(&["a", "b", "c"]), "a, b or c");
    }
}
