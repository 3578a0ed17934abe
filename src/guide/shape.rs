//! What a guide's fields may hold, as data: one table is what the validator checks by, what names the nearest known
//! field, and what the JSON Schema is made from, so that the three cannot disagree.

use super::nearest::{any_of, nearest};
use super::value::Wrong;
use super::yaml::{Key, Mark, Node, Value};
use std::rc::Rc;

/// What a field holds.
#[derive(Clone, Copy)]
pub enum Shape {
    /// The number that names the format's version.
    FormatVersion(u32),
    /// Text with something in it.
    Text,
    /// Text that may be empty, which means: take out what was flagged.
    Wording,
    /// Text or a number, taken as it was written.
    Label,
    /// `true` or `false`.
    Flag,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A number within bounds.
    Number(&'static Number),
    /// The first of several shapes that takes a value of that type.
    OneOf(&'static Choices),
    /// Text of a certain form.
    Form(&'static Form),
    /// One or more of a shape in a list; may be empty if the flag says so.
    List(&'static Shape, Empty),
    /// One of a shape, or a list of them.
    OneOrMany(&'static Shape),
    /// A shape, or nothing.
    Nullable(&'static Shape),
    /// Fields whose names are the author's own: the names' form (none: any text) and what each holds.
    Map(Option<&'static Form>, &'static Shape),
    /// Known fields.
    Record(&'static Record),
}

/// Whether a list may be empty.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Empty {
    /// It may.
    Fine,
    /// It may not.
    Wrong,
}

/// A number's bounds.
pub struct Number {
    /// The least it may be.
    pub least: f64,
    /// The most it may be.
    pub most: f64,
    /// Whether it is a whole number.
    pub whole: bool,
}

impl Number {
    fn article(&self) -> &'static str {
        if self.whole { "a whole number" } else { "a number" }
    }

    fn fix(&self) -> String {
        format!("write {} from {} to {}", self.article(), self.least, self.most)
    }

    /// The number as it is written, if it is within bounds.
    fn read(&self, written: &str) -> Option<f64> {
        let number: f64 = written.parse().ok()?;
        let fits = number >= self.least && number <= self.most && (!self.whole || number.fract() == 0.0);
        fits.then_some(number)
    }
}

/// Shapes of which a field holds one, told apart by the value's type.
pub struct Choices {
    /// What it is, as `a letter case`.
    pub noun: &'static str,
    /// What to write, beginning with `write`.
    pub fix: &'static str,
    /// The shapes.
    pub shapes: &'static [Shape],
}

/// Text of a certain form.
pub struct Form {
    /// What it is, as `a duration`.
    pub noun: &'static str,
    /// Says what is wrong with a text.
    pub check: fn(&str) -> Result<(), Wrong>,
    /// The same for editors, as far as a regular expression (ECMA 262) can say it.
    #[cfg_attr(
        target_arch = "wasm32",
        expect(dead_code, reason = "only the schema says it, which is made on the host")
    )]
    pub pattern: Option<&'static str>,
    /// Texts that fit.
    pub examples: &'static [&'static str],
}

/// A group of known fields.
pub struct Record {
    /// What it is called in the schema.
    pub name: &'static str,
    /// One sentence for editors.
    #[cfg_attr(
        target_arch = "wasm32",
        expect(dead_code, reason = "only the schema says it, which is made on the host")
    )]
    pub doc: &'static str,
    /// Its fields, in the order they are listed in messages.
    pub fields: &'static [Field],
    /// Exactly one of these must be there; empty when there is no such choice.
    pub one_of: &'static [&'static str],
    /// Fields that only make sense with one another.
    pub together: &'static [(&'static str, &'static str)],
    /// A field that must be there exactly when another holds a certain word: (field, other, word).
    pub exactly_when: &'static [(&'static str, &'static str, &'static str)],
}

/// A known field.
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What it is for, for editors.
    #[cfg_attr(
        target_arch = "wasm32",
        expect(dead_code, reason = "only the schema says it, which is made on the host")
    )]
    pub doc: &'static str,
    /// Whether it must be there.
    pub required: bool,
    /// What it holds.
    pub shape: Shape,
}

/// A problem that still has its place as the reader marks it.
#[derive(Debug)]
pub struct Finding {
    /// Where.
    pub mark: Mark,
    /// Path of the field.
    pub field: String,
    /// What is wrong and what to write.
    pub wrong: Wrong,
}

/// Collects what is wrong with a tree.
#[derive(Debug, Default)]
pub struct Findings(pub Vec<Finding>);

impl Findings {
    /// Notes one more.
    pub fn add(&mut self, mark: Mark, field: &str, message: impl Into<String>, fix: impl Into<String>) {
        let wrong = Wrong { message: message.into(), fix: fix.into() };
        self.0.push(Finding { mark, field: field.to_owned(), wrong });
    }

