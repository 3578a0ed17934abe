//! Formulas of measures as guides write them: numbers, variables, `+ - * / ^`, brackets and a few functions. Gives no
//! value where there is none (a division by zero), and never one that is not finite.

use crate::guide::nearest_name;

/// A formula may have so many numbers, variables and signs.
const MOST_PARTS: usize = 500;
/// Brackets and functions may stand so deep in one another.
const DEEPEST: usize = 64;

/// A formula, parsed.
#[derive(Clone, Debug, PartialEq)]
pub struct Formula {
    /// In reverse Polish order.
    steps: Vec<Step>,
}

#[derive(Clone, Debug, PartialEq)]
enum Step {
    Number(f64),
    /// Index in the list of known variables.
    Variable(usize),
    Negate,
    Add,
    Subtract,
    Multiply,
    Divide,
    Power,
    Call(Function),
}

/// A function: takes one value, or two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Function {
    Sqrt,
    Abs,
    Round,
    Floor,
    Ceil,
    Log,
    Log10,
    Min,
    Max,
    Pow,
}

const FUNCTIONS: [(&str, Function, usize); 10] = [
    ("sqrt", Function::Sqrt, 1),
    ("abs", Function::Abs, 1),
    ("round", Function::Round, 1),
    ("floor", Function::Floor, 1),
    ("ceil", Function::Ceil, 1),
    ("log", Function::Log, 1),
    ("log10", Function::Log10, 1),
    ("min", Function::Min, 2),
    ("max", Function::Max, 2),
    ("pow", Function::Pow, 2),
];

/// Why a text is no formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormulaError {
    /// 1-based column in characters.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub fix: String,
}

impl Formula {
    /// Parses a formula over known variables. A dot in a name is read as an underscore (`heading.h1`).
    ///
    /// ```
    /// use housestyle::check::Formula;
    /// let formula = Formula::parse("0.5 * (words / sentences) - 1", &["words", "sentences"]).unwrap();
    /// assert_eq!(formula.value(|variable| [200.0, 10.0][variable]), Some(9.0));
    /// assert_eq!(formula.value(|variable| [200.0, 0.0][variable]), None);
    /// let error = Formula::parse("words / sentence", &["words", "sentences"]).unwrap_err();
    /// assert_eq!((error.column, error.fix.as_str()), (9, "write sentences"));
    /// ```
    ///
    /// # Errors
    /// The first thing that is wrong, its column, and what to write instead.
    pub fn parse(text: &str, variables: &[&str]) -> Result<Self, FormulaError> {
        let mut parser = Parser { text: text.char_indices().collect(), at: 0, variables, steps: Vec::new(), depth: 0 };
        parser.sum()?;
        match parser.peek() {
            None => Ok(Self { steps: parser.steps }),
            Some(')') => Err(parser.error("there is no bracket for this to close", "take it out, or open one before")),
            Some(c) => Err(parser.error(&format!("{c:?} cannot stand here"), "write + - * / ^ between values")),
        }
    }

    /// Whether the variable of that index stands in it.
    pub fn uses(&self, variable: usize) -> bool {
        self.steps.contains(&Step::Variable(variable))
    }

    /// The formula's value, with the value of each variable by its index in the list it was parsed with.
    pub fn value(&self, variable: impl Fn(usize) -> f64) -> Option<f64> {
        let mut stack: Vec<f64> = Vec::new();
        for step in &self.steps {
            let value = match step {
                Step::Number(number) => *number,
                Step::Variable(index) => variable(*index),
                Step::Negate => -stack.pop()?,
                Step::Call(function) => {
                    let last = stack.pop()?;
                    match function {
                        Function::Sqrt => last.sqrt(),
                        Function::Abs => last.abs(),
                        Function::Round => last.round(),
                        Function::Floor => last.floor(),
                        Function::Ceil => last.ceil(),
                        Function::Log => last.ln(),
                        Function::Log10 => last.log10(),
                        Function::Min => stack.pop()?.min(last),
                        Function::Max => stack.pop()?.max(last),
                        Function::Pow => stack.pop()?.powf(last),
                    }
                }
                sign => {
                    let (right, left) = (stack.pop()?, stack.pop()?);
                    match sign {
                        Step::Add => left + right,
                        Step::Subtract => left - right,
                        Step::Multiply => left * right,
                        Step::Divide => left / right,
                        _ => left.powf(right),
                    }
                }
            };
            // A value that is none on the way stays none: 1 / 0 is no large number.
            if !value.is_finite() {
                return None;
            }
            stack.push(value);
        }
        stack.pop()
    }
}

