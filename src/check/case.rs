//! Letter case of headings and sentences: what is wrong in a text, and the text put right. Sentence case, titles after
//! AP and Chicago, all capitals, no capitals. Names, acronyms and whatever else has capitals of its own stays as it is.

use super::case_words::{Want, in_compound, in_sentence, in_title};
use crate::guide::LetterCase;
use std::collections::HashMap;
use std::ops::Range;

/// What is to be changed in a text: from the first wrong word to the last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Correction {
    /// Where, in bytes.
    pub range: Range<usize>,
    /// What should stand there.
    pub text: String,
}

/// Words and phrases that are written in one way only.
#[derive(Clone, Debug, Default)]
pub(super) struct Fixed {
    /// By their first word in small letters, longest first.
    by_first: HashMap<String, Vec<Vec<String>>>,
}

impl Fixed {
    /// Of phrases as they are to be written.
    pub fn new<'a>(phrases: impl IntoIterator<Item = &'a str>) -> Self {
        let mut by_first: HashMap<String, Vec<Vec<String>>> = HashMap::new();
        for phrase in phrases {
            let words: Vec<String> = words(phrase).iter().map(|word| phrase[word.range.clone()].to_owned()).collect();
            if let Some(first) = words.first() {
                by_first.entry(small(first)).or_default().push(words);
            }
        }
        by_first.values_mut().for_each(|phrases| phrases.sort_by_key(|words| std::cmp::Reverse(words.len())));
        Self { by_first }
    }

    /// The phrase that stands at the beginning of these words, however it is written there.
    fn at(&self, text: &str, words: &[Word]) -> Option<&[String]> {
        let phrases = self.by_first.get(&small(&text[words.first()?.range.clone()]))?;
        let stands = |phrase: &&Vec<String>| {
            phrase.len() <= words.len()
                && phrase.iter().zip(words).all(|(known, word)| small(known) == small(&text[word.range.clone()]))
        };
        phrases.iter().find(stands).map(Vec::as_slice)
    }
}

/// A word, or a part of a hyphenated one.
#[derive(Clone, Debug)]
struct Word {
    range: Range<usize>,
    /// The part of a compound that it follows after a hyphen or slash: the first part's index.
    first_part: Option<usize>,
    /// What stands between the word before and this.
    gap: Range<usize>,
    /// Whether it stands in quotation marks.
    quoted: bool,
}

/// How one word should be written.
enum Wanted {
    Begin(Want),
    Exactly(String),
    Whole(fn(&str) -> String),
}

/// Puts a text in a letter case; none when nothing is wrong with it, or when the case is a pattern, which cannot tell
/// what is right. `untouched` are ranges in bytes that stay as they are; `indicators` let the next word of a sentence
/// begin with a capital.
pub(super) fn correct(
    text: &str,
    to: &LetterCase,
    fixed: &Fixed,
    indicators: &[String],
    untouched: &[Range<usize>],
) -> Option<Correction> {
    let words = words(text);
    let shouted = is_shouted(text, &words);
    let mut changes: Vec<(Range<usize>, String)> = Vec::new();
    let mut index = 0;
    while index < words.len() {
        let mut taken = 1;
        let mut wanted: Vec<Wanted> = Vec::new();
        if let Some(phrase) = fixed.at(text, &words[index..]) {
            taken = phrase.len();
            let opens = starts(text, &words, index, to);
            for (offset, word) in phrase.iter().enumerate() {
                let written = &text[words[index + offset].range.clone()];
                // Where a capital belongs, a phrase that begins with a small letter may have one.
                let raised = offset == 0 && opens && written == capitalized(word);
                wanted.push(Wanted::Exactly(if raised { written.to_owned() } else { word.clone() }));
            }
        } else {
            wanted.push(want(text, &words, index, to, indicators, shouted));
        }
        for (word, wanted) in words[index..index + taken].iter().zip(wanted) {
            let inside = |kept: &Range<usize>| kept.start < word.range.end && word.range.start < kept.end;
            if untouched.iter().any(inside) {
                continue;
            }
            let written = &text[word.range.clone()];
            let right = match wanted {
                Wanted::Exactly(right) => right,
                Wanted::Whole(change) => change(written),
                Wanted::Begin(Want::Either) => written.to_owned(),
                Wanted::Begin(want) => begin(written, want, shouted),
            };
            if right != written {
                changes.push((word.range.clone(), right));
            }
        }
        index += taken;
    }
    let range = changes.first()?.0.start..changes.last()?.0.end;
    let mut right = String::new();
    let mut at = range.start;
    for (place, change) in changes {
        right.push_str(&text[at..place.start]);
        right.push_str(&change);
        at = place.end;
    }
    Some(Correction { range, text: right })
}

