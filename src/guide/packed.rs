//! A guide that was read, kept as bytes, so that a background that wakes need not read its source again. Bytes that are
//! not whole, of another source or of another build are as good as none.

use super::Guide;
use sha2::{Digest, Sha256};
use siphasher::sip::SipHasher24;
use std::hash::Hasher;

/// What the bytes begin with.
const MAGIC: [u8; 8] = *b"hsguide\x02";
const HEAD: usize = 8 + 8 + 32 + 8;

/// Names this build: a hash of every source of the package and of the versions it is built with. Where any of them
/// changes, what was kept before is of no use.
const BUILD: u64 = include!(concat!(env!("OUT_DIR"), "/build_id.rs"));

/// What tells one source of a guide from every other: its SHA-256.
pub fn source_digest(source: &str) -> [u8; 32] {
    Sha256::digest(source).into()
}

/// A sum over the content: what is stored may be damaged, and nobody forges it.
fn sum(content: &[u8]) -> [u8; 8] {
    let mut hasher = SipHasher24::new();
    hasher.write(content);
    hasher.finish().to_le_bytes()
}

/// The guide that was read from a source, with what a checker made of it (`compiled`, which may be empty), as bytes:
/// magic, build, digest of the source, a sum over the rest, and the rest.
///
/// ```
/// use housestyle::guide::{pack, parse, source_digest, unpack};
/// let source = "housestyle: 1\nname: G\nversion: '1'\nowner: O\nrules: [{id: a.b, terms: [synergy]}]";
/// let guide = parse(source).unwrap();
/// let bytes = pack(source, &guide, b"");
/// assert_eq!(unpack(&bytes, &source_digest(source)), Some((guide, Vec::new())));
/// assert_eq!(unpack(&bytes, &source_digest("another source")), None);
/// ```
pub fn pack(source: &str, guide: &Guide, compiled: &[u8]) -> Vec<u8> {
    // Nothing in a guide is of a kind that cannot be written; if it were, nothing would be kept.
    let content = postcard::to_allocvec(&(guide, compiled)).unwrap_or_default();
    let mut bytes = Vec::with_capacity(HEAD + content.len());
    bytes.extend(MAGIC);
    bytes.extend(BUILD.to_le_bytes());
    bytes.extend(source_digest(source));
    bytes.extend(sum(&content));
    bytes.extend(content);
    bytes
}

/// What [`pack`] made of the source of that digest, if these bytes are that, whole, and from this build.
pub fn unpack(bytes: &[u8], source: &[u8; 32]) -> Option<(Guide, Vec<u8>)> {
    let (head, content) = bytes.split_at_checked(HEAD)?;
    let known = head[..8] == MAGIC
        && head[8..16] == BUILD.to_le_bytes()
        && head[16..48] == source[..]
        && head[48..] == sum(content);
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
                assert_eq!(
                    unpack(&bytes, &source_digest(&source)),
                    Some((guide, b"compiled".to_vec())),
                    "{:?}",
                    file.path()
                );
            }
        }
    }

    proptest! {
        #[test]
        fn bytes_with_anything_wrong_are_as_good_as_none(at in 0usize..10_000, bit in 0u8..8, cut in 0usize..10_000) {
            let (guide, digest) = (parse(EVERYTHING).unwrap(), source_digest(EVERYTHING));
            let mut bytes = pack(EVERYTHING, &guide, &[]);
            prop_assert_eq!(unpack(&bytes[..cut % bytes.len()], &digest), None);
            let at = at % bytes.len();
            bytes[at] ^= 1 << bit;
            prop_assert_eq!(unpack(&bytes, &digest), None);
            bytes[at] ^= 1 << bit;
            bytes.push(0);
            prop_assert_eq!(unpack(&bytes, &digest), None);
            prop_assert_eq!(unpack(&bytes[..bytes.len() - 1], &source_digest(&format!("{EVERYTHING} "))), None);
        }

        #[test]
        fn bytes_of_others_never_make_a_guide(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            prop_assert_eq!(unpack(&bytes, &source_digest(EVERYTHING)), None);
        }
    }
}
