//! What a measure is computed from: exact counts of one text, which add up, so that a draft's are the sum of its
//! blocks'. Never an average, and never a guess where there is no text.

use super::passive::PassiveScanner;
use crate::text::{Block, BlockKind, TokenKind, sentences, syllables, tokens};
use std::iter::Sum;
use std::ops::{Add, AddAssign, Sub, SubAssign};

/// Counts of a text, a block or a draft. The text counts are of English; structure is counted in any language.
///
/// ```
/// use housestyle::check::Counts;
/// let counts = Counts::of_text("It was approved. Documentation helps everybody.");
/// assert_eq!((counts.sentences, counts.words, counts.syllables, counts.passive_sentences), (2, 6, 14, 1));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Letters and digits of words and numbers: what Vale and the *strokes* of the automated readability index count.
    pub characters: u32,
    /// Letters alone.
    pub letters: u32,
    /// Words and numbers; a hyphenated compound and a contraction are one each, as Flesch (1948) has it.
    pub words: u32,
    /// Words of more than six characters (Björnsson 1968; Vale).
    pub long_words: u32,
    /// See [`syllables`].
    pub syllables: u32,
    /// Words of three and more syllables (McLaughlin 1969).
    pub polysyllabic_words: u32,
    /// Words of three and more syllables but for those that reach three by *-es*, *-ed* or *-ing*, and for compounds
    /// of shorter words (Gunning 1952). Names are counted, which Gunning left out: they cannot be told by rule.
    pub complex_words: u32,
    /// Sentences that hold a word.
    pub sentences: u32,
    /// Those among them with a passive. See [`super::passives`].
    pub passive_sentences: u32,
    /// Blocks of running text: paragraphs and lines with a word in them.
    pub paragraphs: u32,
    /// Headings by level, the first for level 1.
    pub headings: [u32; 6],
    /// List items.
    pub list_items: u32,
    /// Quoted blocks.
    pub quotes: u32,
    /// Code blocks.
    pub code_blocks: u32,
    /// Table cells.
    pub table_cells: u32,
}

impl Counts {
    /// The counts of a text by itself; of structure it has none but the one paragraph that it is.
    pub fn of_text(text: &str) -> Self {
        let mut counts = Self::default();
        for sentence in sentences(text) {
            counts.add_sentence(&text[sentence.text]);
        }
        counts.paragraphs = u32::from(counts.words > 0);
        counts
    }

    /// The words and sentences of a text, and of the rest nothing: all that the length of sentences asks for, at a
    /// fraction of the cost.
    pub fn words_of(text: &str) -> Self {
        let mut counts = Self::default();
        for sentence in sentences(text) {
            let words = tokens(&text[sentence.text]).filter(|token| token.kind != TokenKind::Mark).count() as u32;
            counts.words += words;
            counts.sentences += u32::from(words > 0);
        }
        counts
    }

    /// The counts of a block: what it is and, where it is running text ([`is_prose`]), what it holds. Others, such as
    /// headings and code, add to the structure alone.
    pub fn of_block(block: &Block) -> Self {
        let mut counts = if is_prose(block.kind) { Self::of_text(&block.text) } else { Self::default() };
        match block.kind {
            BlockKind::Heading => {
                let level = usize::from(block.level.clamp(1, 6)) - 1;
                counts.headings[level] = 1;
            }
            BlockKind::ListItem => (counts.list_items, counts.paragraphs) = (1, 0),
            BlockKind::Quote => counts.quotes = 1,
            BlockKind::Code => counts.code_blocks = 1,
            BlockKind::TableCell => counts.table_cells = 1,
            BlockKind::Paragraph | BlockKind::Line => {}
            BlockKind::AltText | BlockKind::FrontMatter | BlockKind::Raw => {}
        }
        counts
    }

    fn add_sentence(&mut self, sentence: &str) {
        let mut passive = PassiveScanner::default();
        let (words, mut found) = (self.words, false);
        for token in tokens(sentence) {
            let word = &sentence[token.range.clone()];
            found |= passive.read(word, &token).is_some();
            if token.kind != TokenKind::Mark {
                self.add_word(word);
            }
        }
        if self.words > words {
            self.sentences += 1;
            self.passive_sentences += u32::from(found);
        }
    }

    fn add_word(&mut self, word: &str) {
        let (mut characters, mut letters) = (0, 0);
        for c in word.chars() {
            characters += u32::from(c.is_alphanumeric());
            letters += u32::from(c.is_alphabetic());
        }
        let found = syllables(word);
        self.characters += characters;
        self.letters += letters;
        self.words += 1;
        self.long_words += u32::from(characters > 6);
        self.syllables += found;
        self.polysyllabic_words += u32::from(found > 2);
        self.complex_words += u32::from(found > 2 && is_complex(word, found));
    }

