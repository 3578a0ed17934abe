//! Words as tercom tells them when it does not normalise: lower case, split at white space, punctuation left in place.
//! Keyed, so that what was given can be kept until it is shipped without keeping its prose.

use sha2::{Digest, Sha256};

/// Lower-case words between white space.
///
/// ```
/// assert_eq!(housestyle::rework::tokens(" Don't  STOP,\u{a0}now. "), ["don't", "stop,", "now."]);
/// ```
pub fn tokens(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    lower.split(is_space).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The words of a text as 53 bits each (what a number holds in JavaScript) of SHA-256 over the key and the word: equal words have equal numbers, and
/// without the key no list of likely words can be tried on them.
///
/// ```
/// use housestyle::rework::keyed_tokens;
/// assert_eq!(keyed_tokens(b"key", "Ask us"), keyed_tokens(b"key", "ask  US"));
/// assert_ne!(keyed_tokens(b"key", "ask"), keyed_tokens(b"other", "ask"));
/// ```
pub fn keyed_tokens(key: &[u8], text: &str) -> Vec<u64> {
    let mut keyed = Sha256::new();
    keyed.update((key.len() as u64).to_le_bytes());
    keyed.update(key);
    tokens(text)
        .iter()
        .map(|word| {
            let mut hasher = keyed.clone();
            hasher.update(word);
            let digest = hasher.finalize();
            u64::from_le_bytes(digest[..8].try_into().expect("a digest has 32 bytes")) >> 11
        })
        .collect()
}

/// White space as Python's `str.split` has it, which the reference uses: Unicode's, and the four separators of ASCII.
fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}