    /// Checks a value and all that is in it.
    pub fn check(&mut self, node: &Node, shape: &Shape, path: &str) {
        match shape {
            Shape::FormatVersion(version) => self.check_version(node, *version, path),
            Shape::Text => {
                self.text(node, path, "text");
            }
            Shape::Wording => {
                if node.text() != Some("") {
                    self.text(node, path, "text");
                }
            }
            Shape::Label => {
                if !matches!(node.value, Value::Number(_)) {
                    self.text(node, path, "text");
                }
            }
            Shape::Flag => {
                if !matches!(node.value, Value::Bool(_)) {
                    let fix = match node.text() {
                        Some("yes" | "on" | "Yes" | "On") => "write true",
                        Some("no" | "off" | "No" | "Off") => "write false",
                        Some("true") => "write true without quotes",
                        Some("false") => "write false without quotes",
                        _ => "write true or false",
                    };
                    self.add(node.mark, path, format!("this is {}, not true or false", node.noun()), fix);
                }
            }
            Shape::Choice(words) => self.check_choice(node, words, format!("write {}", any_of(words)), path),
            Shape::Number(number) => self.check_number(node, number, path),
            Shape::OneOf(choices) => self.check_one_of(node, choices, path),
            Shape::Form(form) => {
                if let Value::Number(written) = &node.value
                    && let Err(wrong) = (form.check)(written)
                {
                    // Quotes alone would not help.
                    self.0.push(Finding { mark: node.mark, field: path.to_owned(), wrong });
                } else if let Some(text) = self.text(node, path, form.noun)
                    && let Err(wrong) = (form.check)(text)
                {
                    self.0.push(Finding { mark: node.mark, field: path.to_owned(), wrong });
                }
            }
            Shape::List(item, empty) => match &node.value {
                Value::List(items) => self.check_items(node, items, item, *empty, path),
                _ => self.add(
                    node.mark,
                    path,
                    format!("this is {}, not a list", node.noun()),
                    "write a list: one item a line, each after - and a space",
                ),
            },
            Shape::OneOrMany(item) => match &node.value {
                Value::List(items) => self.check_items(node, items, item, Empty::Wrong, path),
                _ => self.check(node, item, path),
            },
            Shape::Nullable(inner) => {
                if !matches!(node.value, Value::Null) {
                    self.check(node, inner, path);
                }
            }
            Shape::Map(names, inner) => self.check_map(node, *names, inner, path),
            Shape::Record(record) => self.check_record(node, record, path),
        }
    }

