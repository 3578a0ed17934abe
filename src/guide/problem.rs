//! What is wrong with a guide, said so that its author can put it right. Never a bare "invalid".

use serde::{Deserialize, Serialize};
use std::fmt;

/// One thing wrong in a guide's source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Problem {
    /// 1-based line; 0 when the whole file is meant.
    pub line: u32,
    /// 1-based column in UTF-16 code units; 0 when the whole line is meant.
    pub column: u32,
    /// Path of the field, as `rules[3].severity`; empty when the whole file is meant.
    pub field: String,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub fix: String,
}

impl fmt::Display for Problem {
    /// `12:5: rules[3].severity: unknown severity "eror" (write suggestion, warning or error)`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line > 0 {
            write!(f, "{}:{}: ", self.line, self.column.max(1))?;
        }
        if !self.field.is_empty() {
            write!(f, "{}: ", self.field)?;
        }
        f.write_str(&self.message)?;
        if !self.fix.is_empty() {
            write!(f, " ({})", self.fix)?;
        }
        Ok(())
    }
}
