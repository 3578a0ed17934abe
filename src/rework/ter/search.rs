//! The search for shifts: greedy, one at a time, the best first, as tercom does it; in slices of bounded work.
//!
//! A candidate differs from the text at hand in a short stretch only. So its cost is found from the rows before the
//! stretch, the rows of the stretch itself, and the costs from behind the stretch to the end, all exact.

use super::Ter;
use super::beam::{Beam, backward, forward, last_row};
use std::collections::HashMap;
use std::hash::Hash;
use std::ops::Range;

const LONGEST_SHIFT: usize = 10;
const FARTHEST_SHIFT: usize = 50;
/// The search ends when so many candidates were looked at; what the round under way had found is given up.
const MOST_CANDIDATES: usize = 1000;

/// A computation of [`Ter`] that can stop and go on. The result does not depend on how it was cut into steps.
///
/// ```
/// use housestyle::rework::{Ter, TerSearch, ter, tokens};
/// let (given, last) = ("the cat sat on the mat", "on the mat the cat sat");
/// let mut search = TerSearch::begin(&tokens(given), &tokens(last));
/// let sliced = loop {
///     if let Some(ter) = search.step(100) {
///         break ter;
///     }
/// };
/// assert_eq!(sliced, ter(given, last));
/// assert_eq!((sliced.shifts, sliced.edits()), (1, 1));
/// ```
#[derive(Clone, Debug)]
pub struct TerSearch {
    /// The hypothesis with the shifts made so far.
    words: Vec<u32>,
    reference: Vec<u32>,
    /// Where each word stands in the reference, ascending.
    places: Vec<Vec<u32>>,
    beam: Beam,
    /// Costs from the beginning, a row for each prefix of the words, relative to the row's first cell.
    from_start: Vec<Vec<i32>>,
    /// What a row's first cell costs more than the one of the row before.
    step: Vec<i32>,
    /// Costs to the end, likewise.
    to_end: Vec<Vec<i32>>,
    shifts: u32,
    checked: usize,
    stage: Stage,
    alignment: Alignment,
    scan: Scan,
    spare: [Vec<i32>; 2],
}

/// What the next step goes on with.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Stage {
    /// Rows from the start, up to where those of before hold again; the words changed within the range.
    Forward { row: usize, changed: Range<usize> },
    /// Rows from the end, likewise. Row numbers are one too high, so that 0 is the end.
    Backward { row: usize, changed: Range<usize> },
    /// The alignment of the words at hand.
    Align,
    /// Candidates, in order.
    Scan,
    /// Nothing.
    Done,
}

/// How the words at hand stand to the reference.
#[derive(Clone, Debug, Default)]
struct Alignment {
    /// For each word of the reference, one past the word of the hypothesis it stands at; 0 is before the first.
    after: Vec<u32>,
    /// How many of the words before an index are wrong.
    wrong: Vec<u32>,
    /// How many of the reference's words before an index are missed.
    missed: Vec<u32>,
    insertions: u32,
    deletions: u32,
    substitutions: u32,
}

/// Where a round stands.
#[derive(Clone, Debug, Default)]
struct Scan {
    start: usize,
    /// Index into the places of the word at `start`; none before the first look.
    place: Option<usize>,
    best: Option<Shift>,
    /// What was found out for the shifts from `start`.
    known: Vec<(Shift, i32)>,
}

/// A move of `length` words from `start` to before `target`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Shift {
    gain: i32,
    length: usize,
    start: usize,
    target: usize,
}

impl Shift {
    /// Whether it is to be preferred: by gain, then the longest, the earliest, the one to the earliest place.
    fn beats(&self, other: &Self) -> bool {
        (self.gain, self.length, other.start, other.target) > (other.gain, other.length, self.start, self.target)
    }

    /// The words that stand elsewhere or give way.
    fn stretch(&self) -> Range<usize> {
        let end = self.start + self.length;
        if self.target < self.start {
            self.target..end
        } else if self.target > end {
            self.start..self.target
        } else {
            // A place within itself: counted from behind the words.
            self.start..self.target + self.length
        }
    }

    /// By how much the stretch turns to the left.
    fn turn(&self) -> usize {
        if self.target < self.start { self.start - self.target } else { self.length }
    }
}

