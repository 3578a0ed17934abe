//! A file's text and the places in it: byte offsets to lines, columns and UTF-16 offsets. Never guesses an encoding.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// The text of a file, or of standard input for `-`, without its byte order mark.
///
/// # Errors
/// What could not be read and what to do about it, without the file's name.
pub fn read_text(path: &Path) -> Result<String, String> {
    let mut bytes = Vec::new();
    if path.as_os_str() == "-" {
        io::stdin().lock().read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    } else {
        let mut file = File::open(path).map_err(|error| unreadable(path, &error))?;
        file.read_to_end(&mut bytes).map_err(|error| unreadable(path, &error))?;
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..valid].iter().filter(|byte| **byte == b'\n').count() + 1;
        let byte = error.as_bytes()[valid];
        format!("line {line} is not UTF-8 (byte 0x{byte:02X} at offset {valid}): save the file as UTF-8")
    })?;
    Ok(match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    })
}

/// Why a file cannot be read, in the words of whoever named it.
pub fn unreadable(path: &Path, error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file: look at the name and the folder".into(),
        _ if path.is_dir() => "this is a folder: name the files in it".into(),
        _ => format!("cannot be read: {error}"),
    }
}

/// A place in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// From 1.
    pub line: u32,
    /// From 1, in UTF-16 code units.
    pub column: u32,
    /// From 0, in UTF-16 code units from the start of the file; a byte order mark does not count.
    pub offset: u32,
}

/// About so many bytes lie between two places whose UTF-16 offset is known: a line may be megabytes with as many flags.
const STRETCH: usize = 128;

/// Finds lines and columns. Lines end with LF or CRLF.
pub struct Lines<'a> {
    text: &'a str,
    /// Byte and UTF-16 offset at which each line begins.
    starts: Vec<(usize, u32)>,
    /// The same of places on the way.
    known: Vec<(usize, u32)>,
}

impl<'a> Lines<'a> {
    /// Reads the text through once.
    pub fn new(text: &'a str) -> Self {
        let (mut starts, mut known) = (vec![(0, 0)], vec![(0, 0)]);
        let (mut offset, mut last) = (0, 0);
        for (at, character) in text.char_indices() {
            if at - last >= STRETCH {
                known.push((at, offset));
                last = at;
            }
            offset += character.len_utf16() as u32;
            if character == '\n' {
                starts.push((at + 1, offset));
            }
        }
        Self { text, starts, known }
    }

    /// The place of a byte offset, which must be on a character boundary.
    pub fn point(&self, byte: usize) -> Point {
        let line = self.starts.partition_point(|(start, _)| *start <= byte);
        let (near, before) = self.known[self.known.partition_point(|(at, _)| *at <= byte) - 1];
        let offset = before + self.text[near..byte].encode_utf16().count() as u32;
        Point { line: line as u32, column: offset - self.starts[line - 1].1 + 1, offset }
    }
}
