//! Any formula: it is read or refused at a column it has, and has a finite value or none.
#![no_main]

use housestyle::check::{Formula, VARIABLES};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (Vec<u16>, &str)| {
    let (values, text) = input;
    match Formula::parse(text, &VARIABLES) {
        Ok(formula) => {
            let value = formula.value(|variable| values.get(variable).copied().unwrap_or(0).into());
            assert!(value.is_none_or(f64::is_finite));
        }
        Err(error) => assert!(error.column >= 1 && error.column <= text.chars().count() + 1),
    }
});
