//! Reads what JavaScript wrote as JSON. Never refuses a message for half a character in it.

use serde::de::DeserializeOwned;
use std::borrow::Cow;

/// Reads a value that `JSON.stringify` wrote. Half a surrogate pair, which JavaScript's strings may hold and Rust's may
/// not, is read as U+FFFD: one UTF-16 code unit like the half, so that every offset behind it still holds.
///
/// ```
/// use housestyle::engine::read_json;
/// assert_eq!(read_json::<String>(r#""a\ud83d!""#).unwrap(), "a\u{fffd}!");
/// ```
///
/// # Errors
/// What is wrong with the JSON or the value.
pub fn read_json<T: DeserializeOwned>(text: &str) -> Result<T, serde_json::Error> {
    serde_json::from_str(&whole_characters(text))
}

/// `JSON.stringify` writes surrogates as `\udxxx` only where they stand alone (ECMA-262, QuoteJSONString).
fn whole_characters(text: &str) -> Cow<'_, str> {
    if !text.contains(r"\ud") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let escape = rest[at..].char_indices().nth(2).map_or(rest.len(), |(length, _)| at + length);
        let half = rest[at..].starts_with(r"\ud") && rest.len() >= at + 6 && rest.is_char_boundary(at + 6);
        if half {
            out.push_str(r"\ufffd");
            rest = &rest[at + 6..];
        } else {
            out.push_str(&rest[at..escape]);
            rest = &rest[escape..];
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_of_characters_become_replacement_characters() {
        for (json, expected) in [
            (r#""😀""#, "😀"),
            (r#""\ud83d""#, "\u{fffd}"),
            (r#""\ude00\ud83d x""#, "\u{fffd}\u{fffd} x"),
            (r#""a\\ud83d""#, r"a\ud83d"),
            (r#""a\\\ud83d""#, "a\\\u{fffd}"),
            (r#""\"\n\ud83d\t😀\\""#, "\"\n\u{fffd}\t😀\\"),
        ] {
            assert_eq!(read_json::<String>(json).unwrap(), expected, "{json}");
        }
    }

    #[test]
    fn text_cut_off_is_an_error() {
        for json in [r#""\ud"#, r#""\ud8é"#, r#""\"#, r#""\ud83"#] {
            assert!(read_json::<String>(json).is_err(), "{json}");
        }
    }
}
