//! Measures as rules: the value of a text's counts, whether it is out of bounds, and what to say of it. Decides nothing
//! of which text is measured.

use super::formula::{Formula, FormulaError};
use super::{Counts, Measure, VARIABLES, variable};
use crate::guide::{self, Measured, Per};

/// Variables that speak of the blocks themselves and not of their text.
const STRUCTURE: [&str; 5] = ["blockquote", "heading_h", "list", "pre", "table_cells"];

/// A measure with its bounds, ready to be taken.
#[derive(Clone, Debug)]
pub(super) struct MeasureRule {
    rule: guide::Measure,
    formula: Option<Formula>,
}

impl MeasureRule {
    /// Of what a guide says.
    ///
    /// # Errors
    /// A formula that cannot be read.
    pub fn new(rule: &guide::Measure) -> Result<Self, FormulaError> {
        let formula = match &rule.of {
            Measured::Formula(formula) => Some(Formula::parse(formula, &VARIABLES)?),
            _ => None,
        };
        Ok(Self { rule: rule.clone(), formula })
    }

    /// What it is taken over.
    pub fn per(&self) -> Per {
        self.rule.per
    }

    /// Whether words and sentences are all it is computed from.
    pub fn asks_for_words_alone(&self) -> bool {
        matches!(self.rule.of, Measured::SentenceWords)
    }

    /// Whether blocks count of which the rule does not speak: as one code block, not by their text.
    pub fn counts_structure(&self) -> bool {
        let speaks_of = |name: &str| STRUCTURE.iter().any(|begin| name.starts_with(begin));
        self.formula.as_ref().is_some_and(|formula| {
            VARIABLES.iter().enumerate().any(|(index, name)| speaks_of(name) && formula.uses(index))
        })
    }

    /// What to say of a text with these counts; none when it is within bounds, too short, or has no value.
    pub fn message(&self, counts: &Counts) -> Option<String> {
        if counts.words < self.rule.from_words {
            return None;
        }
        let value = self.value(counts)?;
        let bound = match (self.rule.most, self.rule.least) {
            (Some(most), _) if value > most => format!("{} is the most", number(most)),
            (_, Some(least)) if value < least => format!("{} is the least", number(least)),
            _ => return None,
        };
        let what = match self.rule.per {
            Per::Sentence => "sentence",
            Per::Block => "paragraph",
            Per::Draft => "text",
        };
        let value = number(value);
        Some(match &self.rule.of {
            Measured::SentenceWords if self.rule.per == Per::Sentence => {
                format!("This sentence has {value} words; {bound}.")
            }
            Measured::SentenceWords => format!("The sentences of this {what} have {value} words on average; {bound}."),
            Measured::PassiveShare => {
                format!("{value}% of the sentences in this {what} are in the passive voice; {bound}.")
            }
            Measured::Formula(_) => format!("The measure of this {what} is {value}; {bound}."),
            Measured::Flesch => format!("The Flesch reading ease of this {what} is {value}; {bound}."),
            Measured::FleschKincaid => format!("The Flesch–Kincaid grade of this {what} is {value}; {bound}."),
            Measured::GunningFog => format!("The Gunning fog index of this {what} is {value}; {bound}."),
            Measured::Smog => format!("The SMOG grade of this {what} is {value}; {bound}."),
            Measured::ColemanLiau => format!("The Coleman–Liau index of this {what} is {value}; {bound}."),
            Measured::Ari => format!("The automated readability index of this {what} is {value}; {bound}."),
        })
    }

    fn value(&self, counts: &Counts) -> Option<f64> {
        match &self.rule.of {
            Measured::Formula(_) => {
                self.formula.as_ref()?.value(|index| variable(VARIABLES[index], counts).map_or(f64::NAN, f64::from))
            }
            Measured::SentenceWords => Measure::SentenceLength.of(counts),
            Measured::Flesch => Measure::FleschReadingEase.of(counts),
            Measured::FleschKincaid => Measure::FleschKincaidGrade.of(counts),
            Measured::GunningFog => Measure::GunningFog.of(counts),
            Measured::Smog => Measure::Smog.of(counts),
            Measured::ColemanLiau => Measure::ColemanLiau.of(counts),
            Measured::Ari => Measure::AutomatedReadability.of(counts),
            Measured::PassiveShare => Measure::PassiveShare.of(counts).map(|share| share * 100.0),
        }
    }
}

/// A number with one decimal at most.
fn number(value: f64) -> String {
    let rounded = (value * 10.0).round() / 10.0;
    // Not "-0".
    format!("{}", if rounded == 0.0 { 0.0 } else { rounded })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(
        of: Measured,
        bounds: (Option<f64>, Option<f64>),
        per: Per,
        from_words: u32,
        text: &str,
    ) -> Option<String> {
        let rule = guide::Measure { of, most: bounds.0, least: bounds.1, per, from_words };
        MeasureRule::new(&rule).unwrap().message(&Counts::of_text(text))
    }

    #[test]
    fn bounds_are_inclusive_and_short_texts_are_not_judged() {
        let text = "The plan was approved. We wrote it.";
        let words = |most, least, from| message(Measured::SentenceWords, (most, least), Per::Draft, from, text);
        assert_eq!(words(Some(3.5), None, 0), None);
        assert_eq!(
            words(Some(3.4), None, 0).as_deref(),
            Some("The sentences of this text have 3.5 words on average; 3.4 is the most.")
        );
        assert_eq!(words(Some(3.0), None, 8), None);
        assert_eq!(words(None, Some(3.5), 0), None);
        assert!(words(None, Some(4.0), 7).unwrap().ends_with("4 is the least."));
        assert_eq!(
            message(Measured::PassiveShare, (Some(40.0), None), Per::Block, 0, text).as_deref(),
            Some("50% of the sentences in this paragraph are in the passive voice; 40 is the most.")
        );
    }

    #[test]
    fn formulas_are_taken_over_the_counts() {
        let formula = |text: &str| Measured::Formula(text.into());
        let said = |of, text| message(of, (Some(1.0), None), Per::Sentence, 0, text);
        assert_eq!(said(formula("words / 2"), "One two."), None);
        assert_eq!(
            said(formula("words"), "One two.").as_deref(),
            Some("The measure of this sentence is 2; 1 is the most.")
        );
        assert_eq!(said(formula("words / pre"), "One two."), None);
        let rule = |text: &str| guide::Measure { of: formula(text), ..guide::Measure::default() };
        assert!(MeasureRule::new(&rule("pre + words")).unwrap().counts_structure());
        assert!(MeasureRule::new(&rule("heading.h1")).unwrap().counts_structure());
        assert!(!MeasureRule::new(&rule("words / sentences")).unwrap().counts_structure());
        assert_eq!(MeasureRule::new(&rule("word")).unwrap_err().fix, "write words");
    }
}
