//! Readability and other figures of a text, each by its published formula over [`Counts`]. Where there is nothing to
//! measure the answer is none: never a guess, an infinity or a NaN.
//!
//! The formulas are those for English prose. Figures of other tools differ where their counts do: textstat, for one,
//! ends a sentence at every full stop, leaves out sentences of two words, and knows syllables from a dictionary.

use super::Counts;

/// A figure of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Measure {
    /// Words per sentence.
    SentenceLength,
    /// 206.835 − 1.015 · words/sentences − 84.6 · syllables/words; the higher, the easier.
    ///
    /// R. Flesch, “A New Readability Yardstick”, *Journal of Applied Psychology* 32(3), 1948, 221–233.
    FleschReadingEase,
    /// 0.39 · words/sentences + 11.8 · syllables/words − 15.59; a school grade.
    ///
    /// J. P. Kincaid, R. P. Fishburne, R. L. Rogers, B. S. Chissom, *Derivation of New Readability Formulas …*, Research
    /// Branch Report 8-75, Naval Technical Training Command, 1975.
    FleschKincaidGrade,
    /// 0.4 · (words/sentences + 100 · complex words/words); a school grade.
    ///
    /// R. Gunning, *The Technique of Clear Writing*, McGraw-Hill, 1952.
    GunningFog,
    /// 3.1291 + 1.0430 · √(30 · polysyllabic words/sentences); a school grade, meant for thirty sentences and more.
    ///
    /// G. H. McLaughlin, “SMOG Grading: a New Readability Formula”, *Journal of Reading* 12(8), 1969, 639–646.
    Smog,
    /// 0.0588 · letters per 100 words − 0.296 · sentences per 100 words − 15.8; a school grade.
    ///
    /// M. Coleman, T. L. Liau, “A Computer Readability Formula Designed for Machine Scoring”, *Journal of Applied
    /// Psychology* 60(2), 1975, 283–284. (textstat writes 0.058 for the first coefficient.)
    ColemanLiau,
    /// 4.71 · characters/words + 0.5 · words/sentences − 21.43; a school grade.
    ///
    /// R. J. Senter, E. A. Smith, *Automated Readability Index*, AMRL-TR-66-220, Aerospace Medical Research
    /// Laboratories, 1967.
    AutomatedReadability,
    /// Sentences with a passive per sentence, 0 to 1. See [`super::passives`].
    PassiveShare,
}

impl Measure {
    /// Every measure and the name that guides call it by.
    pub const ALL: [(Self, &'static str); 8] = [
        (Self::SentenceLength, "sentence_length"),
        (Self::FleschReadingEase, "flesch_reading_ease"),
        (Self::FleschKincaidGrade, "flesch_kincaid_grade"),
        (Self::GunningFog, "gunning_fog"),
        (Self::Smog, "smog"),
        (Self::ColemanLiau, "coleman_liau"),
        (Self::AutomatedReadability, "automated_readability"),
        (Self::PassiveShare, "passive_share"),
    ];

    /// The measure of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == name).map(|(measure, _)| *measure)
    }

    /// The figure for a text of these counts; none for a text without a word.
    ///
    /// ```
    /// use housestyle::check::{Counts, Measure};
    /// let counts = Counts::of_text("The cat sat on the mat.");
    /// assert_eq!(Measure::SentenceLength.of(&counts), Some(6.0));
    /// assert_eq!(Measure::Smog.of(&Counts::of_text("…")), None);
    /// ```
    pub fn of(self, counts: &Counts) -> Option<f64> {
        if counts.words == 0 || counts.sentences == 0 {
            return None;
        }
        let (words, sentences) = (f64::from(counts.words), f64::from(counts.sentences));
        let length = words / sentences;
        let syllables = f64::from(counts.syllables) / words;
        Some(match self {
            Self::SentenceLength => length,
            Self::FleschReadingEase => 206.835 - 1.015 * length - 84.6 * syllables,
            Self::FleschKincaidGrade => 0.39 * length + 11.8 * syllables - 15.59,
            Self::GunningFog => 0.4 * (length + 100.0 * f64::from(counts.complex_words) / words),
            Self::Smog => 3.1291 + 1.0430 * (30.0 * f64::from(counts.polysyllabic_words) / sentences).sqrt(),
            Self::ColemanLiau => {
                let per_hundred = |count: u32| 100.0 * f64::from(count) / words;
                0.0588 * per_hundred(counts.letters) - 0.296 * per_hundred(counts.sentences) - 15.8
            }
            Self::AutomatedReadability => 4.71 * f64::from(counts.characters) / words + 0.5 * length - 21.43,
            Self::PassiveShare => f64::from(counts.passive_sentences) / sentences,
        })
    }
}

/// The variables of Vale's `metric` formulas (<https://vale.sh/docs/checks/metric>) and the further ones of [`Counts`],
/// in alphabetical order. `heading.h1` is written `heading_h1`, as Vale does before it computes.
pub const VARIABLES: [&str; 20] = [
    "blockquote",
    "characters",
    "complex_words",
    "heading_h1",
    "heading_h2",
    "heading_h3",
    "heading_h4",
    "heading_h5",
    "heading_h6",
    "letters",
    "list",
    "long_words",
    "paragraphs",
    "passive_sentences",
    "polysyllabic_words",
    "pre",
    "sentences",
    "syllables",
    "table_cells",
    "words",
];

/// The value of a variable; none where there is none of that name.
///
/// Vale's own figures differ where its counts do: `list` counts list items (as Vale does, whatever its documentation
/// says), and `paragraphs` the blocks that are paragraphs, not the empty lines between.
pub fn variable(name: &str, counts: &Counts) -> Option<u32> {
    Some(match name {
        "blockquote" => counts.quotes,
        "characters" => counts.characters,
        "complex_words" => counts.complex_words,
        "letters" => counts.letters,
        "list" => counts.list_items,
        "long_words" => counts.long_words,
        "paragraphs" => counts.paragraphs,
        "passive_sentences" => counts.passive_sentences,
        "polysyllabic_words" => counts.polysyllabic_words,
        "pre" => counts.code_blocks,
        "sentences" => counts.sentences,
        "syllables" => counts.syllables,
        "table_cells" => counts.table_cells,
        "words" => counts.words,
        _ => {
            let level = name.strip_prefix("heading_h").or_else(|| name.strip_prefix("heading.h"))?;
            let level: usize = level.parse().ok().filter(|level| (1..=6).contains(level))?;
            counts.headings[level - 1]
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_variable_and_measure_is_known_by_its_name() {
        let counts = Counts::of_text("One sentence.");
        assert!(VARIABLES.is_sorted() && VARIABLES.iter().all(|name| variable(name, &counts).is_some()));
        assert_eq!(variable("heading.h2", &counts), Some(0));
        assert_eq!(
            [variable("heading_h7", &counts), variable("heading_h0", &counts), variable("tables", &counts)],
            [None; 3]
        );
        for (measure, name) in Measure::ALL {
            assert_eq!(Measure::named(name), Some(measure));
        }
    }

    proptest! {
        #[test]
        fn a_figure_is_finite_or_unknown(text in any::<String>()) {
            let counts = Counts::of_text(&text);
            for (measure, name) in Measure::ALL {
                let figure = measure.of(&counts);
                prop_assert_eq!(figure.is_some(), counts.words > 0, "{}", name);
                prop_assert!(figure.is_none_or(f64::is_finite));
            }
        }
    }
}