impl TerSearch {
    /// Begins with the words of the two texts: linear work, no more. Words may be [`super::tokens`] or their keyed
    /// numbers.
    pub fn begin<T: Hash + Eq>(given: &[T], last: &[T]) -> Self {
        let mut numbers: HashMap<&T, u32> = HashMap::new();
        let mut number = |word| {
            let next = numbers.len() as u32;
            *numbers.entry(word).or_insert(next)
        };
        let reference: Vec<u32> = last.iter().map(&mut number).collect();
        let words: Vec<u32> = given.iter().map(&mut number).collect();
        let mut places = vec![Vec::new(); numbers.len()];
        for (place, word) in reference.iter().enumerate() {
            places[*word as usize].push(place as u32);
        }
        let beam = Beam::new(words.len(), reference.len());
        let from_start = vec![(0..=reference.len() as i32).collect()];
        let stage = if words.is_empty() || reference.is_empty() {
            Stage::Done
        } else {
            Stage::Forward { row: 1, changed: 0..words.len() }
        };
        Self {
            alignment: Alignment {
                insertions: if words.is_empty() { reference.len() as u32 } else { 0 },
                deletions: if reference.is_empty() { words.len() as u32 } else { 0 },
                ..Alignment::default()
            },
            step: vec![0],
            to_end: Vec::new(),
            from_start,
            places,
            beam,
            words,
            reference,
            shifts: 0,
            checked: 0,
            stage,
            scan: Scan::default(),
            spare: Default::default(),
        }
    }

    /// Goes on for about `budget` cells of the matrix (some nanoseconds each) and gives the result when it is there.
    /// Whatever the budget, a step gets on. A step may overdraw its budget by one alignment (linear in the texts) or
    /// the candidates of one pair of words (at most 65, each a few thousand cells as a rule).
    pub fn step(&mut self, budget: usize) -> Option<Ter> {
        let mut spent = 0usize;
        while self.stage != Stage::Done {
            spent = spent.saturating_add(self.advance().max(1));
            if spent >= budget && self.stage != Stage::Done {
                return None;
            }
        }
        Some(Ter {
            insertions: self.alignment.insertions,
            deletions: self.alignment.deletions,
            substitutions: self.alignment.substitutions,
            shifts: self.shifts,
            reference_length: self.reference.len() as u32,
        })
    }

    /// The smallest piece of work; its cost in cells.
    fn advance(&mut self) -> usize {
        match self.stage.clone() {
            Stage::Forward { row, changed } => self.mend_forward(row, changed),
            Stage::Backward { row, changed } => self.mend_backward(row, changed),
            Stage::Align => {
                self.align();
                self.scan = Scan::default();
                self.stage = Stage::Scan;
                self.words.len() + self.reference.len()
            }
            Stage::Scan => self.look(),
            Stage::Done => 0,
        }
    }

    fn mend_forward(&mut self, row: usize, changed: Range<usize>) -> usize {
        let mut new = std::mem::take(&mut self.spare[0]);
        let step = forward(&self.beam, row, self.words[row - 1], &self.reference, &self.from_start[row - 1], &mut new);
        let cost = new.len();
        let mut settled = row == self.words.len();
        if let Some(old) = self.from_start.get_mut(row) {
            settled |= row >= changed.end && *old == new;
            std::mem::swap(old, &mut new);
            self.step[row] = step;
            self.spare[0] = new;
        } else {
            self.from_start.push(new);
            self.step.push(step);
        }
        self.stage = if settled {
            Stage::Backward { row: changed.end, changed }
        } else {
            Stage::Forward { row: row + 1, changed }
        };
        cost
    }

    fn mend_backward(&mut self, row: usize, changed: Range<usize>) -> usize {
        if self.to_end.is_empty() {
            self.to_end = vec![Vec::new(); self.words.len() + 1];
            self.to_end[self.words.len()] = last_row(&self.beam);
        }
        // The costs from row 0 on are never asked for.
        if row <= 1 {
            self.stage = Stage::Align;
            return 1;
        }
        let number = row - 1;
        let mut new = std::mem::take(&mut self.spare[0]);
        let behind = &self.to_end[number + 1];
        backward(&self.beam, number, self.words[number], &self.reference, behind, &mut new);
        let cost = new.len();
        let settled = number <= changed.start && self.to_end[number] == new;
        std::mem::swap(&mut self.to_end[number], &mut new);
        self.spare[0] = new;
        self.stage = if settled { Stage::Align } else { Stage::Backward { row: number, changed } };
        cost
    }

    /// Walks back from the end: of several ways the one that replaces, then the one that takes out, then puts in.
    fn align(&mut self) {
        let (rows, columns) = (self.words.len(), self.reference.len());
        let alignment = &mut self.alignment;
        *alignment = Alignment {
            after: vec![0; columns],
            wrong: vec![0; rows + 1],
            missed: vec![0; columns + 1],
            ..Alignment::default()
        };
        let (mut row, mut column) = (rows, columns);
        while row > 0 || column > 0 {
            let at = |row: usize, column: usize| {
                let low = self.beam.window(row).0;
                column.checked_sub(low).and_then(|at| self.from_start[row].get(at)).copied()
            };
            let cost = at(row, column).expect("the way back stays in the beam") + self.step[row];
            let same = row > 0 && column > 0 && self.words[row - 1] == self.reference[column - 1];
            if row > 0 && column > 0 && at(row - 1, column - 1).is_some_and(|c| c + i32::from(!same) == cost) {
                alignment.after[column - 1] = row as u32;
                alignment.wrong[row] = u32::from(!same);
                alignment.missed[column] = u32::from(!same);
                alignment.substitutions += u32::from(!same);
                (row, column) = (row - 1, column - 1);
            } else if row > 0 && at(row - 1, column).is_some_and(|c| c + 1 == cost) {
                alignment.wrong[row] = 1;
                alignment.deletions += 1;
                row -= 1;
            } else {
                alignment.after[column - 1] = row as u32;
                alignment.missed[column] = 1;
                alignment.insertions += 1;
                column -= 1;
            }
        }
        for counts in [&mut alignment.wrong, &mut alignment.missed] {
            let mut sum = 0;
            for count in counts.iter_mut() {
                sum += *count;
                *count = sum;
            }
        }
    }

