//! Abbreviations that end in a full stop, and the words that commonly open a sentence. Lists of what is sure: an
//! abbreviation that is also a word (*no.*, *sun.*) is here only with what must follow it.

/// When the full stop of an abbreviation does not end the sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Abbreviation {
    /// Whatever follows: *Dr.*, *e.g.*
    Always,
    /// When a number follows: *No. 5*
    BeforeNumber,
    /// Unless the next word commonly opens a sentence: *U.S. Navy* against *in the U.S. We …*
    UnlessSentenceOpens,
}

use Abbreviation::{Always, BeforeNumber, UnlessSentenceOpens};

/// English, German, French and Spanish, in lower case and without the last full stop; sorted.
const ABBREVIATIONS: &[(&str, Abbreviation)] = &[
    ("a.m", UnlessSentenceOpens),
    ("abs", BeforeNumber),
    ("approx", Always),
    ("apr", UnlessSentenceOpens),
    ("aprox", Always),
    ("art", BeforeNumber),
    ("assn", UnlessSentenceOpens),
    ("aug", UnlessSentenceOpens),
    ("ave", UnlessSentenceOpens),
    ("blvd", UnlessSentenceOpens),
    ("bros", UnlessSentenceOpens),
    ("bzw", Always),
    ("ca", Always),
    ("capt", Always),
    ("cf", Always),
    ("ch", BeforeNumber),
    ("cmdr", Always),
    ("co", UnlessSentenceOpens),
    ("col", UnlessSentenceOpens),
    ("corp", UnlessSentenceOpens),
    ("d.h", Always),
    ("dec", UnlessSentenceOpens),
    ("dept", UnlessSentenceOpens),
    ("dr", Always),
    ("dra", Always),
    ("e.g", Always),
    ("ed", UnlessSentenceOpens),
    ("eds", UnlessSentenceOpens),
    ("eq", BeforeNumber),
    ("est", UnlessSentenceOpens),
    ("evtl", Always),
    ("ext", BeforeNumber),
    ("feb", UnlessSentenceOpens),
    ("fig", BeforeNumber),
    ("figs", BeforeNumber),
    ("gen", UnlessSentenceOpens),
    ("ggf", Always),
    ("gov", UnlessSentenceOpens),
    ("hon", UnlessSentenceOpens),
    ("hrsg", Always),
    ("i.e", Always),
    ("inc", UnlessSentenceOpens),
    ("incl", Always),
    ("inkl", Always),
    ("jan", UnlessSentenceOpens),
    ("jr", UnlessSentenceOpens),
    ("lt", Always),
    ("ltd", UnlessSentenceOpens),
    ("max", BeforeNumber),
    ("messrs", Always),
    ("mfg", UnlessSentenceOpens),
    ("min", BeforeNumber),
    ("mio", UnlessSentenceOpens),
    ("mlle", Always),
    ("mme", Always),
    ("mr", Always),
    ("mrd", UnlessSentenceOpens),
    ("mrs", Always),
    ("ms", Always),
    ("msgr", Always),
    ("mt", UnlessSentenceOpens),
    ("mx", Always),
    ("no", BeforeNumber),
    ("nos", BeforeNumber),
    ("nov", UnlessSentenceOpens),
    ("nr", Always),
    ("núm", Always),
    ("oct", UnlessSentenceOpens),
    ("p", BeforeNumber),
    ("p.ej", Always),
    ("p.ex", Always),
    ("p.m", UnlessSentenceOpens),
    ("ph.d", UnlessSentenceOpens),
    ("pp", BeforeNumber),
    ("pres", UnlessSentenceOpens),
    ("prof", Always),
    ("pág", Always),
    ("rd", UnlessSentenceOpens),
    ("rep", UnlessSentenceOpens),
    ("resp", Always),
    ("rev", UnlessSentenceOpens),
    ("s.o", Always),
    ("s.u", Always),
    ("sec", BeforeNumber),
    ("sen", UnlessSentenceOpens),
    ("sep", UnlessSentenceOpens),
    ("sept", UnlessSentenceOpens),
    ("sgt", Always),
    ("sr", UnlessSentenceOpens),
    ("sra", Always),
    ("srta", Always),
    ("st", UnlessSentenceOpens),
    ("str", BeforeNumber),
    ("tel", BeforeNumber),
    ("u.a", Always),
    ("usw", UnlessSentenceOpens),
    ("vgl", Always),
    ("viz", Always),
    ("vol", BeforeNumber),
    ("vs", Always),
    ("z.b", Always),
    ("zzgl", Always),
];

/// What the word before a full stop is short for, if for anything. Letters with full stops between (*U.S*) and single
/// capitals (*J*) count; the pronoun *I* does not.
pub(super) fn abbreviation(word: &str) -> Option<Abbreviation> {
    let mut letters = word.chars();
    let first = letters.next()?;
    if letters.as_str().is_empty() {
        return match first {
            'I' => None,
            _ if first.is_uppercase() => Some(UnlessSentenceOpens),
            'p' => Some(BeforeNumber),
            _ => None,
        };
    }
    let lower = word.to_lowercase();
    if let Ok(found) = ABBREVIATIONS.binary_search_by(|(known, _)| (*known).cmp(&lower)) {
        return Some(ABBREVIATIONS[found].1);
    }
    let initials = word.contains('.') && word.split('.').all(|part| part.chars().count() == 1);
    (initials && word.chars().all(|c| c == '.' || c.is_alphabetic())).then_some(UnlessSentenceOpens)
}

/// Whether a word commonly opens a sentence and hardly ever goes on a name.
pub(super) fn opens_sentence(word: &str) -> bool {
    const OPENERS: &[&str] = &[
        "a", "after", "all", "also", "an", "and", "are", "as", "at", "because", "before", "but", "by", "can", "did",
        "do", "does", "each", "every", "for", "from", "he", "her", "here", "his", "how", "however", "i", "if", "in",
        "is", "it", "it's", "its", "just", "let", "many", "more", "most", "my", "no", "not", "now", "on", "or", "our",
        "please", "she", "so", "some", "that", "the", "their", "then", "there", "these", "they", "this", "those", "to",
        "today", "we", "we're", "what", "when", "where", "which", "while", "who", "why", "with", "yes", "yet", "you",
        "your",
    ];
    let mut lower = [0u8; 8];
    let Some(buffer) = lower.get_mut(..word.len()) else { return false };
    buffer.copy_from_slice(word.as_bytes());
    buffer.make_ascii_lowercase();
    OPENERS.binary_search_by(|known| known.as_bytes().cmp(buffer)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_so_that_it_can_be_searched() {
        assert!(ABBREVIATIONS.is_sorted_by(|a, b| a.0 < b.0));
        assert!(["a", "it's", "we're", "your"].into_iter().all(opens_sentence));
        assert!(!opens_sentence("Navy") && !opens_sentence("") && !opens_sentence("extraordinarily"));
    }

    #[test]
    fn initials_are_abbreviations_and_words_are_not() {
        assert_eq!(abbreviation("U.S"), Some(UnlessSentenceOpens));
        assert_eq!(abbreviation("E.g"), Some(Always));
        assert_eq!(abbreviation("no"), Some(BeforeNumber));
        for word in ["I", "plan", "example.com", "3.5", "x", "Node.js"] {
            assert_eq!(abbreviation(word), None, "{word}");
        }
    }
}