/// How the word of that index should be written.
fn want(text: &str, words: &[Word], index: usize, to: &LetterCase, indicators: &[String], shouted: bool) -> Wanted {
    let word = &words[index];
    let written = &text[word.range.clone()];
    match to {
        LetterCase::Upper => return Wanted::Whole(|word| word.to_uppercase()),
        LetterCase::Lower => return Wanted::Whole(|word| word.to_lowercase()),
        LetterCase::Pattern(_) => return Wanted::Begin(Want::Either),
        LetterCase::Sentence | LetterCase::Title(_) => {}
    }
    if has_its_own(written) && !(shouted && written.chars().all(|c| !c.is_lowercase() && !c.is_numeric())) {
        return Wanted::Begin(Want::Either);
    }
    let folded = small(written);
    let gap = &text[word.gap.clone()];
    let starts = starts(text, words, index, to);
    let opens_quote = gap.ends_with(['"', '“', '‘', '«', '„']) || gap.ends_with(" '");
    let want = match to {
        LetterCase::Title(style) => match word.first_part {
            Some(first) => in_compound(&folded, &small(&text[words[first].range.clone()]), *style),
            None if starts || index + 1 == words.len() => Want::Capital,
            None if opens_quote || gap.contains(['—', '–']) => open_if_small(in_title(&folded, None, *style)),
            None => {
                let before = index.checked_sub(1).map(|before| small(&text[words[before].range.clone()]));
                in_title(&folded, before.as_deref(), *style)
            }
        },
        _ if starts && word.first_part.is_none() => Want::Capital,
        _ if word.quoted || opens_quote || indicators.iter().any(|sign| gap.trim_end().ends_with(sign.as_str())) => {
            Want::Either
        }
        // *Plan A*
        _ if folded == "a" && index + 1 == words.len() => Want::Either,
        _ => in_sentence(&folded),
    };
    Wanted::Begin(want)
}

fn open_if_small(want: Want) -> Want {
    if want == Want::Small { Want::Either } else { want }
}

/// Whether a word is the first of a text, of a sentence in it, or of what follows a colon in a title.
fn starts(text: &str, words: &[Word], index: usize, to: &LetterCase) -> bool {
    let gap = &text[words[index].gap.clone()];
    if index == 0 {
        return true;
    }
    let spaced = gap.contains(char::is_whitespace);
    let marks = gap.trim_end_matches(|c: char| c.is_whitespace() || "\"“‘'«„([".contains(c));
    let before = &text[words[index - 1].range.clone()];
    // A point after one letter or a short form ends no sentence: *J. Smith*, *No. 5*, *vs. them*
    let short = marks.ends_with('.')
        && (before.chars().count() == 1
            || ["vs", "no", "st", "mr", "mrs", "ms", "dr", "etc"].contains(&small(before).as_str()));
    spaced
        && (marks.contains(['!', '?', '…']) && !marks.ends_with([',', ';'])
            || marks.ends_with('.') && !short
            || marks.ends_with(':') && matches!(to, LetterCase::Title(_)))
}

/// Capitals after the first letter, digits, and what stands in addresses and file names: nothing that a letter case
/// could tell.
fn has_its_own(word: &str) -> bool {
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    letters.next();
    letters.any(char::is_uppercase) || word.contains(|c: char| c.is_numeric() || "._@&+#".contains(c))
}

/// Whether a text is written in capitals throughout, so that none of them says anything. Words of one letter tell
/// nothing.
fn is_shouted(text: &str, words: &[Word]) -> bool {
    let cased = |word: &&str| word.chars().filter(|c| c.is_uppercase() || c.is_lowercase()).count();
    let long: Vec<&str> = words.iter().map(|word| &text[word.range.clone()]).filter(|word| cased(word) > 1).collect();
    !long.iter().any(|word| word.contains(char::is_lowercase))
        && long.len() > 1
        && (long.len() > 3 || long.iter().any(|word| cased(word) > 5))
}

fn begin(word: &str, want: Want, shouted: bool) -> String {
    let lowered = if shouted { word.to_lowercase() } else { word.to_owned() };
    match want {
        Want::Capital => capitalized(&lowered),
        Want::Small => {
            let Some((at, first)) = lowered.char_indices().find(|(_, c)| c.is_alphabetic()) else { return lowered };
            format!("{}{}{}", &lowered[..at], first.to_lowercase(), &lowered[at + first.len_utf8()..])
        }
        Want::Either => lowered,
    }
}

