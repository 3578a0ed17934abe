//! Edit distance inside a beam around the diagonal, as rows that can be computed from either end and mended in the
//! middle. Knows nothing of shifts.
//!
//! A row holds the cost of each of its cells less that of its first, and the step from the row before: so where a
//! mended row is what it was, all rows behind it are what they were, and need not be looked at.

/// Cost of a cell that cannot be reached.
const UNREACHABLE: i32 = 1 << 29;
/// Half the width of the beam, in words.
const WIDTH: i64 = 25;

/// Which columns (words of the reference) each row (words of the hypothesis) looks at.
#[derive(Clone, Debug)]
pub struct Beam {
    rows: usize,
    columns: usize,
    ratio: f64,
    width: i64,
}

impl Beam {
    /// For a hypothesis and a reference of so many words.
    pub fn new(rows: usize, columns: usize) -> Self {
        let ratio = if rows == 0 { 1.0 } else { columns as f64 / rows as f64 };
        // Where the lengths are far apart a narrow beam would tear between two rows.
        let width = if (WIDTH as f64) < ratio / 2.0 { (ratio / 2.0 + WIDTH as f64).ceil() as i64 } else { WIDTH };
        Self { rows, columns, ratio, width }
    }

    /// First column and one past the last.
    pub fn window(&self, row: usize) -> (usize, usize) {
        let end = self.columns + 1;
        if row == 0 {
            return (0, end);
        }
        // As the reference computes it: in double precision, from the ratio.
        let diagonal = (row as f64 * self.ratio).floor() as i64;
        let low = (diagonal - self.width).max(0) as usize;
        let high = if row == self.rows { end } else { end.min((diagonal + self.width) as usize) };
        (low, high)
    }
}

/// The word of a hypothesis in a row, from 1, against the row before: fills `row` with costs relative to its first
/// cell and gives back the first cell's cost relative to the first of the row before.
pub fn forward(beam: &Beam, number: usize, word: u32, reference: &[u32], before: &[i32], row: &mut Vec<i32>) -> i32 {
    let (low, high) = beam.window(number);
    let (low_before, _) = beam.window(number - 1);
    let gap = low - low_before;
    row.clear();
    let mut left = UNREACHABLE;
    let mut diagonal = if gap > 0 { before.get(gap - 1).copied().unwrap_or(UNREACHABLE) } else { UNREACHABLE };
    for column in low..high {
        let above = before.get(column - low + gap).copied().unwrap_or(UNREACHABLE);
        let other = column == 0 || reference[column - 1] != word;
        let cost = (diagonal + i32::from(other)).min(above + 1).min(left + 1);
        row.push(cost);
        (left, diagonal) = (cost, above);
    }
    rebase(row)
}

/// The costs from the cells of a row to the end, relative to its first cell, from those of the row behind it.
/// `word` is the one between the two rows.
pub fn backward(beam: &Beam, number: usize, word: u32, reference: &[u32], behind: &[i32], row: &mut Vec<i32>) {
    let (low, high) = beam.window(number);
    let (low_behind, _) = beam.window(number + 1);
    let at = |column: usize| column.checked_sub(low_behind).and_then(|at| behind.get(at)).copied();
    row.clear();
    row.resize(high - low, 0);
    let mut right = UNREACHABLE;
    let mut diagonal = at(high).unwrap_or(UNREACHABLE);
    for column in (low..high).rev() {
        let below = at(column).unwrap_or(UNREACHABLE);
        let other = reference.get(column).is_none_or(|other| *other != word);
        let cost = (diagonal + i32::from(other)).min(below + 1).min(right + 1);
        row[column - low] = cost;
        (right, diagonal) = (cost, below);
    }
    rebase(row);
}

/// The costs from the last row to the end: what is left of the reference is put in.
pub fn last_row(beam: &Beam) -> Vec<i32> {
    let (low, high) = beam.window(beam.rows);
    (low..high).map(|column| low as i32 - column as i32).collect()
}

/// Makes costs relative to the first.
fn rebase(row: &mut [i32]) -> i32 {
    let first = row[0];
    for cost in row.iter_mut() {
        *cost -= first;
    }
    first
}