struct Parser<'a> {
    text: Vec<(usize, char)>,
    at: usize,
    variables: &'a [&'a str],
    steps: Vec<Step>,
    depth: usize,
}

impl Parser<'_> {
    /// The next character that is no space.
    fn peek(&mut self) -> Option<char> {
        while self.text.get(self.at).is_some_and(|(_, c)| c.is_whitespace()) {
            self.at += 1;
        }
        self.text.get(self.at).map(|(_, c)| *c)
    }

    fn take(&mut self, wanted: char) -> bool {
        let there = self.peek() == Some(wanted);
        self.at += usize::from(there);
        there
    }

    fn error(&self, message: &str, fix: &str) -> FormulaError {
        FormulaError { column: self.at + 1, message: message.to_owned(), fix: fix.to_owned() }
    }

    fn push(&mut self, step: Step) -> Result<(), FormulaError> {
        if self.steps.len() >= MOST_PARTS {
            return Err(self.error("the formula is too long", "write a shorter one"));
        }
        self.steps.push(step);
        Ok(())
    }

    fn sum(&mut self) -> Result<(), FormulaError> {
        self.product()?;
        loop {
            let step = match self.peek() {
                Some('+') => Step::Add,
                Some('-') => Step::Subtract,
                _ => return Ok(()),
            };
            self.at += 1;
            self.product()?;
            self.push(step)?;
        }
    }

    fn product(&mut self) -> Result<(), FormulaError> {
        self.signed()?;
        loop {
            let step = match self.peek() {
                Some('*') => Step::Multiply,
                Some('/') => Step::Divide,
                _ => return Ok(()),
            };
            self.at += 1;
            self.signed()?;
            self.push(step)?;
        }
    }

    /// A sign binds weaker than a power: `-2 ^ 2` is -4.
    fn signed(&mut self) -> Result<(), FormulaError> {
        let mut negative = false;
        while let Some(sign @ ('-' | '+')) = self.peek() {
            negative ^= sign == '-';
            self.at += 1;
        }
        self.power()?;
        if negative { self.push(Step::Negate) } else { Ok(()) }
    }

    fn power(&mut self) -> Result<(), FormulaError> {
        self.deeper()?;
        self.value()?;
        if self.take('^') {
            // From right to left: 2 ^ 3 ^ 2 is 2 ^ 9.
            self.signed()?;
            self.push(Step::Power)?;
        }
        self.depth -= 1;
        Ok(())
    }

    fn value(&mut self) -> Result<(), FormulaError> {
        match self.peek() {
            Some('(') => {
                self.at += 1;
                self.deeper()?;
                self.sum()?;
                self.depth -= 1;
                self.close()
            }
            Some(c) if c.is_ascii_digit() || c == '.' => self.number(),
            Some(c) if c.is_alphabetic() || c == '_' => self.name(),
            Some(c) => Err(self.error(&format!("{c:?} is no value"), "write a number, a variable, or a bracket")),
            None => {
                Err(self
                    .error("the formula ends where a value should stand", "write a number, a variable, or a bracket"))
            }
        }
    }

    fn close(&mut self) -> Result<(), FormulaError> {
        if self.take(')') {
            return Ok(());
        }
        Err(self.error("a bracket is not closed", "write )"))
    }

    fn deeper(&mut self) -> Result<(), FormulaError> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.error("brackets stand too deep in one another", "write a simpler formula"));
        }
        Ok(())
    }

    fn read(&mut self, more: impl Fn(char) -> bool) -> String {
        let start = self.at;
        while self.text.get(self.at).is_some_and(|(_, c)| more(*c)) {
            self.at += 1;
        }
        self.text[start..self.at].iter().map(|(_, c)| *c).collect()
    }

    fn number(&mut self) -> Result<(), FormulaError> {
        let start = self.at;
        let written = self.read(|c| c.is_ascii_digit() || c == '.');
        match written.parse::<f64>() {
            Ok(number) if number.is_finite() => self.push(Step::Number(number)),
            _ => {
                self.at = start;
                Err(self.error(&format!("{written} is no number"), "write it as 11.8"))
            }
        }
    }

    fn name(&mut self) -> Result<(), FormulaError> {
        let start = self.at;
        let written = self.read(|c| c.is_alphanumeric() || c == '_' || c == '.').replace('.', "_");
        if self.peek() == Some('(') {
            let known = FUNCTIONS.iter().find(|(name, ..)| *name == written);
            let Some((name, function, takes)) = known else {
                self.at = start;
                let names: Vec<&str> = FUNCTIONS.iter().map(|(name, ..)| *name).collect();
                return Err(self.unknown("function", &written, &names));
            };
            self.at += 1;
            self.deeper()?;
            for number in 0..*takes {
                if number > 0 && !self.take(',') {
                    return Err(self.error(&format!("{name} takes {takes} values"), "write a comma and another value"));
                }
                self.sum()?;
            }
            self.depth -= 1;
            self.close()?;
            return self.push(Step::Call(*function));
        }
        match self.variables.iter().position(|known| *known == written) {
            Some(index) => self.push(Step::Variable(index)),
            None => {
                self.at = start;
                Err(self.unknown("variable", &written, self.variables))
            }
        }
    }

    fn unknown(&self, noun: &str, written: &str, known: &[&str]) -> FormulaError {
        let fix = match nearest_name(written, known) {
            Some(near) => format!("write {near}"),
            None => format!("known are {}", known.join(", ")),
        };
        self.error(&format!("unknown {noun} {written}"), &fix)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NAMES: [&str; 3] = ["words", "sentences", "heading_h1"];

    fn value(text: &str) -> Option<f64> {
        Formula::parse(text, &NAMES).unwrap().value(|index| [200.0, 10.0, 0.0][index])
    }

    #[test]
    fn formulas_have_the_value_that_arithmetic_gives_them() {
        for (text, expected) in [
            ("1 + 2 * 3", Some(7.0)),
            ("(1 + 2) * 3", Some(9.0)),
            ("2 - 3 - 4", Some(-5.0)),
            ("100 / 10 / 5", Some(2.0)),
            ("-2 ^ 2", Some(-4.0)),
            ("2 ^ 3 ^ 2", Some(512.0)),
            ("2 ^ -1", Some(0.5)),
            ("--1", Some(1.0)),
            ("words/sentences", Some(20.0)),
            ("heading.h1 + heading_h1", Some(0.0)),
            ("words / heading_h1", None),
            ("1 / 0 * 0", None),
            ("sqrt(9) + abs(-1) + min(1, 2) + max(1,2)", Some(7.0)),
            ("round(2.5) + floor(2.9) + ceil(2.1)", Some(8.0)),
            ("log(1) + log10(100) + pow(2, 3)", Some(10.0)),
            ("sqrt(-1)", None),
            (" .5 + 5. ", Some(5.5)),
        ] {
            assert_eq!(value(text), expected, "{text}");
        }
    }

    #[test]
    fn errors_name_their_column() {
        for (text, column, message) in [
            ("", 1, "the formula ends where a value should stand"),
            ("1 +", 4, "the formula ends where a value should stand"),
            ("1 2", 3, "'2' cannot stand here"),
            ("(1", 3, "a bracket is not closed"),
            ("1)", 2, "there is no bracket for this to close"),
            ("wrods", 1, "unknown variable wrods"),
            ("sin(1)", 1, "unknown function sin"),
            ("min(1)", 6, "min takes 2 values"),
            ("1 + é", 5, "unknown variable é"),
            ("1.2.3", 1, "1.2.3 is no number"),
            ("1 $ 2", 3, "'$' cannot stand here"),
            ("* 2", 1, "'*' is no value"),
        ] {
            let error = Formula::parse(text, &NAMES).unwrap_err();
            assert_eq!((error.column, error.message.as_str()), (column, message), "{text}");
            assert!(!error.fix.is_empty());
        }
        assert!(Formula::parse(&"(".repeat(100_000), &NAMES).unwrap_err().message.contains("deep"));
        assert!(Formula::parse(&"1^".repeat(100_000), &NAMES).unwrap_err().message.contains("deep"));
        assert!(Formula::parse(&"1+".repeat(100_000), &NAMES).unwrap_err().message.contains("long"));
        assert!(Formula::parse(&format!("{}1", "-".repeat(100_000)), &NAMES).is_ok());
    }

    proptest! {
        #[test]
        fn any_text_is_a_formula_or_an_error(text in prop_oneof![any::<String>(), "[0-9.+*/^(), a-z-]{0,24}"]) {
            match Formula::parse(&text, &NAMES) {
                Ok(formula) => prop_assert!(formula.value(|_| 3.0).is_none_or(f64::is_finite)),
                Err(error) => prop_assert!(error.column <= text.chars().count() + 1),
            }
        }
    }
}
