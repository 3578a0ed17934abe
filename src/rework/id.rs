//! Ids of events: UUIDv7 (RFC 9562), made from a time and a seed that are handed in. Never asks for either itself.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use uuid::Builder;

/// A UUIDv7 from epoch milliseconds and 10 bytes, of which 74 bits are used.
///
/// ```
/// assert_eq!(housestyle::rework::uuid_v7(0x0190_0000_0000, [0; 10]), "01900000-0000-7000-8000-000000000000");
/// ```
pub fn uuid_v7(ms: u64, random: [u8; 10]) -> String {
    Builder::from_unix_timestamp_millis(ms, &random).into_uuid().to_string()
}

/// Gives out ids, each greater than the one before, from a seed handed in once.
///
/// After RFC 9562, section 6.2, method 2: a new millisecond begins at a random number of 73 bits; within one, and
/// when the clock goes back, the number grows by a random step.
///
/// ```
/// let mut ids = housestyle::rework::IdSource::new([7; 16]);
/// let first = ids.next(1_700_000_000_000);
/// assert!(ids.next(1_600_000_000_000) > first);
/// ```
#[derive(Clone, Debug)]
pub struct IdSource {
    seed: [u8; 16],
    drawn: u64,
    ms: u64,
    number: u128,
}

/// One past the greatest number that fits beside the time: 12 bits of `rand_a` and 62 of `rand_b`.
const LIMIT: u128 = 1 << 74;

impl IdSource {
    /// A source with a seed of 16 random bytes, never used for another source.
    pub fn new(seed: [u8; 16]) -> Self {
        Self { seed, drawn: 0, ms: 0, number: LIMIT }
    }

    /// An id for a time in epoch milliseconds; when the clock went back, for the time of the last id.
    #[allow(clippy::should_implement_trait, reason = "it wants a time, so it cannot be an iterator")]
    pub fn next(&mut self, ms: u64) -> String {
        let draw = self.draw();
        let stepped = self.number + 1 + (draw & 0xffff_ffff);
        if ms > self.ms || stepped >= LIMIT {
            self.ms = if ms > self.ms { ms } else { self.ms + 1 };
            // One bit is left free, so that the number has room to grow.
            self.number = draw & (LIMIT / 2 - 1);
        } else {
            self.number = stepped;
        }
        let mut random = [0; 10];
        random[..2].copy_from_slice(&((self.number >> 62) as u16).to_be_bytes());
        random[2..].copy_from_slice(&((self.number & ((1 << 62) - 1)) as u64).to_be_bytes());
        uuid_v7(self.ms, random)
    }

    /// 128 bits that nobody without the seed can foretell.
    fn draw(&mut self) -> u128 {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.seed).expect("HMAC takes a key of any length");
        mac.update(&self.drawn.to_be_bytes());
        self.drawn += 1;
        let digest = mac.finalize().into_bytes();
        u128::from_be_bytes(std::array::from_fn(|index| digest[index]))
    }
}
