//! An exported log as a file of lines that can be read again. Never guesses an encoding, and names the line it could not
//! read.

use housestyle::guide::Problem;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read, Seek};
use std::path::{Path, PathBuf};

/// At most so many problems of one file are told.
pub const MOST_PROBLEMS: usize = 20;

/// A log that can be read again.
pub struct Log {
    pub path: PathBuf,
    reader: BufReader<Box<dyn ReadAgain>>,
    /// Where the reader stands.
    pub at: u64,
}

trait ReadAgain: Read + Seek {}
impl<T: Read + Seek> ReadAgain for T {}

/// Opens a log; `-` is standard input.
pub fn open(path: &Path) -> io::Result<Log> {
    let reader: Box<dyn ReadAgain> = if path.as_os_str() == "-" {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes)?;
        Box::new(Cursor::new(bytes))
    } else {
        Box::new(File::open(path)?)
    };
    Ok(Log { path: path.to_owned(), reader: BufReader::new(reader), at: 0 })
}

impl Log {
    /// The next line without the byte order mark that a file may begin with; none at the end.
    pub fn line(&mut self) -> io::Result<Option<Result<String, Problem>>> {
        let mut bytes = Vec::new();
        let first = self.at == 0;
        let read = self.reader.read_until(b'\n', &mut bytes)?;
        self.at += read as u64;
        if read == 0 {
            return Ok(None);
        }
        Ok(Some(match String::from_utf8(bytes) {
            Ok(text) => Ok(match text.strip_prefix('\u{feff}') {
                Some(rest) if first => rest.to_owned(),
                _ => text,
            }),
            Err(_) => Err(Problem {
                message: "this line is not UTF-8".into(),
                fix: "export the log again, or save the file as UTF-8".into(),
                ..Problem::default()
            }),
        }))
    }

    /// Goes to where a line begins.
    pub fn seek(&mut self, offset: u64) -> io::Result<()> {
        if offset != self.at {
            self.reader.seek_relative(offset as i64 - self.at as i64)?;
            self.at = offset;
        }
        Ok(())
    }
}