    fn each(self, other: Self, with: impl Fn(u32, u32) -> u32) -> Self {
        let mut headings = self.headings;
        for (mine, theirs) in headings.iter_mut().zip(other.headings) {
            *mine = with(*mine, theirs);
        }
        Self {
            characters: with(self.characters, other.characters),
            letters: with(self.letters, other.letters),
            words: with(self.words, other.words),
            long_words: with(self.long_words, other.long_words),
            syllables: with(self.syllables, other.syllables),
            polysyllabic_words: with(self.polysyllabic_words, other.polysyllabic_words),
            complex_words: with(self.complex_words, other.complex_words),
            sentences: with(self.sentences, other.sentences),
            passive_sentences: with(self.passive_sentences, other.passive_sentences),
            paragraphs: with(self.paragraphs, other.paragraphs),
            headings,
            list_items: with(self.list_items, other.list_items),
            quotes: with(self.quotes, other.quotes),
            code_blocks: with(self.code_blocks, other.code_blocks),
            table_cells: with(self.table_cells, other.table_cells),
        }
    }
}

/// Whether a block of this kind is running text, whose words and sentences are measured: paragraphs, lines and list
/// items. A heading or a cell has no sentences to speak of; quotations and code are not the writer's.
pub fn is_prose(kind: BlockKind) -> bool {
    matches!(kind, BlockKind::Paragraph | BlockKind::Line | BlockKind::ListItem)
}

/// Whether a word of so many syllables, three at least, is complex as Gunning means it.
fn is_complex(word: &str, found: u32) -> bool {
    if word.contains('-') {
        return word.split('-').any(|part| is_complex(part, syllables(part)) && syllables(part) > 2);
    }
    let suffixed = ["es", "ed", "ing"].iter().any(|suffix| word.ends_with(suffix));
    let without = match word {
        // The e of -es and -ed is sounded only behind some letters: what is silent adds nothing.
        _ if word.ends_with("ing") => found - 1,
        _ if suffixed => found - u32::from(syllables(&word[..word.len() - 1]) >= found || sounded(word)),
        _ => found,
    };
    without > 2
}

/// Whether an ending *-es* or *-ed* is a syllable of its own: *processes*, *created*.
fn sounded(word: &str) -> bool {
    ["ses", "zes", "xes", "ces", "ges", "shes", "ches", "ted", "ded"].iter().any(|ending| word.ends_with(ending))
}

impl Add for Counts {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        self.each(other, u32::saturating_add)
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

/// Takes a block's counts out of its draft's again; they must have been added before.
impl Sub for Counts {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self.each(other, u32::saturating_sub)
    }
}

impl SubAssign for Counts {
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl Sum for Counts {
    fn sum<I: Iterator<Item = Self>>(counts: I) -> Self {
        counts.fold(Self::default(), Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn complex_words_are_those_of_gunning() {
        for (word, expected) in [
            ("documentation", 1),
            ("created", 0),
            ("processes", 0),
            ("communicating", 1),
            ("answering", 0),
            ("user-friendly", 0),
            ("award-winning-documentation", 1),
            ("use", 0),
        ] {
            assert_eq!(Counts::of_text(word).complex_words, expected, "{word}");
        }
    }

    #[test]
    fn structure_is_counted_by_kind() {
        let mut heading = Block::new(1, BlockKind::Heading, "A heading is no sentence.");
        heading.level = 2;
        let blocks = [
            heading,
            Block::new(2, BlockKind::Paragraph, "One. Two."),
            Block::new(3, BlockKind::ListItem, "Three"),
            Block::new(4, BlockKind::Code, "let four = 5;"),
            Block::new(5, BlockKind::Paragraph, " … "),
        ];
        let counts: Counts = blocks.iter().map(Counts::of_block).sum();
        assert_eq!((counts.words, counts.sentences, counts.paragraphs), (3, 3, 1));
        assert_eq!((counts.headings[1], counts.list_items, counts.code_blocks), (1, 1, 1));
    }

    proptest! {
        #[test]
        fn counts_of_paragraphs_add_up(first in any::<String>(), second in "[A-Z][a-z]{0,9}( [a-z-]{1,12}){0,9}[.!?]") {
            let (one, other) = (Counts::of_text(&first), Counts::of_text(&second));
            prop_assert_eq!(one + other - other, one);
            prop_assert_eq!([one, other].into_iter().sum::<Counts>(), one + other);
            let joined = Counts::of_text(&format!("{first}\n\n{second}"));
            prop_assert_eq!((joined.words, joined.syllables), (one.words + other.words, one.syllables + other.syllables));
            prop_assert!(one.complex_words <= one.polysyllabic_words && one.polysyllabic_words <= one.words);
            let words = Counts::words_of(&first);
            prop_assert_eq!((words.words, words.sentences), (one.words, one.sentences));
            prop_assert!(one.passive_sentences <= one.sentences && one.sentences <= one.words);
        }
    }
}
