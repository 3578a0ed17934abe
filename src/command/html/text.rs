//! Where each character of HTML's text stands in the file: character references are read, line ends are made one.
//! Never shows a character that the tokenizer did not.

use html5gum::{State, Token, Tokenizer};
use std::ops::Range;

/// Where references stand; within attributes, fewer letters and signs may follow one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Within {
    Text,
    Attribute,
}

/// A character that is shown, and the byte range of the file that stands for it.
pub type Placed = (char, Range<usize>);

/// The characters of `shown`, which the tokenizer read from `range`, each with its place. Where the two do not agree, the
/// whole range stands for every character.
pub fn placed(text: &str, range: Range<usize>, within: Within, shown: &str) -> Vec<Placed> {
    let mut source = characters(text, range.clone(), within).into_iter();
    // What the tokenizer leaves out, as `</>`, is passed over.
    let aligned: Option<Vec<Placed>> = shown
        .chars()
        .map(|character| {
            let same =
                |(read, _): &Placed| *read == character || (*read == '\0' && character == char::REPLACEMENT_CHARACTER);
            source.find(same).map(|(_, place)| (character, place))
        })
        .collect();
    aligned.unwrap_or_else(|| shown.chars().map(|character| (character, range.clone())).collect())
}

/// Every character of a stretch of text without tags.
fn characters(text: &str, range: Range<usize>, within: Within) -> Vec<Placed> {
    let mut characters = Vec::new();
    let mut at = range.start;
    while let Some(next) = text[at..range.end].chars().next() {
        let end = at + next.len_utf8();
        match next {
            '&' => {
                let name = text[end..range.end].find(|c: char| !c.is_ascii_alphanumeric() && c != '#');
                let mut until = name.map_or(range.end, |length| end + length);
                let rest = &text[until..range.end];
                if rest.starts_with(';') || (within == Within::Attribute && rest.starts_with('=')) {
                    until += 1;
                }
                at = reference(text, at..until, within, &mut characters);
                continue;
            }
            '\r' if text[end..range.end].starts_with('\n') => {}
            '\r' => characters.push(('\n', at..end)),
            next => characters.push((next, at..end)),
        }
        at = end;
    }
    characters
}

/// Reads what may be a character reference, with whatever letters follow it; answers where to go on.
fn reference(text: &str, range: Range<usize>, within: Within, characters: &mut Vec<Placed>) -> usize {
    let written = &text[range.clone()];
    let read = decoded(written, within);
    // References without their semicolon end before letters that stand for themselves.
    let same = written.chars().rev().zip(read.chars().rev()).take_while(|(a, b)| a == b).count();
    let own = written.char_indices().rev().take(same).last().map_or(range.end, |(at, _)| range.start + at);
    let meant = read.chars().count() - same;
    characters.extend(read.chars().take(meant).map(|character| (character, range.start..own)));
    let itself = text[own..range.end].char_indices();
    characters.extend(itself.map(|(at, character)| (character, own + at..own + at + character.len_utf8())));
    range.end
}

/// A name with what stands around it, read by the tokenizer itself.
fn decoded(text: &str, within: Within) -> String {
    let lossy = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    if within == Within::Attribute {
        let tag = format!("<a b=\"{text}\">");
        return Tokenizer::new(&tag)
            .find_map(|Ok(token)| match token {
                Token::StartTag(tag) => tag.attributes.get(b"b".as_slice()).map(|value| lossy(value)),
                _ => None,
            })
            .unwrap_or_default();
    }
    let mut tokenizer = Tokenizer::new(text);
    tokenizer.set_state(State::RcData);
    tokenizer
        .filter_map(|Ok(token)| match token {
            Token::String(string) => Some(lossy(&string)),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_stand_for_what_they_mean() {
        let cases: &[(&str, &[(char, &str)])] = &[
            ("a&amp;b", &[('a', "a"), ('&', "&amp;"), ('b', "b")]),
            ("&ampx", &[('&', "&amp"), ('x', "x")]),
            ("&notit;", &[('¬', "&not"), ('i', "i"), ('t', "t"), (';', ";")]),
            ("&#x1F600;!", &[('😀', "&#x1F600;"), ('!', "!")]),
            ("&ngE;", &[('≧', "&ngE;"), ('\u{338}', "&ngE;")]),
            ("&é &", &[('&', "&"), ('é', "é"), (' ', " "), ('&', "&")]),
            ("&#65b;", &[('A', "&#65"), ('b', "b"), (';', ";")]),
            ("&foo;", &[('&', "&"), ('f', "f"), ('o', "o"), ('o', "o"), (';', ";")]),
            ("\r\n\r", &[('\n', "\n"), ('\n', "\r")]),
        ];
        for (text, expected) in cases {
            let came = characters(text, 0..text.len(), Within::Text);
            let came: Vec<(char, &str)> =
                came.into_iter().map(|(character, place)| (character, &text[place])).collect();
            assert_eq!(came, *expected, "{text:?}");
        }
    }

    #[test]
    fn references_in_attributes_end_in_their_semicolon() {
        let read = |text: &str| -> String {
            characters(text, 0..text.len(), Within::Attribute).into_iter().map(|(character, _)| character).collect()
        };
        assert_eq!(read("a&copy=b &copyx &copy &copy; &#65 &#65="), "a&copy=b &copyx © © A A=");
    }
}
