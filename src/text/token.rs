//! Words, numbers and marks of a text, as measures and part-of-speech patterns count them. Never cuts a compound or a
//! contraction: *well-known*, *don't* and *3.5* are one token each (for matching see [`super::is_word_boundary`]).

use super::word::stands_alone;
use std::ops::Range;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters, with the digits, hyphens and apostrophes among them.
    Word,
    /// Digits, with the marks among them: *1,000*, *3.5*, *2026-11-25*.
    Number,
    /// One character of anything else but space.
    Mark,
}

/// One token: its place in bytes and its kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Byte range in the text.
    pub range: Range<usize>,
    /// See [`TokenKind`].
    pub kind: TokenKind,
}

/// The tokens of a text, in order.
///
/// ```
/// use housestyle::text::tokens;
/// let text = "Well-known plans don't cost $3.50.";
/// let found: Vec<&str> = tokens(text).map(|token| &text[token.range]).collect();
/// assert_eq!(found, ["Well-known", "plans", "don't", "cost", "$", "3.50", "."]);
/// ```
pub fn tokens(text: &str) -> Tokens<'_> {
    Tokens { text, at: 0 }
}

/// Iterator over the tokens of a text. See [`tokens`].
#[derive(Clone, Debug)]
pub struct Tokens<'a> {
    text: &'a str,
    at: usize,
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        let rest = &self.text[self.at..];
        let start = self.at + rest.find(|c: char| !c.is_whitespace()).unwrap_or(rest.len());
        let mut characters = self.text[start..].char_indices().peekable();
        let (_, first) = characters.next()?;
        let mut end = start + first.len_utf8();
        let mut kind = TokenKind::Mark;
        if first.is_alphanumeric() {
            kind = if first.is_numeric() { TokenKind::Number } else { TokenKind::Word };
            let mut last = first;
            while let Some(&(at, c)) = characters.peek() {
                let after = start + at + c.len_utf8();
                if goes_on(last, c, &self.text[after..]) {
                    if c.is_alphabetic() {
                        kind = TokenKind::Word;
                    }
                    last = c;
                    end = after;
                    characters.next();
                } else {
                    break;
                }
            }
        }
        self.at = end;
        Some(Token { range: start..end, kind })
    }
}

/// Whether a character belongs to the token that `last` belongs to.
fn goes_on(last: char, c: char, after: &str) -> bool {
    if c.is_ascii_alphanumeric() {
        return !stands_alone(last);
    }
    if c.is_alphanumeric() || extends(c) {
        return extends(c) || !stands_alone(last) && !stands_alone(c);
    }
    let joins = match c {
        '\'' | '’' | '-' | '\u{2010}' | '\u{2011}' | '_' => last.is_alphanumeric() && !stands_alone(last),
        '.' => last.is_alphanumeric() && !stands_alone(last),
        ',' | ':' | '/' => last.is_numeric(),
        '\u{ad}' | '\u{200d}' => true,
        _ => false,
    };
    joins
        && after.chars().next().is_some_and(|next| {
            let same = match c {
                '.' => next.is_numeric() == last.is_numeric(),
                ',' | ':' | '/' => next.is_numeric(),
                _ => true,
            };
            next.is_alphanumeric() && !stands_alone(next) && same
        })
}

fn extends(c: char) -> bool {
    c > '\u{2ff}' && unicode_normalization::char::is_combining_mark(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn compounds_and_contractions_are_whole() {
        for (text, expected) in [
            ("state-of-the-art, isn’t it?", "state-of-the-art|,|isn’t|it|?"),
            ("1,000.50 EUR on 2026-11-25 at 9:30", "1,000.50|EUR|on|2026-11-25|at|9:30"),
            ("e.g. café at example.com - 'quoted'", "e.g|.|café|at|example.com|-|'|quoted|'"),
            ("我们保证 Acme3 テスト", "我|们|保|证|Acme3|テスト"),
            ("cafe\u{301}s 4th", "cafe\u{301}s|4th"),
            ("and/or 24/7", "and|/|or|24/7"),
        ] {
            let found: Vec<&str> = tokens(text).map(|token| &text[token.range]).collect();
            assert_eq!(found.join("|"), expected);
        }
    }

    proptest! {
        #[test]
        fn tokens_are_all_but_the_space_in_order(text in any::<String>()) {
            let mut end = 0;
            for token in tokens(&text) {
                prop_assert!(text[end..token.range.start].chars().all(char::is_whitespace));
                prop_assert!(!token.range.is_empty());
                end = token.range.end;
            }
            prop_assert!(text[end..].chars().all(char::is_whitespace));
        }
    }
}
