//! The text of a replay, as UTF-16, in chunks: what an edit costs does not grow with the text as fast as copying it would.
//! Halves of surrogate pairs may stand in it, as a trace may put them there one by one.

/// A chunk is divided past so many units.
const FULL: usize = 8_192;

/// Units one after the other.
#[derive(Clone, Debug, Default)]
pub(super) struct Units {
    chunks: Vec<Vec<u16>>,
    len: usize,
}

impl Units {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Takes out `removed` units from `position` on, which must be there, and puts others in. Gives what went.
    pub fn splice(&mut self, position: usize, removed: usize, inserted: &[u16]) -> Vec<u16> {
        let (mut at, mut within) = (0, position);
        while self.chunks.get(at).is_some_and(|chunk| within > chunk.len()) {
            within -= self.chunks[at].len();
            at += 1;
        }
        if self.chunks.is_empty() {
            self.chunks.push(Vec::new());
        }
        let first = at;
        let mut gone = Vec::with_capacity(removed);
        let mut from = within;
        while gone.len() < removed {
            let chunk = &mut self.chunks[at];
            let end = chunk.len().min(from + removed - gone.len());
            gone.extend(chunk.drain(from..end));
            (at, from) = (at + 1, 0);
        }
        self.len = self.len - gone.len() + inserted.len();
        self.chunks[first].splice(within..within, inserted.iter().copied());
        let last = at.max(first + 1);
        if self.chunks[first].len() > FULL {
            let parts: Vec<Vec<u16>> = self.chunks[first].chunks(FULL / 2).map(<[u16]>::to_vec).collect();
            self.chunks.splice(first..=first, parts);
        } else {
            // Whatever was emptied behind the first.
            let mut index = first + 1;
            for _ in first + 1..last {
                if self.chunks[index].is_empty() { drop(self.chunks.remove(index)) } else { index += 1 }
            }
        }
        gone
    }

    /// All of them.
    pub fn to_vec(&self) -> Vec<u16> {
        self.chunks.concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn it_is_what_a_list_would_be(edits in prop::collection::vec((0usize..40_000, 0usize..20_000, 0usize..20_000), 0..30)) {
            let (mut units, mut list) = (Units::default(), Vec::new());
            for (number, (position, removed, inserted)) in edits.into_iter().enumerate() {
                let position = position.min(list.len());
                let removed = removed.min(list.len() - position);
                let inserted: Vec<u16> = (0..inserted).map(|unit| (unit * 7 + number) as u16).collect();
                let gone: Vec<u16> = list.splice(position..position + removed, inserted.iter().copied()).collect();
                prop_assert_eq!(units.splice(position, removed, &inserted), gone);
                prop_assert_eq!(units.len(), list.len());
            }
            prop_assert_eq!(units.to_vec(), list);
        }
    }
}
