//! Keyed fingerprints: what lets two equal texts of one installation be known as equal without keeping either.

use sha2::{Digest, Sha256};

/// The first 64 bits of SHA-256 over the key and the parts, each preceded by its length, as 16 hexadecimal digits.
///
/// The key is the installation's own, so that fingerprints of two installations cannot be compared, and a list of
/// likely texts cannot be tried on an exported log without it.
pub fn fingerprint(key: &[u8], parts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for part in std::iter::once(key).chain(parts.iter().map(|part| part.as_bytes())) {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    hasher.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_do_not_run_together_and_keys_tell_apart() {
        assert_eq!(fingerprint(b"k", &["ab", "c"]), fingerprint(b"k", &["ab", "c"]));
        assert_ne!(fingerprint(b"k", &["ab", "c"]), fingerprint(b"k", &["a", "bc"]));
        assert_ne!(fingerprint(b"k", &["ab"]), fingerprint(b"l", &["ab"]));
        assert_eq!(fingerprint(b"k", &["ab"]).len(), 16);
    }
}