fn capitalized(word: &str) -> String {
    let Some((at, first)) = word.char_indices().find(|(_, c)| c.is_alphabetic()) else { return word.to_owned() };
    let mut upper = first.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(capital), None) if !first.is_uppercase() && capital.to_lowercase().eq([first]) => {
            format!("{}{capital}{}", &word[..at], &word[at + first.len_utf8()..])
        }
        // Letters that are two as capitals begin no word.
        _ => word.to_owned(),
    }
}

fn small(word: &str) -> String {
    word.to_lowercase().replace('’', "'")
}

/// The words of a text: letters and digits, with the marks that stand within words; parts of compounds each by
/// themselves.
fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut characters = text.char_indices().peekable();
    let (mut end_before, mut quoted) = (0, false);
    while let Some((start, c)) = characters.next() {
        if !c.is_alphanumeric() {
            quoted = match c {
                '“' | '«' | '„' => true,
                '”' | '»' => false,
                '"' => !quoted,
                _ => quoted,
            };
            continue;
        }
        let mut end = start + c.len_utf8();
        while let Some(&(at, c)) = characters.peek() {
            let mut after = text[at + c.len_utf8()..].chars();
            let goes_on = after.next().is_some_and(char::is_alphanumeric);
            let combines = unicode_normalization::char::is_combining_mark(c);
            if !(c.is_alphanumeric() || combines || goes_on && "'’._@&".contains(c) || "+#".contains(c)) {
                break;
            }
            end = at + c.len_utf8();
            characters.next();
        }
        let gap = end_before..start;
        let joined = matches!(&text[gap.clone()], "-" | "\u{2010}" | "\u{2011}" | "/");
        let first_part = match words.last() {
            Some(before) if joined => Some(before.first_part.unwrap_or(words.len() - 1)),
            _ => None,
        };
        words.push(Word { range: start..end, first_part, gap, quoted });
        end_before = end;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guide::TitleStyle;
    use proptest::prelude::*;

    const AP: LetterCase = LetterCase::Title(TitleStyle::Ap);
    const CHICAGO: LetterCase = LetterCase::Title(TitleStyle::Chicago);

    fn put(text: &str, to: &LetterCase, fixed: &[&str], indicators: &[&str]) -> String {
        let indicators: Vec<String> = indicators.iter().map(|sign| (*sign).to_owned()).collect();
        match correct(text, to, &Fixed::new(fixed.iter().copied()), &indicators, &[]) {
            Some(Correction { range, text: right }) => format!("{}{right}{}", &text[..range.start], &text[range.end..]),
            None => text.to_owned(),
        }
    }

    #[test]
    fn sentence_case() {
        for (text, expected) in [
            ("Getting Started With The API", "Getting started with the API"),
            ("getting started", "Getting started"),
            ("Our plans for Monday", "Our plans for Monday"),
            ("Our plans for monday", "Our plans for Monday"),
            ("What I Learned in May", "What I learned in May"),
            ("Why I'm here", "Why I'm here"),
            ("iPhone Tips", "iPhone tips"),
            ("3 Ways to Save", "3 ways to save"),
            ("Is it safe? Yes, It Is. now", "Is it safe? Yes, it is. Now"),
            ("Self-Service Portal", "Self-service portal"),
            ("Plan B and Plan A", "Plan B and plan A"),
            ("GETTING STARTED TODAY", "Getting started today"),
            ("NASA and ESA", "NASA and ESA"),
            ("Read “The Times” Daily", "Read “The Times” daily"),
            ("Node.js And Example.com", "Node.js and Example.com"),
            ("Über Uns", "Über uns"),
            ("", ""),
            ("—", "—"),
            ("Dr. Smith's Advice", "Dr. smith's advice"),
        ] {
            assert_eq!(put(text, &LetterCase::Sentence, &[], &[]), expected);
        }
    }

    #[test]
    fn fixed_words_and_indicators() {
        let fixed = ["iPhone", "Acme Cloud", "NASA", "the Hague", "Smith"];
        for (text, expected) in [
            ("Sync your Iphone with acme cloud", "Sync your iPhone with Acme Cloud"),
            ("The Hague and the Hague", "The Hague and the Hague"),
            ("Nasa, Smith and Acme", "NASA, Smith and acme"),
            ("Cloud of Acme", "Cloud of acme"),
        ] {
            assert_eq!(put(text, &LetterCase::Sentence, &fixed, &[]), expected);
        }
        assert_eq!(put("Step one: Install", &LetterCase::Sentence, &[], &[":"]), "Step one: Install");
        assert_eq!(put("Step one: install", &LetterCase::Sentence, &[], &[":"]), "Step one: install");
        assert_eq!(put("Step one: Install", &LetterCase::Sentence, &[], &[]), "Step one: install");
    }

    /// Titles as the style guides and the press write them: right as they are.
    #[test]
    fn titles_that_are_right_stay() {
        for text in [
            "A Little Learning Is a Dangerous Thing",
            "Mnemonics That Work Are Better Than Rules That Do Not",
            "Tired but Happy",
            "The Editor as Anonymous Assistant",
            "Singing While You Work",
            "Taking Down Names, Spelling Them Out, and Typing Them Up",
            "Defenders of da Vinci Fail the Test: The Name Is Leonardo",
            "Log In to Your Account",
            "Sign-Off and Follow-Up",
            "Twenty-One Days",
            "Anti-intellectual Pursuits",
            "What Is It?",
        ] {
            let fixed = ["da Vinci"];
            assert_eq!(put(text, &CHICAGO, &fixed, &[]), text);
        }
        for text in [
            "What I Want To Be When I Grow Up",
            "Turn Off the Lights in Silence",
            "The Star-Spangled Banner",
            "Of Mice and Men",
            "For Whom the Bell Tolls",
            "A Life of Eating Chocolate for Stamina",
            "Living With and Without a Car",
        ] {
            assert_eq!(put(text, &AP, &[], &[]), text);
        }
    }

    #[test]
    fn titles_are_put_right() {
        for (text, ap, chicago) in [
            ("the lord of the rings", "The Lord of the Rings", "The Lord of the Rings"),
            ("Living with a cat", "Living With a Cat", "Living with a Cat"),
            ("Tips For Writers", "Tips for Writers", "Tips for Writers"),
            ("Life In Paris", "Life in Paris", "Life in Paris"),
            ("A guide: the basics", "A Guide: The Basics", "A Guide: The Basics"),
            ("State-Of-The-Art tools", "State-of-the-Art Tools", "State-of-the-Art Tools"),
            ("What we stand for", "What We Stand For", "What We Stand For"),
            (
                "Making The Most Of iPhone And eBay",
                "Making the Most of iPhone and eBay",
                "Making the Most of iPhone and eBay",
            ),
            ("Why is it so?", "Why Is It So?", "Why Is It So?"),
            ("WHY WE CHANGED", "Why We Changed", "Why We Changed"),
            ("it's time", "It's Time", "It's Time"),
            ("read/write access", "Read/Write Access", "Read/Write Access"),
            ("over the moon", "Over the Moon", "Over the Moon"),
        ] {
            assert_eq!(put(text, &AP, &[], &[]), ap);
            assert_eq!(put(text, &CHICAGO, &[], &[]), chicago);
        }
    }

    #[test]
    fn upper_and_lower() {
        assert_eq!(put("Learn more at straße", &LetterCase::Upper, &[], &[]), "LEARN MORE AT STRASSE");
        assert_eq!(put("LEARN iPhone More", &LetterCase::Lower, &["iPhone"], &[]), "learn iPhone more");
        assert_eq!(put("OK", &LetterCase::Upper, &[], &[]), "OK");
    }

    #[test]
    fn what_is_not_to_be_touched_stays() {
        let text = "Run The `Code` Now";
        let untouched = 8..14;
        let correction = correct(text, &LetterCase::Sentence, &Fixed::default(), &[], &[untouched]).unwrap();
        assert_eq!(correction, Correction { range: 4..18, text: "the `Code` now".into() });
    }

    proptest! {
        #[test]
        fn what_was_put_right_is_right(text in prop_oneof![any::<String>(), "([A-Za-zé]{1,6}[ :.?'“-]{1,2}){0,8}"]) {
            for to in [LetterCase::Sentence, AP, CHICAGO] {
                let once = put(&text, &to, &["Acme Cloud"], &[]);
                prop_assert_eq!(put(&once, &to, &["Acme Cloud"], &[]), once.clone(), "{:?}", to);
                if text.is_ascii() {
                    prop_assert_eq!(once.to_lowercase(), text.to_lowercase());
                }
            }
        }
    }
}