    /// Looks at the candidates of the next pair of equal words, one of each text; ends the round after the last.
    fn look(&mut self) -> usize {
        let start = self.scan.start;
        if start == self.words.len() {
            return self.end_round();
        }
        let reach = self.words.len().min(start + LONGEST_SHIFT);
        let places = &self.places[self.words[start] as usize];
        let place = self
            .scan
            .place
            .unwrap_or_else(|| places.partition_point(|place| (*place as usize) + FARTHEST_SHIFT < start));
        let wrong = &self.alignment.wrong;
        match places.get(place) {
            Some(to) if *to as usize <= start + FARTHEST_SHIFT && wrong[reach] > wrong[start] => {
                self.scan.place = Some(place + 1);
                let cost = self.look_at_pair(start, *to as usize);
                if self.checked >= MOST_CANDIDATES { cost + self.end_round() } else { cost }
            }
            _ => {
                self.scan.start += 1;
                self.scan.place = None;
                self.scan.known.clear();
                1
            }
        }
    }

    fn look_at_pair(&mut self, start: usize, to: usize) -> usize {
        let mut cost = 1;
        for length in 1..=LONGEST_SHIFT {
            let (end, to_end) = (start + length, to + length);
            if end > self.words.len()
                || to_end > self.reference.len()
                || self.words[end - 1] != self.reference[to_end - 1]
            {
                break;
            }
            let Alignment { after, wrong, missed, .. } = &self.alignment;
            let stands_at = after[to] as usize;
            if wrong[end] == wrong[start] || missed[to_end] == missed[to] || (start < stands_at && stands_at <= end) {
                continue;
            }
            let before = to.checked_sub(1).map_or(0, |before| after[before]);
            let mut last = None;
            for target in std::iter::once(before).chain((to..to_end).map(|place| after[place])).collect::<Vec<_>>() {
                if last.replace(target) == Some(target) {
                    continue;
                }
                let mut shift = Shift { gain: 0, length, start, target: target as usize };
                match self.scan.known.iter().find(|(known, _)| *known == shift) {
                    Some((_, gain)) => shift.gain = *gain,
                    None => {
                        let (gain, cells) = self.gain(&shift);
                        self.scan.known.push((shift, gain));
                        shift.gain = gain;
                        cost += cells;
                    }
                }
                self.checked += 1;
                if self.scan.best.is_none_or(|best| shift.beats(&best)) {
                    self.scan.best = Some(shift);
                }
            }
            if self.checked >= MOST_CANDIDATES {
                break;
            }
        }
        cost
    }

    /// By how much a shift shortens the distance, and how many cells it took to know.
    fn gain(&mut self, shift: &Shift) -> (i32, usize) {
        let stretch = shift.stretch();
        let stretch = stretch.start..stretch.end.min(self.words.len());
        let turn = shift.turn();
        let [mut before, mut row] = std::mem::take(&mut self.spare);
        before.clone_from(&self.from_start[stretch.start]);
        let (mut cells, mut now, mut then) = (0, 0, 0);
        for (index, number) in (stretch.start + 1..=stretch.end).enumerate() {
            let word = self.words[stretch.start + (index + turn) % stretch.len()];
            then += forward(&self.beam, number, word, &self.reference, &before, &mut row);
            now += self.step[number];
            cells += row.len();
            std::mem::swap(&mut before, &mut row);
        }
        let to_end = &self.to_end[stretch.end];
        let shortest = |row: &[i32]| row.iter().zip(to_end).map(|(a, b)| a + b).min().expect("a row has cells");
        let gain = now + shortest(&self.from_start[stretch.end]) - then - shortest(&before);
        self.spare = [before, row];
        (gain, cells)
    }

    fn end_round(&mut self) -> usize {
        self.stage = match self.scan.best {
            Some(best) if best.gain > 0 && self.checked < MOST_CANDIDATES => {
                let stretch = best.stretch();
                let changed = stretch.start..stretch.end.min(self.words.len());
                self.words[changed.clone()].rotate_left(best.turn());
                self.shifts += 1;
                Stage::Forward { row: changed.start + 1, changed }
            }
            _ => Stage::Done,
        };
        1
    }
}
