//! Fits a suggestion to what it replaces: inflection and letter case. Where that cannot be done with certainty the
//! suggestion stays as the guide writes it.

use super::forms::{Form, inflect, is_known_verb};

/// Puts a suggestion in the form and the letter case of the quote it is to replace.
pub(super) fn fit(suggestion: &str, form: Form, quote: &str) -> String {
    let inflected = if form == Form::Base { None } else { inflected(suggestion, form) };
    fit_case(inflected.as_deref().unwrap_or(suggestion), quote)
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

fn fit_case(suggestion: &str, quote: &str) -> String {
    let mut letters = quote.chars().filter(|c| c.is_alphabetic());
    let Some(first) = letters.next() else { return suggestion.to_owned() };
    let mut rest = letters.peekable();
    let suggestion_has_capitals = suggestion.chars().any(char::is_uppercase);
    if first.is_uppercase() && rest.peek().is_some() && rest.all(|c| c.is_uppercase() || !c.is_lowercase()) {
        suggestion.to_uppercase()
    } else if first.is_uppercase() && !suggestion_has_capitals && quote.starts_with(first) {
        let mut characters = suggestion.chars();
        characters.next().map_or_else(String::new, |c| c.to_uppercase().collect::<String>() + characters.as_str())
    } else {
        suggestion.to_owned()
    }
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
            assert_eq!(fit(suggestion, form, quote), expected);
        }
    }
}
