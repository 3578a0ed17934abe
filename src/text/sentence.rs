//! Where the sentences of a text begin and end, in one pass. Never loses or doubles a character: the sentences of a
//! text, with the space behind each, are the whole text in order.
//!
//! The boundaries are those of UAX #29 (<https://www.unicode.org/reports/tr29/#Sentence_Boundaries>) with what a
//! reader knows beyond it: abbreviations, initials and list numbers do not end a sentence; nor does a line break
//! before a line that goes on in lower case; a number and a brand written like *iPhone* may begin one. Thai, Lao and Khmer put a mere
//! space between sentences: without a mark such a text is one sentence a line, for nothing here could tell.

use super::Span;
use super::abbreviation::{Abbreviation, abbreviation, opens_sentence};
use std::ops::Range;

/// One sentence, in byte offsets of its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// The sentence itself, without the space around it; empty only for a text of nothing but space.
    pub text: Range<usize>,
    /// The sentence and the space around it: each begins where the one before ends.
    pub whole: Range<usize>,
}

/// The sentences of a text, in order.
///
/// ```
/// use housestyle::text::sentences;
/// let text = "Dr. Smith paid $3.50. Did she? “Yes.” ";
/// let found: Vec<&str> = sentences(text).map(|sentence| &text[sentence.text]).collect();
/// assert_eq!(found, ["Dr. Smith paid $3.50.", "Did she?", "“Yes.”"]);
/// ```
pub fn sentences(text: &str) -> Sentences<'_> {
    Sentences { text, at: 0 }
}

/// The sentences of a text as spans in UTF-16 code units, without the space around them; those that hold nothing but
/// space are left out.
pub fn sentence_spans(text: &str) -> Vec<Span> {
    let (mut spans, mut bytes, mut units) = (Vec::new(), 0, 0);
    let mut unit_at = |at: usize| {
        units += super::utf16_len(&text[bytes..at]);
        bytes = at;
        units
    };
    for sentence in sentences(text).filter(|sentence| !sentence.text.is_empty()) {
        let start = unit_at(sentence.text.start);
        spans.push(Span::new(start, unit_at(sentence.text.end)));
    }
    spans
}

/// Iterator over the sentences of a text. See [`sentences`].
#[derive(Clone, Debug)]
pub struct Sentences<'a> {
    text: &'a str,
    at: usize,
}

impl Iterator for Sentences<'_> {
    type Item = Sentence;

    fn next(&mut self) -> Option<Sentence> {
        let start = self.at;
        if start == self.text.len() {
            return None;
        }
        self.at = next_boundary(self.text, start);
        let piece = &self.text[start..self.at];
        let from = start + piece.len() - piece.trim_start().len();
        let to = (start + piece.trim_end().len()).max(from);
        Some(Sentence { text: from..to, whole: start..self.at })
    }
}

/// Where the sentence that begins at `start` ends, the space behind it included.
fn next_boundary(text: &str, start: usize) -> usize {
    let mut at = start;
    while let Some(found) = next_mark(text, at) {
        let (mark, len) = found;
        let after = mark + len;
        if let Some(boundary) = judge(text, start, mark, &mut at) {
            return boundary;
        }
        at = at.max(after);
    }
    text.len()
}

/// The next character that may end a sentence: where it is and its length.
fn next_mark(text: &str, from: usize) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let mut at = from;
    while let Some(&byte) = bytes.get(at) {
        if byte < 0x80 {
            if matches!(byte, b'.' | b'!' | b'?' | b'\n' | b'\r') {
                return Some((at, 1));
            }
            at += 1;
        } else {
            let c = text[at..].chars().next()?;
            if is_terminator(c) || is_line_break(c) {
                return Some((at, c.len_utf8()));
            }
            at += c.len_utf8();
        }
    }
    None
}