    fn text<'a>(&mut self, node: &'a Node, path: &str, noun: &str) -> Option<&'a str> {
        match &node.value {
            Value::Text(text) if text.trim().is_empty() => {
                self.add(node.mark, path, "this is empty", format!("write {noun}, or leave the field out"));
                None
            }
            Value::Text(text) => Some(text),
            Value::Number(written) => {
                self.add(
                    node.mark,
                    path,
                    format!("{written} is a number, not {noun}"),
                    format!("put it in quotes, \"{written}\""),
                );
                None
            }
            Value::Bool(value) => {
                self.add(node.mark, path, format!("{value} is no text here"), format!("put it in quotes, \"{value}\""));
                None
            }
            Value::Null => {
                self.add(node.mark, path, "this is empty", format!("write {noun}, or leave the field out"));
                None
            }
            Value::List(_) | Value::Map(_) => {
                let hint = if matches!(node.value, Value::Map(_)) { "; quote text that has a colon in it" } else { "" };
                self.add(
                    node.mark,
                    path,
                    format!("this is {}, not {noun}", node.noun()),
                    format!("write {noun}{hint}"),
                );
                None
            }
        }
    }

    fn check_version(&mut self, node: &Node, version: u32, path: &str) {
        match &node.value {
            Value::Number(written) if *written == version.to_string() => {}
            Value::Number(written) => {
                let message =
                    format!("this is a guide of format {written}, and this Housestyle reads format {version}");
                self.add(node.mark, path, message, format!("write {version}, or use a newer Housestyle"));
            }
            _ => self.add(
                node.mark,
                path,
                format!("this is {}, not the format's number", node.noun()),
                format!("write {version}"),
            ),
        }
    }

    fn check_one_of(&mut self, node: &Node, choices: &Choices, path: &str) {
        let takes_flags = choices.shapes.iter().any(|shape| matches!(shape, Shape::Flag));
        match choices.shapes.iter().find(|shape| shape.takes(&node.value)) {
            Some(_) if takes_flags && matches!(node.text(), Some("true" | "false" | "yes" | "no" | "on" | "off")) => {
                self.check(node, &Shape::Flag, path);
            }
            Some(Shape::Choice(words)) => self.check_choice(node, words, choices.fix.to_owned(), path),
            Some(shape) => self.check(node, shape, path),
            None => {
                let message = format!("this is {}, not {}", node.noun(), choices.noun);
                self.add(node.mark, path, message, choices.fix);
            }
        }
    }

    /// `fix` is what to write when no word comes near.
    fn check_choice(&mut self, node: &Node, words: &[&str], fix: String, path: &str) {
        let name = path.rsplit('.').next().unwrap_or(path).split('[').next().unwrap_or(path);
        match &node.value {
            Value::Text(text) if words.contains(&text.as_str()) => {}
            Value::Text(text) => {
                let fix = match nearest(text, words.iter().copied()) {
                    Some(near) => format!("write {near}; known are {}", words.join(", ")),
                    None => fix,
                };
                self.add(node.mark, path, format!("unknown {} {text:?}", singular(name)), fix);
            }
            _ => self.add(node.mark, path, format!("this is {}, not a {}", node.noun(), singular(name)), fix),
        }
    }

    fn check_number(&mut self, node: &Node, number: &Number, path: &str) {
        match &node.value {
            Value::Number(written) if number.read(written).is_some() => {}
            Value::Number(written) => {
                self.add(node.mark, path, format!("{written} cannot be used here"), number.fix());
            }
            Value::Text(text) if number.read(text).is_some() => {
                self.add(
                    node.mark,
                    path,
                    format!("this is text, not {}", number.article()),
                    format!("write {text} without quotes"),
                );
            }
            _ => self.add(node.mark, path, format!("this is {}, not {}", node.noun(), number.article()), number.fix()),
        }
    }

    fn check_items(&mut self, node: &Node, items: &[Rc<Node>], item: &Shape, empty: Empty, path: &str) {
        if items.is_empty() && empty == Empty::Wrong {
            self.add(node.mark, path, "this list is empty", "name at least one, or leave the field out");
        }
        for (index, node) in items.iter().enumerate() {
            self.check(node, item, &format!("{path}[{index}]"));
        }
    }

    fn check_map(&mut self, node: &Node, names: Option<&Form>, inner: &Shape, path: &str) {
        let Value::Map(fields) = &node.value else {
            let message = format!("this is {}, not a group of names", node.noun());
            return self.add(
                node.mark,
                path,
                message,
                "write one name a line, each with a colon and what it stands for",
            );
        };
        if fields.is_empty() {
            self.add(node.mark, path, "there is nothing in it", "name at least one, or leave the field out");
        }
        self.check_twice(fields, path);
        for (key, value) in fields {
            let path = join(path, &key.name);
            if key.name.trim().is_empty() {
                self.add(key.mark, &path, "this name is empty", "write it before the colon");
            } else if let Some(Err(wrong)) = names.map(|form| (form.check)(&key.name)) {
                self.0.push(Finding { mark: key.mark, field: path.clone(), wrong });
            }
            self.check(value, inner, &path);
        }
    }

    fn check_record(&mut self, node: &Node, record: &Record, path: &str) {
        let names: Vec<&str> = record.fields.iter().map(|field| field.name).collect();
        let Value::Map(fields) = &node.value else {
            let message = format!("this is {}, not {}", node.noun(), article(record.name));
            return self.add(node.mark, path, message, format!("write fields: {}", names.join(", ")));
        };
        self.check_twice(fields, path);
        for (key, value) in fields {
            let path = join(path, &key.name);
            match record.fields.iter().find(|field| field.name == key.name) {
                Some(field) => self.check(value, &field.shape, &path),
                None => {
                    let fix = match nearest(&key.name, names.iter().copied()) {
                        Some(near) => format!("write {near}"),
                        None if key.name == "<<" => "write the fields out; this YAML has no merge keys".to_owned(),
                        None => format!("known here are {}", names.join(", ")),
                    };
                    self.add(key.mark, &path, format!("unknown field {:?}", key.name), fix);
                }
            }
        }
        self.check_presence(node, record, path);
    }

    fn check_presence(&mut self, node: &Node, record: &Record, path: &str) {
        let has = |name: &str| node.get(name).is_some();
        for field in record.fields.iter().filter(|field| field.required && !has(field.name)) {
            self.add(
                node.mark,
                path,
                format!("{} is missing", field.name),
                format!("add {}: {}", field.name, field.shape.sample()),
            );
        }
        let mut halved = false;
        for (one, other) in record.together {
            for (there, missing) in [(one, other), (other, one)] {
                if let Some(value) = node.get(there).filter(|_| !has(missing)) {
                    halved = true;
                    let fix = format!("add {missing}, or leave {there} out");
                    self.add(value.mark, &join(path, there), format!("{there} needs {missing} beside it"), fix);
                }
            }
        }
        let chosen: Vec<&str> = record.one_of.iter().copied().filter(|name| has(name)).collect();
        match chosen.as_slice() {
            [] if !record.one_of.is_empty() && !halved => {
                let message = format!("nothing says what to look for: one of {} is missing", record.one_of.join(", "));
                self.add(node.mark, path, message, format!("add {}", any_of(record.one_of)));
            }
            [first, more @ ..] => {
                for name in more {
                    let mark = node.get(name).map_or(node.mark, |value| value.mark);
                    let message =
                        format!("{name} stands beside {first}, and {} has only one of them", article(record.name));
                    self.add(
                        mark,
                        &join(path, name),
                        message,
                        format!("keep one, and move the other into {} of its own", article(record.name)),
                    );
                }
            }
            _ => {}
        }
        for (field, other, word) in record.exactly_when {
            let holds = node.get(other).and_then(|node| node.text());
            match (node.get(field), holds) {
                (None, Some(held)) if held == *word => {
                    let message = format!("{field} is missing, which {other}: {word} needs");
                    self.add(node.mark, path, message, format!("add {field}"));
                }
                (Some(value), held) if held != Some(word) && (held.is_some() || !has(other)) => {
                    let message = match held {
                        Some(held) => format!("{field} has no meaning with {other}: {held}"),
                        None => format!("{field} has no meaning without {other}: {word}"),
                    };
                    self.add(
                        value.mark,
                        &join(path, field),
                        message,
                        format!("leave it out, or write {other}: {word}"),
                    );
                }
                _ => {}
            }
        }
    }

    fn check_twice(&mut self, fields: &[(Key, Rc<Node>)], path: &str) {
        let mut first = std::collections::HashMap::new();
        for (key, _) in fields {
            match first.get(key.name.as_str()) {
                Some(line) => {
                    let message = format!("{:?} was already given on line {line}", key.name);
                    self.add(key.mark, &join(path, &key.name), message, "keep one of them");
                }
                None => {
                    first.insert(key.name.as_str(), key.mark.line);
                }
            }
        }
    }
}

