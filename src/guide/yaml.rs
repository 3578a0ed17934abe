//! YAML source → a tree of marked nodes, with limits. Knows nothing of guides, and never drops a key: two fields of
//! one name are both there to be told of.

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, ScanError, Span, Tag};
use std::borrow::Cow;
use std::collections::HashMap;
use std::rc::Rc;

/// Largest source, in bytes.
pub const MAX_BYTES: usize = 4 * 1024 * 1024;
/// Most lists and maps inside one another.
pub const MAX_DEPTH: usize = 32;
/// Most values, with each alias counted as often as it is used.
pub const MAX_NODES: usize = 400_000;

/// A place in the source: a 1-based line and a column in characters from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Mark {
    /// 1-based; 0 when the whole source is meant.
    pub line: usize,
    /// Characters from the start of the line.
    pub column: usize,
}

impl From<&Marker> for Mark {
    fn from(marker: &Marker) -> Self {
        Self { line: marker.line(), column: marker.col() }
    }
}

/// One value with its place.
#[derive(Debug)]
pub struct Node {
    /// Where it begins.
    pub mark: Mark,
    /// What it holds.
    pub value: Value,
    /// Values in it, itself included, aliases unfolded.
    size: usize,
}

/// What a node holds.
#[derive(Debug)]
pub enum Value {
    /// Nothing: `null`, `~` or no value at all.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number as it was written.
    Number(String),
    /// Text.
    Text(String),
    /// A list.
    List(Vec<Rc<Node>>),
    /// Fields in the order they were written, repeated names included.
    Map(Vec<(Key, Rc<Node>)>),
}

/// A field's name with its place.
#[derive(Clone, Debug)]
pub struct Key {
    /// Where it begins.
    pub mark: Mark,
    /// The name.
    pub name: String,
}

impl Node {
    /// The value of the first field of that name, when this is a map.
    pub fn get(&self, name: &str) -> Option<&Rc<Node>> {
        match &self.value {
            Value::Map(fields) => fields.iter().find(|(key, _)| key.name == name).map(|(_, node)| node),
            _ => None,
        }
    }

    /// The text, when this is text.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// What this is, in the words of a message.
    pub fn noun(&self) -> &'static str {
        match self.value {
            Value::Null => "nothing",
            Value::Bool(_) => "true or false",
            Value::Number(_) => "a number",
            Value::Text(_) => "text",
            Value::List(_) => "a list",
            Value::Map(_) => "a group of fields",
        }
    }
}

/// Why a source could not be read at all.
#[derive(Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// Where.
    pub mark: Mark,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub fix: String,
}

impl SyntaxError {
    fn new(mark: Mark, message: impl Into<String>, fix: impl Into<String>) -> Self {
        Self { mark, message: message.into(), fix: fix.into() }
    }
}

/// A list or map that is still open.
struct Open {
    mark: Mark,
    anchor: usize,
    size: usize,
    content: Content,
}

enum Content {
    List(Vec<Rc<Node>>),
    Map { fields: Vec<(Key, Rc<Node>)>, key: Option<Key> },
}

/// Reads the one document of a source (without byte order mark).
///
/// # Errors
/// The first place where the source is no YAML, breaks a limit, or uses what guides have no use for (several
/// documents, tags, fields named by anything but text).
pub fn read(source: &str) -> Result<Rc<Node>, SyntaxError> {
    if source.len() > MAX_BYTES {
        let message = format!("the file has {} bytes; a guide may have {MAX_BYTES}", source.len());
        return Err(SyntaxError::new(Mark::default(), message, "split it into smaller guides"));
    }
    let mut tree = Tree::default();
    for event in Parser::new_from_str(source) {
        let (event, span) = event.map_err(|error| explain(&error, source))?;
        tree.take(event, span)?;
    }
    tree.root.ok_or_else(|| {
        SyntaxError::new(
            Mark::default(),
            "the file is empty",
            "begin with housestyle: 1, name, version, owner and rules",
        )
    })
}

#[derive(Default)]
struct Tree {
    open: Vec<Open>,
    anchors: HashMap<usize, Rc<Node>>,
    nodes: usize,
    root: Option<Rc<Node>>,
}

impl Tree {
    fn take(&mut self, event: Event<'_>, span: Span) -> Result<(), SyntaxError> {
        let mark = Mark::from(&span.start);
        match event {
            Event::DocumentStart(_) if self.root.is_some() => {
                Err(SyntaxError::new(mark, "a second document begins here", "keep one guide in a file; remove ---"))
            }
            Event::Scalar(text, style, anchor, tag) => {
                let value = scalar(text, style, tag, mark)?;
                self.place(Node { mark, value, size: 1 }, anchor)
            }
            Event::SequenceStart(anchor, tag) => {
                check_tag(tag.as_deref(), "seq", mark)?;
                self.begin(mark, anchor, Content::List(Vec::new()))
            }
            Event::MappingStart(anchor, tag) => {
                check_tag(tag.as_deref(), "map", mark)?;
                self.begin(mark, anchor, Content::Map { fields: Vec::new(), key: None })
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let Some(open) = self.open.pop() else { return Ok(()) };
                let value = match open.content {
                    Content::List(items) => Value::List(items),
                    Content::Map { fields, .. } => Value::Map(fields),
                };
                self.place(Node { mark: open.mark, value, size: open.size }, open.anchor)
            }
            Event::Alias(anchor) => {
                let Some(node) = self.anchors.get(&anchor).cloned() else {
                    return Err(SyntaxError::new(
                        mark,
                        "this alias stands inside its own anchor",
                        "write the value out",
                    ));
                };
                self.count(node.size, mark)?;
                self.attach(node, mark)
            }
            _ => Ok(()),
        }
    }