/// Whether the mark ends the sentence that began at `start`, and where. `at` moves past all that was looked at and
/// belongs to the mark.
fn judge(text: &str, start: usize, mark: usize, at: &mut usize) -> Option<usize> {
    let marks = while_matches(text, mark, is_terminator);
    if marks.is_empty() {
        return judge_line(text, start, mark, at);
    }
    let closers = closers(text, marks.end);
    let end = while_matches(text, closers.end, is_ornament).end;
    let space = while_matches(text, end, |c| c.is_whitespace() && !is_line_break(c)).end;
    *at = end;
    let next = text[space..].chars().next();
    let wide = text[marks.clone()].chars().any(is_wide);
    match next {
        None => return Some(text.len()),
        // The line break speaks for itself.
        Some(c) if is_line_break(c) => return None,
        Some(c) if goes_on(c) || is_terminator(c) => return None,
        // A quotation that the sentence goes on after: 「…。」と言った.
        _ if wide => return (closers.is_empty() || space > end || !text[space..].starts_with('と')).then_some(space),
        _ if space == end => return None,
        Some(_) => {}
    }
    let word = next_word(text, space);
    let dotted = text[marks.clone()].ends_with(['.', '…', '‥', '․', '﹒', '．']);
    if (dotted || !closers.is_empty()) && begins_small(word) {
        return None;
    }
    let single = dotted && closers.is_empty() && marks.len() == 1;
    if single && is_abbreviated(&text[start..mark], word) {
        return None;
    }
    Some(space)
}

/// What closes a quotation or a bracket behind the mark; in French a guillemet that stands off.
fn closers(text: &str, at: usize) -> Range<usize> {
    let closers = while_matches(text, at, is_closer);
    let space = while_matches(text, closers.end, |c| matches!(c, ' ' | '\u{a0}' | '\u{202f}'));
    match text[space.end..].strip_prefix('»') {
        Some(rest) if rest.chars().next().is_none_or(|c| !c.is_alphanumeric()) => at..space.end + '»'.len_utf8(),
        _ => closers,
    }
}

/// Whether a line break ends the sentence: it does unless the next line goes on in lower case.
fn judge_line(text: &str, start: usize, mark: usize, at: &mut usize) -> Option<usize> {
    let space = while_matches(text, mark, char::is_whitespace);
    *at = space.end;
    if space.end == text.len() {
        return Some(space.end);
    }
    let written = text[start..mark].trim_end();
    let breaks = text[space.clone()].replace("\r\n", "\n").chars().filter(|c| is_line_break(*c)).count();
    let ended = written.chars().next_back().is_none_or(|c| is_terminator(c) || is_closer(c));
    (written.is_empty() || breaks > 1 || ended || !begins_small(next_word(text, space.end))).then_some(space.end)
}

/// Whether the full stop after `before`, which begins with the sentence, belongs to an abbreviation, an initial or a
/// list number, given the word that follows.
fn is_abbreviated(before: &str, next: &str) -> bool {
    // Nothing that is looked for is longer; a text without spaces must not be read again at each of its full stops.
    let tail = before.char_indices().rev().nth(15).map_or(0, |(at, _)| at);
    let tail = &before[tail..];
    let word = tail.rsplit(|c: char| c.is_whitespace()).next().unwrap_or_default();
    let first = word.len() == before.trim_start().len();
    let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    if word.is_empty() {
        return false;
    }
    if word.bytes().all(|byte| byte.is_ascii_digit()) {
        return word.len() <= 2 && (first || is_month(next));
    }
    // Letters set apart: z. B., d. h.
    let letter = |word: &str| word.chars().count() == 1;
    if letter(word) && letter(next) && word.starts_with(char::is_lowercase) {
        return true;
    }
    match abbreviation(word) {
        Some(Abbreviation::Always) => true,
        Some(Abbreviation::BeforeNumber) => next.starts_with(|c: char| c.is_numeric()),
        Some(Abbreviation::UnlessSentenceOpens) => !opens_sentence(next),
        None => false,
    }
}

/// Months that follow an ordinal, as in German *am 3. Mai*.
fn is_month(word: &str) -> bool {
    matches!(
        word,
        "Januar"
            | "Jänner"
            | "Februar"
            | "März"
            | "April"
            | "Mai"
            | "Juni"
            | "Juli"
            | "August"
            | "September"
            | "Oktober"
            | "November"
            | "Dezember"
            | "Quartal"
            | "Jahrhundert"
    )
}

/// The word at a place, past what opens it.
fn next_word(text: &str, at: usize) -> &str {
    let rest = text[at..].trim_start_matches(|c: char| is_opener(c));
    let end = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’'))).unwrap_or(rest.len());
    &rest[..end]
}

/// Whether a word is written small as within a sentence: *iPhone* is not.
fn begins_small(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_lowercase) && !word.chars().any(char::is_uppercase)
}

/// The range from `from` over all characters that fit.
fn while_matches(text: &str, from: usize, fits: impl Fn(char) -> bool) -> Range<usize> {
    from..text[from..].find(|c| !fits(c)).map_or(text.len(), |len| from + len)
}