impl Shape {
    /// Whether a value is of the type that this shape holds, be it right or wrong.
    fn takes(&self, value: &Value) -> bool {
        match self {
            Shape::FormatVersion(_) | Shape::Number(_) => matches!(value, Value::Number(_)),
            Shape::Text | Shape::Wording | Shape::Choice(_) | Shape::Form(_) => matches!(value, Value::Text(_)),
            Shape::Label => matches!(value, Value::Text(_) | Value::Number(_)),
            Shape::Flag => matches!(value, Value::Bool(_)),
            Shape::List(..) => matches!(value, Value::List(_)),
            Shape::OneOrMany(inner) => matches!(value, Value::List(_)) || inner.takes(value),
            Shape::Nullable(inner) => matches!(value, Value::Null) || inner.takes(value),
            Shape::OneOf(choices) => choices.shapes.iter().any(|shape| shape.takes(value)),
            Shape::Map(..) | Shape::Record(_) => matches!(value, Value::Map(_)),
        }
    }

    /// What one could write, for a message.
    fn sample(&self) -> String {
        match self {
            Shape::FormatVersion(version) => version.to_string(),
            Shape::Text | Shape::Wording | Shape::Label => "and its text".to_owned(),
            Shape::Flag => "true or false".to_owned(),
            Shape::Choice(words) => any_of(words),
            Shape::Number(_) => "and a number".to_owned(),
            Shape::OneOf(choices) => choices.fix.trim_start_matches("write ").to_owned(),
            Shape::Form(form) => form.examples.first().map_or(form.noun, |example| example).to_owned(),
            Shape::OneOrMany(inner) | Shape::Nullable(inner) => inner.sample(),
            Shape::List(..) => "and a list".to_owned(),
            Shape::Map(..) | Shape::Record(_) => "and its fields".to_owned(),
        }
    }
}

/// `path.name`, or `path["a name"]` where the name is not a plain word.
pub fn join(path: &str, name: &str) -> String {
    let plain = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    match (plain, path.is_empty()) {
        (true, true) => name.to_owned(),
        (true, false) => format!("{path}.{name}"),
        (false, _) => format!("{path}[{name:?}]"),
    }
}

fn singular(name: &str) -> &str {
    name.strip_suffix('s').unwrap_or(name)
}

fn article(noun: &str) -> String {
    if noun.ends_with('s') {
        return noun.to_owned();
    }
    let vowel = noun.starts_with(['a', 'e', 'i', 'o', 'u']);
    format!("{} {noun}", if vowel { "an" } else { "a" })
}
