//! Fits a suggestion to what it replaces: inflection and letter case. Where that cannot be done with certainty the
//! suggestion stays as the guide writes it.

use super::forms::{Form, inflect, is_known_verb};

/// Puts a suggestion in the form of the quote it is to replace, and in its letter case if that is wanted.
pub(super) fn fit(suggestion: &str, form: Form, quote: &str, keep_case: bool) -> String {
    let inflected = if form == Form::Base { None } else { inflected(suggestion, form) };
    let fitted = inflected.as_deref().unwrap_or(suggestion);
    if keep_case { fit_case(fitted, fitted.chars().any(char::is_uppercase), quote) } else { fitted.to_owned() }
}

/// Inflects a suggestion of one word, or the first word of a phrase where that is known to be a verb: *make use of*
/// becomes *making use of*, and *designed to* stays as it is.
fn inflected(suggestion: &str, form: Form) -> Option<String> {
    let (first, rest) = suggestion.split_at(suggestion.find(' ').unwrap_or(suggestion.len()));
    let plain = first.len() > 1 && first.bytes().all(|byte| byte.is_ascii_lowercase());
    let already = ["ed", "ing", "ly"].iter().any(|ending| first.ends_with(ending));
    let may = if rest.is_empty() { !already } else { is_known_verb(first) };
    (plain && may).then(|| inflect(first, form).into_iter().next().map(|first| first + rest)).flatten()
}

/// Puts a suggestion in the letter case of the quote it is to replace. One with capitals of its own begins as it is.
pub(super) fn fit_case(suggestion: &str, has_capitals: bool, quote: &str) -> String {
    let mut letters = quote.chars().filter(|c| c.is_alphabetic());
    let Some(first) = letters.next() else { return suggestion.to_owned() };
    let mut rest = letters.peekable();
    if first.is_uppercase() && rest.peek().is_some() && rest.all(|c| c.is_uppercase() || !c.is_lowercase()) {
        suggestion.to_uppercase()
    } else if first.is_uppercase() && !has_capitals && quote.starts_with(first) {
        let mut characters = suggestion.chars();
        characters.next().map_or_else(String::new, |c| c.to_uppercase().collect::<String>() + characters.as_str())
    } else {
        suggestion.to_owned()
    }
}

/// Whether a wording is what a quote says already: to be told only where their letters are the same.
pub(super) fn is_right(wording: &str, form: Form, quote: &str, keep_case: bool) -> bool {
    let alike = wording.len() == quote.len() && wording.eq_ignore_ascii_case(quote);
    (alike || !wording.is_ascii()) && (wording == quote || fit(wording, form, quote, keep_case) == quote)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggestions_fit_what_they_replace() {
        for (suggestion, form, quote, expected) in [
            ("use", Form::Ing, "Leveraging", "Using"),
            ("use", Form::Past, "leveraged", "used"),
            ("use", Form::S, "LEVERAGES", "USES"),
            ("make use of", Form::Ing, "utilizing", "making use of"),
            ("iPhone", Form::Base, "Iphone", "iPhone"),
            ("help", Form::Base, "Assist", "Help"),
            ("", Form::S, "Reallys", ""),
            ("an AI tool", Form::S, "robots", "an AI tool"),
            ("designed to", Form::Past, "guaranteed", "designed to"),
            ("block list", Form::Past, "blacklisted", "block list"),
            ("working together", Form::S, "synergies", "working together"),
            ("look into", Form::Ing, "delving", "looking into"),
            ("straße", Form::Base, "WEG", "STRASSE"),
        ] {
            assert_eq!(fit(suggestion, form, quote, true), expected);
        }
    }
}
