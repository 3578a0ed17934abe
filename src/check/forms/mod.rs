//! Inflected forms of words, language by language: what a term matches beside itself. Makes forms by rule and from
//! lists of the irregular; where it is not sure it makes too few, since a wrong form is a false alarm.
//!
//! By rule rather than by stemming: the matcher looks up whole words, so it needs the forms themselves, and a stemmer
//! makes one of words that have nothing to do with each other (*universe*, *university*).

pub(super) mod english;
mod french;
mod german;
mod spanish;

pub use english::Form;
pub(super) use english::{forms, inflect, is_known_verb};

/// A language whose word forms are known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum FormLanguage {
    /// See `english.rs`.
    #[default]
    English,
    /// See `german.rs`.
    German,
    /// See `french.rs`.
    French,
    /// See `spanish.rs`.
    Spanish,
}

impl FormLanguage {
    /// The language of a code (BCP 47); none where its forms are not known. What follows the first hyphen is not
    /// looked at: `de-CH` is German.
    pub fn of_code(code: &str) -> Option<Self> {
        match code.split('-').next()?.to_ascii_lowercase().as_str() {
            "en" => Some(Self::English),
            "de" => Some(Self::German),
            "fr" => Some(Self::French),
            "es" => Some(Self::Spanish),
            _ => None,
        }
    }
}

/// Every form of a folded word in a language, the word itself first and none twice. Words under three letters have none
/// but themselves.
///
/// English forms say which they are, so that a suggestion can be fitted to them; those of other languages are all
/// [`Form::Base`], and a suggestion stays as it is written.
///
/// ```
/// use housestyle::check::{FormLanguage, word_forms};
/// let forms: Vec<String> = word_forms(FormLanguage::German, "haus").into_iter().map(|(_, form)| form).collect();
/// assert!(forms.contains(&"häuser".to_owned()));
/// ```
pub fn word_forms(language: FormLanguage, folded: &str) -> Vec<(Form, String)> {
    let mut made = Made::of(folded);
    if folded.chars().count() >= 3 && folded.chars().all(char::is_alphabetic) {
        match language {
            FormLanguage::English => return forms(folded),
            FormLanguage::German => german::add_forms(folded, &mut made),
            FormLanguage::French => french::add_forms(folded, &mut made),
            FormLanguage::Spanish => spanish::add_forms(folded, &mut made),
        }
    }
    made.0.into_iter().map(|form| (Form::Base, form)).collect()
}

/// Forms in the order they were made, each once.
struct Made(Vec<String>);

impl Made {
    fn of(word: &str) -> Self {
        Self(vec![word.to_owned()])
    }

    fn add(&mut self, form: String) {
        if !self.0.contains(&form) {
            self.0.push(form);
        }
    }

    /// A stem with each of the endings, which stand apart by spaces; `-` is the empty one.
    fn add_endings(&mut self, stem: &str, endings: &str) {
        for ending in endings.split(' ') {
            self.add(if ending == "-" { stem.to_owned() } else { format!("{stem}{ending}") });
        }
    }

    /// Forms written out, apart by spaces.
    fn add_all(&mut self, forms: &str) {
        forms.split(' ').for_each(|form| self.add(form.to_owned()));
    }
}

/// Whether a word ends in one of the endings, which stand apart by spaces.
fn ends_in(word: &str, endings: &str) -> bool {
    endings.split(' ').any(|ending| word.len() > ending.len() && word.ends_with(ending))
}

/// Whether a word is on a list of words apart by spaces.
fn is_among(word: &str, list: &str) -> bool {
    list.split(' ').any(|known| known == word)
}