fn is_terminator(c: char) -> bool {
    matches!(c, '.' | '!' | '?')
        || c > '\u{7f}'
            && (matches!(c, '…' | '‥' | '․' | '﹒' | '‼' | '⁇' | '⁈' | '⁉' | '⸮') || is_foreign(c) || is_wide(c))
}

/// Full stops and question marks of scripts that put a space behind them.
fn is_foreign(c: char) -> bool {
    matches!(
        c,
        // Armenian, Arabic, Urdu, Devanagari, Ethiopic, Burmese, Khmer, Tibetan, Thai end marks.
        '։' | '؟' | '۔' | '।' | '॥' | '።' | '፧' | '፨' | '။' | '។' | '៕' | '།' | '༎' | '๚' | '๛'
    )
}

/// Marks of scripts that put no space behind them.
fn is_wide(c: char) -> bool {
    matches!(c, '。' | '｡' | '！' | '？' | '．' | '﹖' | '﹗')
}

fn is_line_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// What may stand between the end of a sentence and the space behind it.
fn is_closer(c: char) -> bool {
    matches!(c, '"' | '\'' | ')' | ']' | '}')
        || c > '\u{7f}'
            && matches!(
                c,
                '”' | '’' | '»' | '«' | '›' | '」' | '』' | '）' | '】' | '〉' | '》' | '］' | '｝' | '“' | '‘'
            )
}

fn is_opener(c: char) -> bool {
    matches!(c, '"' | '\'' | '(' | '[' | '{')
        || c > '\u{7f}' && matches!(c, '“' | '‘' | '„' | '‚' | '«' | '»' | '‹' | '¿' | '¡' | '「' | '『' | '（' | '【')
}

/// Emoji and signs directly behind the mark belong to the sentence before.
fn is_ornament(c: char) -> bool {
    matches!(c, '\u{200d}' | '\u{fe0f}' | '®' | '©' | '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
}

/// Marks that say the sentence goes on (SContinue in UAX #29).
fn goes_on(c: char) -> bool {
    matches!(c, ',' | ';' | ':' | '-' | '–' | '—' | '、' | '，')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    proptest! {
        #[test]
        fn sentences_are_the_whole_text_in_order(text in any::<String>()) {
            let mut end = 0;
            for sentence in sentences(&text) {
                prop_assert!(sentence.whole.start == end && sentence.whole.end > end);
                prop_assert!(sentence.whole.start <= sentence.text.start && sentence.text.end <= sentence.whole.end);
                let inner = &text[sentence.text.clone()];
                prop_assert_eq!(inner, text[sentence.whole.clone()].trim());
                end = sentence.whole.end;
            }
            prop_assert_eq!(end, text.len());
        }

        #[test]
        fn marks_spaces_and_letters_in_any_mixture(text in "[A-Za-c .!?\n\"'(),。」と…0-2😀é]{0,30}") {
            let pieces: String = sentences(&text).map(|sentence| &text[sentence.whole]).collect();
            prop_assert_eq!(pieces, text.clone());
            let spans = sentence_spans(&text);
            prop_assert!(spans.windows(2).all(|pair| pair[0].end <= pair[1].start));
            let units: Vec<u16> = text.encode_utf16().collect();
            let found: Vec<String> = spans
                .iter()
                .map(|span| String::from_utf16(&units[span.start as usize..span.end as usize]).unwrap())
                .collect();
            let expected: Vec<&str> =
                sentences(&text).map(|sentence| &text[sentence.text]).filter(|text| !text.is_empty()).collect();
            prop_assert_eq!(found, expected);
        }

        #[test]
        fn no_boundary_is_where_the_standard_has_none(text in "([A-Z]?[a-z]{1,8}[ ,]? ?|[0-9.]{1,4} |[.!?…]{1,3}[\")]? ?){0,12}") {
            let standard: std::collections::BTreeSet<usize> =
                text.split_sentence_bound_indices().map(|(at, _)| at).collect();
            for sentence in sentences(&text).skip(1) {
                let at = sentence.whole.start;
                // Where this is more generous: behind an ellipsis, before a number and before a word like *iPhone*.
                let next = next_word(&text, at);
                let brand = next.chars().any(|c| c.is_uppercase() || c.is_numeric());
                prop_assert!(standard.contains(&at) || brand || text[..at].contains('…'), "{text:?} at {at}");
            }
        }
    }
}