    fn begin(&mut self, mark: Mark, anchor: usize, content: Content) -> Result<(), SyntaxError> {
        if self.open.len() >= MAX_DEPTH {
            return Err(too_deep(mark));
        }
        self.open.push(Open { mark, anchor, size: 1, content });
        Ok(())
    }

    fn count(&mut self, nodes: usize, mark: Mark) -> Result<(), SyntaxError> {
        self.nodes = self.nodes.saturating_add(nodes);
        if self.nodes > MAX_NODES {
            let message = format!("more than {MAX_NODES} values, aliases unfolded");
            return Err(SyntaxError::new(mark, message, "use fewer aliases, or split the guide"));
        }
        Ok(())
    }

    fn place(&mut self, node: Node, anchor: usize) -> Result<(), SyntaxError> {
        let mark = node.mark;
        self.count(1, mark)?;
        let node = Rc::new(node);
        if anchor > 0 {
            self.anchors.insert(anchor, node.clone());
        }
        self.attach(node, mark)
    }

    /// Hangs a node into the innermost open list or map. `mark` is where it is used, which for an alias is not
    /// where it is written.
    fn attach(&mut self, node: Rc<Node>, mark: Mark) -> Result<(), SyntaxError> {
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        open.size = open.size.saturating_add(node.size);
        match &mut open.content {
            Content::List(items) => items.push(node),
            Content::Map { fields, key } => match key.take() {
                Some(key) => fields.push((key, node)),
                None => {
                    let name = match &node.value {
                        Value::Text(text) | Value::Number(text) => text.clone(),
                        Value::Bool(value) => value.to_string(),
                        Value::Null => "null".to_owned(),
                        Value::List(_) | Value::Map(_) => {
                            let message = format!("a field is named by text, not by {}", node.noun());
                            return Err(SyntaxError::new(mark, message, "quote it if it is meant as text"));
                        }
                    };
                    *key = Some(Key { mark, name });
                }
            },
        }
        Ok(())
    }
}

fn too_deep(mark: Mark) -> SyntaxError {
    let message = format!("more than {MAX_DEPTH} lists and groups inside one another");
    SyntaxError::new(mark, message, "a guide needs no more than six")
}

fn check_tag(tag: Option<&Tag>, expected: &str, mark: Mark) -> Result<(), SyntaxError> {
    match tag {
        Some(tag) if !(tag.is_yaml_core_schema() && tag.suffix == expected) => {
            let message = format!("guides have no use for the tag {}{}", tag.handle, tag.suffix);
            Err(SyntaxError::new(mark, message, "leave it out; quote text that begins with !"))
        }
        _ => Ok(()),
    }
}

/// The core schema of YAML 1.2: only plain scalars are anything but text, and `yes`, `no`, `on` and `off` are text.
fn scalar(text: Cow<'_, str>, style: ScalarStyle, tag: Option<Cow<'_, Tag>>, mark: Mark) -> Result<Value, SyntaxError> {
    check_tag(tag.as_deref(), "str", mark)?;
    if style != ScalarStyle::Plain || tag.is_some() {
        return Ok(Value::Text(text.into_owned()));
    }
    Ok(match &*text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        plain if is_number(plain) => Value::Number(text.into_owned()),
        _ => Value::Text(text.into_owned()),
    })
}

fn is_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && unsigned.contains(|c: char| c.is_ascii_digit())
        && (unsigned.parse::<f64>().is_ok()
            || unsigned.strip_prefix("0x").is_some_and(|hex| u64::from_str_radix(hex, 16).is_ok())
            || unsigned.strip_prefix("0o").is_some_and(|octal| u64::from_str_radix(octal, 8).is_ok()))
}

/// The scanner's words are for those who know YAML's grammar; the fix is for those who do not.
fn explain(error: &ScanError, source: &str) -> SyntaxError {
    let mark = Mark::from(error.marker());
    let line = mark.line.checked_sub(1).and_then(|index| source.lines().nth(index)).unwrap_or_default();
    let info = error.info();
    let indented_by_tab = line.chars().take_while(|c| c.is_whitespace()).any(|c| c == '\t');
    // The scanner has a depth of its own, met before any event is out when brackets stand in one row.
    if info.contains("recursion limit") {
        return too_deep(mark);
    }
    let fix = if indented_by_tab || info.contains("tab") {
        "indent with spaces; YAML takes no tabs"
    } else if info.contains("anchor") || info.contains("alias") {
        "an alias (*name) needs its anchor (&name) further up; quote text that begins with * or &"
    } else if info.contains("quote") || info.contains("escape") {
        "close the quotes; inside double quotes write \\\\ for a backslash, or use single quotes"
    } else if info.contains("flow") || info.contains("']'") || info.contains("'}'") || info.contains("','") {
        "close every [ and {, and put a comma between items"
    } else if info.contains("mapping values") || info.contains("simple key") || info.contains("':'") {
        "put text that has a colon, quotes or a # in it in quotes, and begin the fields of a group in one column"
    } else {
        "begin the fields of a group in one column, and quote text that has one of : # [ ] { } & * ! | > ' \" % @ in it"
    };
    SyntaxError::new(mark, format!("this is not YAML: {info}"), fix)
}
