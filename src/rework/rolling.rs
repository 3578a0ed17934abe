//! A keyed polynomial hash of sequences: of every stretch in one pass, and of two stretches joined without seeing them
//! again. For equality within one installation only; whoever has the key can try likely texts.

use sha2::{Digest, Sha256};

/// 2^61 - 1, prime.
const MODULUS: u64 = (1 << 61) - 1;

/// The hash's secret: a base, and a number that hides the single units.
#[derive(Clone, Copy, Debug)]
pub struct Rolling {
    base: u64,
    salt: u64,
}

impl Rolling {
    /// For an installation's key and one purpose of it.
    pub fn new(key: &[u8], purpose: &str) -> Self {
        let mut hasher = Sha256::new();
        for part in [key, purpose.as_bytes()] {
            hasher.update((part.len() as u64).to_le_bytes());
            hasher.update(part);
        }
        let digest = hasher.finalize();
        let number = |from: usize| u64::from_le_bytes(digest[from..from + 8].try_into().expect("8 of 32 bytes"));
        Self { base: number(0) % (MODULUS - 3) + 2, salt: number(8) }
    }

    /// The hash of a sequence that has `hash`, with one unit more.
    pub fn append(&self, hash: u64, unit: u32) -> u64 {
        add(multiply(hash, self.base), self.unit(unit))
    }

    /// The hash of a whole sequence.
    pub fn of(&self, units: impl IntoIterator<Item = u32>) -> u64 {
        units.into_iter().fold(0, |hash, unit| self.append(hash, unit))
    }

    /// The hash of two sequences, one behind the other; the second has `len` units.
    pub fn join(&self, first: u64, second: u64, len: u32) -> u64 {
        add(multiply(first, self.power(len)), second)
    }

    /// The hashes of all stretches of `len` units, by where they begin.
    pub fn windows(&self, units: &[u32], len: usize) -> Vec<u64> {
        if units.len() < len || len == 0 {
            return Vec::new();
        }
        let leading = self.power(len as u32 - 1);
        let mut hash = self.of(units[..len].iter().copied());
        let mut hashes = vec![hash];
        for (gone, new) in units.iter().zip(&units[len..]) {
            let without = add(hash, MODULUS - multiply(self.unit(*gone), leading));
            hash = self.append(without, *new);
            hashes.push(hash);
        }
        hashes
    }

    fn power(&self, mut exponent: u32) -> u64 {
        let (mut power, mut square) = (1, self.base);
        while exponent > 0 {
            if exponent & 1 == 1 {
                power = multiply(power, square);
            }
            square = multiply(square, square);
            exponent >>= 1;
        }
        power
    }

    /// SplitMix64's finaliser over unit and salt: a unit's own number is not to be seen in a hash.
    fn unit(&self, unit: u32) -> u64 {
        let mut z = u64::from(unit).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ self.salt;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % (MODULUS - 1) + 1
    }
}

fn add(a: u64, b: u64) -> u64 {
    (a + b) % MODULUS
}

fn multiply(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    let folded = (product & u128::from(MODULUS)) as u64 + (product >> 61) as u64;
    folded % MODULUS
}

/// Hashes as 16 hexadecimal digits.
pub mod hexadecimal {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub fn serialize<S: Serializer>(hash: &u64, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&format!("{hash:016x}"))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
        let text = String::deserialize(deserializer)?;
        u64::from_str_radix(&text, 16).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn stretches_and_joins_hash_as_wholes(units in prop::collection::vec(0u32..70_000, 0..60), cut in 0usize..60, len in 1usize..20) {
            let hash = Rolling::new(b"key", "test");
            let (first, second) = units.split_at(cut.min(units.len()));
            let of = |units: &[u32]| hash.of(units.iter().copied());
            prop_assert_eq!(hash.join(of(first), of(second), second.len() as u32), of(&units));
            let expected: Vec<u64> = units.windows(len).map(of).collect();
            prop_assert_eq!(hash.windows(&units, len), expected);
            prop_assert_ne!(of(&units), Rolling::new(b"other", "test").of(units.iter().copied().chain([1])));
        }
    }
}
