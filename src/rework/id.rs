//! Ids of events: UUIDv7, strictly increasing within one source, from a time and a seed that are handed in.

use sha2::{Digest, Sha256};
use uuid::Builder;

/// Gives out ids. Two sources with different seeds do not give out the same id.
#[derive(Clone, Debug)]
pub struct IdSource {
    seed: [u8; 16],
    last_ms: u64,
    counter: u64,
}

impl IdSource {
    /// A source that draws its random bits from `seed`.
    pub fn new(seed: [u8; 16]) -> Self {
        Self { seed, last_ms: 0, counter: 0 }
    }

    /// The next id for a time in epoch milliseconds. Where time stands still or goes back, the last one is kept and
    /// a counter takes the place of the leading random bits (RFC 9562, section 6.2, method 1).
    ///
    /// ```
    /// use housestyle::rework::IdSource;
    /// let mut ids = IdSource::new([7; 16]);
    /// assert!(ids.next(1_000) < ids.next(1_000));
    /// ```
    pub fn next(&mut self, ms: u64) -> String {
        if ms > self.last_ms {
            self.last_ms = ms;
            self.counter = 0;
        } else {
            self.counter += 1;
        }
        let mut hasher = Sha256::new();
        hasher.update(self.seed);
        hasher.update(self.last_ms.to_le_bytes());
        hasher.update(self.counter.to_le_bytes());
        let random = hasher.finalize();
        let mut bytes = [0u8; 10];
        bytes.copy_from_slice(&random[..10]);
        // rand_a holds 12 bits of the counter, the head of rand_b 16 more.
        let counter = (self.counter & 0x0fff_ffff) as u32;
        bytes[0] = (counter >> 24) as u8 & 0x0f;
        bytes[1] = (counter >> 16) as u8;
        bytes[2] = (counter >> 10) as u8 & 0x3f;
        bytes[3] = (counter >> 2) as u8;
        bytes[4] = ((counter & 3) << 6) as u8 | (bytes[4] & 0x3f);
        Builder::from_unix_timestamp_millis(self.last_ms, &bytes).into_uuid().hyphenated().to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn ids_are_version_7_and_strictly_increase_even_when_time_does_not() {
        let mut ids = IdSource::new([3; 16]);
        let times = [5u64, 5, 5, 4, 6, 6, 1_700_000_000_000, 1_700_000_000_000];
        let given: Vec<String> = times
            .iter()
            .map(|ms| ids.next(*ms))
            .chain((0..100_000).map({
                let mut ids = IdSource::new([4; 16]);
                move |_| ids.next(1_800_000_000_000)
            }))
            .collect();
        assert!(given.windows(2).all(|pair| pair[0] < pair[1]));
        let uuid = Uuid::parse_str(&given[6]).unwrap();
        assert_eq!(uuid.get_version_num(), 7);
        assert_eq!(uuid.get_timestamp().unwrap().to_unix().0, 1_700_000_000);
    }

    #[test]
    fn two_seeds_never_meet() {
        assert_ne!(IdSource::new([1; 16]).next(9), IdSource::new([2; 16]).next(9));
    }
}
