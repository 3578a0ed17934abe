//! Spelling by a Hunspell dictionary (through the crate `spellbook`), with the guide's own names. Never reads a file:
//! the dictionary's two texts are handed in, since they are data that is fetched only where a rule asks for it.

use std::collections::BTreeMap;
use std::fmt;

/// A dictionary and the words that are right beside it.
#[derive(Clone)]
pub struct Spelling {
    dictionary: spellbook::Dictionary,
    /// Names with capitals of their own, by their lower case: they are right in these spellings alone.
    names: BTreeMap<String, Vec<String>>,
}

/// A dictionary that cannot be read, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DictionaryError(String);

impl fmt::Display for DictionaryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the dictionary cannot be read: {}", self.0)
    }
}

impl std::error::Error for DictionaryError {}

/// Most bytes of a word that is looked up; what is longer is no word and counts as right.
const LONGEST: usize = 60;

impl Spelling {
    /// A dictionary from the texts of its `.aff` and its `.dic` file, both in UTF-8.
    ///
    /// # Errors
    /// A text that is not in Hunspell's format.
    ///
    /// ```
    /// use housestyle::check::Spelling;
    /// let mut spelling = Spelling::new("SET UTF-8\nSFX S Y 1\nSFX S 0 s .\n", "2\nplan/S\nwe\n").unwrap();
    /// spelling.add("iPhone");
    /// assert!(spelling.is_right("Plans") && spelling.is_right("iPhone") && spelling.is_right("iPhone's"));
    /// assert!(!spelling.is_right("plann") && !spelling.is_right("Iphone"));
    /// assert_eq!(spelling.suggestions("Iphone"), ["iPhone"]);
    /// ```
    pub fn new(aff: &str, dic: &str) -> Result<Self, DictionaryError> {
        let (aff, dic) = (aff.trim_start_matches('\u{feff}'), dic.trim_start_matches('\u{feff}'));
        let dictionary = spellbook::Dictionary::new(aff, dic).map_err(|error| DictionaryError(error.to_string()))?;
        Ok(Self { dictionary, names: BTreeMap::new() })
    }

    /// Takes a name as right. One with a capital is right only as it is written; one without in any case.
    pub fn add(&mut self, name: &str) {
        let name = straight(name);
        let spellings = self.names.entry(name.to_lowercase()).or_default();
        if !spellings.contains(&name) {
            spellings.push(name);
        }
    }

    /// Whether a word is right: a name in its own spelling, else a word of the dictionary. Words with a digit, and
    /// what is no word, are always right. A possessive *'s* is looked past.
    pub fn is_right(&self, word: &str) -> bool {
        if word.len() > LONGEST || word.chars().any(char::is_numeric) || !word.chars().any(char::is_alphabetic) {
            return true;
        }
        let word = straight(word);
        let stem = word.strip_suffix("'s").or_else(|| word.strip_suffix("'S")).unwrap_or(&word);
        if let Some(right) = self.is_right_name(&word).or_else(|| self.is_right_name(stem)) {
            return right;
        }
        self.dictionary.check(&word)
            || self.dictionary.check(stem)
            // A compound is right where all its parts are.
            || word.contains('-') && word.split('-').all(|part| part.is_empty() || self.is_right(part))
    }

    /// What may have been meant, the likeliest first, at most five. Dear: to be asked for one word at a time, when a
    /// writer looks at it, never while a text is checked.
    pub fn suggestions(&self, word: &str) -> Vec<String> {
        if word.len() > LONGEST {
            return Vec::new();
        }
        let word = straight(word);
        let mut found = self.names.get(&word.to_lowercase()).cloned().unwrap_or_default();
        let mut more = Vec::new();
        self.dictionary.suggest(&word, &mut more);
        // A name within one letter: the dictionary does not know it.
        let near = |name: &&String| strsim::osa_distance(name, &word) == 1;
        let names = self.names.values().flatten().filter(near).cloned();
        for suggestion in names.chain(more) {
            if suggestion != word && !found.contains(&suggestion) {
                found.push(suggestion);
            }
        }
        found.truncate(5);
        found
    }

    /// Whether a word is a name in its own spelling; none where it is no name.
    fn is_right_name(&self, word: &str) -> Option<bool> {
        let lower = word.to_lowercase();
        let spellings = self.names.get(&lower)?;
        Some(spellings.iter().any(|name| name == word || *name == lower))
    }
}

impl fmt::Debug for Spelling {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Spelling").field("names", &self.names).finish_non_exhaustive()
    }
}

/// A word as dictionaries write it: straight apostrophes, no soft hyphens.
fn straight(word: &str) -> String {
    word.chars().filter(|c| *c != '\u{ad}').map(|c| if c == '’' { '\'' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelling() -> Spelling {
        let aff = "SET UTF-8\nTRY esianrtolcdugmphbyfvkwz\nSFX S Y 1\nSFX S 0 s .\nSFX D Y 1\nSFX D 0 ed .\n";
        Spelling::new(aff, "5\nplan/S\nwalk/SD\ncafé/S\nuser/S\nfriendly\n").unwrap()
    }

    #[test]
    fn words_are_right_by_the_dictionary() {
        let spelling = spelling();
        for word in ["plan", "Plans", "WALKED", "café", "user-friendly", "plan’s", "3rd", "—", "Cafés"] {
            assert!(spelling.is_right(word), "{word}");
        }
        for word in ["plann", "walkd", "user-freindly", "iphone"] {
            assert!(!spelling.is_right(word), "{word}");
        }
        assert_eq!(spelling.suggestions("wakl").first().map(String::as_str), Some("walk"));
    }

    #[test]
    fn names_are_right_in_their_own_spelling() {
        let mut spelling = spelling();
        for name in ["GitHub", "webhook", "Slack"] {
            spelling.add(name);
        }
        for word in ["GitHub", "GitHub's", "GitHub’s", "webhook", "Webhook", "WEBHOOK", "Slack"] {
            assert!(spelling.is_right(word), "{word}");
        }
        for word in ["Github", "github", "GITHUB", "slack"] {
            assert!(!spelling.is_right(word), "{word}");
        }
        assert_eq!(spelling.suggestions("Github"), ["GitHub"]);
        assert_eq!(spelling.suggestions("GitHib"), ["GitHub"]);
    }

    #[test]
    fn what_is_no_dictionary_is_refused() {
        assert!(Spelling::new("", "not a number\nplan\n").is_err());
        assert!(Spelling::new("SFX S Y nonsense\n", "1\nplan\n").is_err());
    }
}
