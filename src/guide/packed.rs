//! A guide that was read, kept as bytes, so that a background that wakes need not read its source again. Bytes that are
//! not whole, of another source or of another build are as good as none.

use super::Guide;
use sha2::{Digest, Sha256};

/// What the bytes begin with.
const MAGIC: [u8; 8] = *b"hsguide\x01";
const HEAD: usize = 8 + 8 + 32 + 32;

/// Names this build: a hash of every source of the package and of the versions it is built with. Where any of them
/// changes, what was kept before is of no use.
const BUILD: u64 = include!(concat!(env!("OUT_DIR"), "/build_id.rs"));

/// The guide that was read from a source, with what a checker made of it (`compiled`, which may be empty), as bytes:
/// magic, build, SHA-256 of the source, SHA-256 of the rest, and the rest.
///
/// ```
/// use housestyle::guide::{pack, parse, unpack};
/// let source = "housestyle: 1\nname: G\nversion: '1'\nowner: O\nrules: [{id: a.b, terms: [synergy]}]";
/// let guide = parse(source).unwrap();
/// let bytes = pack(source, &guide, b"");
/// assert_eq!(unpack(&bytes, source), Some((guide, Vec::new())));
/// assert_eq!(unpack(&bytes, "another source"), None);
/// ```
pub fn pack(source: &str, guide: &Guide, compiled: &[u8]) -> Vec<u8> {
    // Nothing in a guide is of a kind that cannot be written; if it were, nothing would be kept.
    let content = postcard::to_allocvec(&(guide, compiled)).unwrap_or_default();
    let mut bytes = Vec::with_capacity(HEAD + content.len());
    bytes.extend(MAGIC);
    bytes.extend(BUILD.to_le_bytes());
    bytes.extend(Sha256::digest(source));
    bytes.extend(Sha256::digest(&content));
    bytes.extend(content);
    bytes
}

/// What [`pack`] made of a source, if these bytes are that, whole, and from this build.
pub fn unpack(bytes: &[u8], source: &str) -> Option<(Guide, Vec<u8>)> {
    let (head, content) = bytes.split_at_checked(HEAD)?;
    let known = head[..8] == MAGIC
        && head[8..16] == BUILD.to_le_bytes()
        && head[16..48] == Sha256::digest(source)[..]
        && head[48..] == Sha256::digest(content)[..];
    if !known {
        return None;
    }
    match postcard::take_from_bytes(content) {
        Ok((unpacked, [])) => Some(unpacked),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guide::parse;
    use proptest::prelude::*;

    const EVERYTHING: &str = include_str!("../../tests/guide/cases/good/everything.yaml");

    #[test]
    fn every_guide_at_hand_comes_back_as_it_was_read() {
        for folder in ["guides", "tests/guide/cases/good"] {
            for file in std::fs::read_dir(format!("{}/{folder}", env!("CARGO_MANIFEST_DIR"))).unwrap().flatten() {
                if file.path().extension().is_none_or(|extension| extension != "yaml") {
                    continue;
                }
                let source = std::fs::read_to_string(file.path()).unwrap();
                let guide = parse(&source).unwrap();
                let bytes = pack(&source, &guide, b"compiled");
                assert_eq!(unpack(&bytes, &source), Some((guide, b"compiled".to_vec())), "{:?}", file.path());
            }
        }
    }

    proptest! {
        #[test]
        fn bytes_with_anything_wrong_are_as_good_as_none(at in 0usize..10_000, bit in 0u8..8, cut in 0usize..10_000) {
            let guide = parse(EVERYTHING).unwrap();
            let mut bytes = pack(EVERYTHING, &guide, &[]);
            prop_assert_eq!(unpack(&bytes[..cut % bytes.len()], EVERYTHING), None);
            let at = at % bytes.len();
            bytes[at] ^= 1 << bit;
            prop_assert_eq!(unpack(&bytes, EVERYTHING), None);
            bytes[at] ^= 1 << bit;
            bytes.push(0);
            prop_assert_eq!(unpack(&bytes, EVERYTHING), None);
            prop_assert_eq!(unpack(&bytes[..bytes.len() - 1], &format!("{EVERYTHING} ")), None);
        }

        #[test]
        fn bytes_of_others_never_make_a_guide(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            prop_assert_eq!(unpack(&bytes, EVERYTHING), None);
        }
    }
}
