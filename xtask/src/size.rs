//! What the engine's Wasm is made of: each part's code and tables, compressed by themselves, by the names that the compiler
//! gave. Measures what the compiler wrote, before the optimiser, which takes the names away.

use super::build;
use super::steps::{Done, root};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;

/// Sections of a module, by number.
const CUSTOM: u8 = 0;
const IMPORT: u8 = 2;
const ELEMENTS: u8 = 9;
const CODE: u8 = 10;
const DATA: u8 = 11;

/// `cargo xtask size`: the parts of the engine, the largest first.
pub fn size() -> Done {
    let wasm = build::compiled_wasm("engine", &["background"])?;
    let bytes = fs::read(&wasm).map_err(|error| format!("{}: {error}", wasm.display()))?;
    let parts = parts(&bytes).ok_or_else(|| format!("{} is no Wasm that can be read", wasm.display()))?;
    let mut rows: Vec<(String, usize, usize)> =
        parts.into_iter().map(|(name, part)| (name, part.len(), gzipped(&part))).collect();
    rows.sort_by_key(|(.., gzipped)| std::cmp::Reverse(*gzipped));
    println!("{:>10} {:>10}  part", "bytes", "gzip");
    for (name, raw, gzipped) in &rows {
        println!("{raw:>10} {gzipped:>10}  {name}");
    }
    let sum = |of: fn(&(String, usize, usize)) -> usize| rows.iter().map(of).sum::<usize>();
    println!("{:>10} {:>10}  all of it, each by itself", sum(|row| row.1), sum(|row| row.2));
    let shipped = root().join("target/extension/chromium/engine_bg.wasm");
    if let Ok(bytes) = fs::read(&shipped) {
        println!("{:>10} {:>10}  as it was built last, optimised and in one", bytes.len(), gzipped(&bytes));
    }
    Ok(())
}

fn gzipped(bytes: &[u8]) -> usize {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    // Writing to memory does not fail.
    encoder.write_all(bytes).and_then(|()| encoder.finish()).map_or(0, |bytes| bytes.len())
}

/// The bytes of each part.
fn parts(wasm: &[u8]) -> Option<BTreeMap<String, Vec<u8>>> {
    let mut parts: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let (mut imported, mut names, mut bodies) = (0, BTreeMap::new(), Vec::new());
    let mut module = Reader { bytes: wasm.get(8..)? };
    while !module.bytes.is_empty() {
        let kind = module.byte()?;
        let mut section = module.sized()?;
        match kind {
            IMPORT => imported = imported_functions(section)?,
            CODE => {
                for _ in 0..section.number()? {
                    bodies.push(section.sized()?.bytes);
                }
            }
            DATA => parts.entry("(tables and texts)".into()).or_default().extend(section.bytes),
            ELEMENTS => parts.entry("(table of functions)".into()).or_default().extend(section.bytes),
            CUSTOM => {
                if section.sized()?.bytes == b"name" {
                    names = function_names(section)?;
                }
            }
            _ => parts.entry("(types, imports and exports)".into()).or_default().extend(section.bytes),
        }
    }
    for (index, body) in (imported..).zip(bodies) {
        let name = names.get(&index).map_or_else(|| "(without a name)".into(), |name| part_of(name));
        parts.entry(name).or_default().extend(body);
    }
    Some(parts)
}

/// How many functions a module imports: they are numbered before its own.
fn imported_functions(mut section: Reader) -> Option<usize> {
    let mut functions = 0;
    for _ in 0..section.number()? {
        section.sized()?;
        section.sized()?;
        match section.byte()? {
            0 => {
                section.number()?;
                functions += 1;
            }
            // A table: what it holds, and its limits, as of a memory.
            1 => {
                section.byte()?;
                section.limits()?;
            }
            2 => section.limits()?,
            3 => {
                section.byte()?;
                section.byte()?;
            }
            _ => return None,
        }
    }
    Some(functions)
}

fn function_names(mut section: Reader<'_>) -> Option<BTreeMap<usize, &str>> {
    let mut names = BTreeMap::new();
    while !section.bytes.is_empty() {
        let kind = section.byte()?;
        let mut list = section.sized()?;
        if kind == 1 {
            for _ in 0..list.number()? {
                let index = list.number()?;
                names.insert(index, str::from_utf8(list.sized()?.bytes).ok()?);
            }
        }
    }
    Some(names)
}

/// The crate that a function is of, and of this package its folder as well: `<a::B as c::D>::e` is of `a`.
fn part_of(symbol: &str) -> String {
    let name = format!("{:#}", rustc_demangle::demangle(symbol));
    let path = name.trim_start_matches(['<', '&', '*', '(', '[']).trim_start_matches("mut ").trim_start_matches("dyn ");
    let mut segments = path.split("::").map(|segment| segment.split(['<', '>', ' ', ',']).next().unwrap_or(segment));
    let package = segments.next().unwrap_or_default();
    match (package, segments.next()) {
        ("housestyle", Some(folder)) => format!("housestyle::{folder}"),
        ("core" | "alloc" | "std", _) => "the standard library".into(),
        (package, Some(_)) => package.into(),
        (_, None) => "functions without a path".into(),
    }
}

/// Reads what a module is made of.
#[derive(Clone, Copy)]
struct Reader<'a> {
    bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    fn byte(&mut self) -> Option<u8> {
        let (&first, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(first)
    }

    /// A whole number, seven bits a byte.
    fn number(&mut self) -> Option<usize> {
        let mut number = 0;
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            number |= usize::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    /// What stands behind its own length.
    fn sized(&mut self) -> Option<Self> {
        let length = self.number()?;
        let (bytes, rest) = self.bytes.split_at_checked(length)?;
        self.bytes = rest;
        Some(Self { bytes })
    }

    fn limits(&mut self) -> Option<()> {
        let has_most = self.byte()? & 1 == 1;
        self.number()?;
        if has_most {
            self.number()?;
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_are_of_the_crate_that_their_name_begins_with() {
        let hash = "17h0123456789abcdefE";
        let of = |symbol: &str| part_of(&format!("{symbol}{hash}"));
        assert_eq!(of("_ZN10housestyle5check5judge5Judge3run"), "housestyle::check");
        assert_eq!(
            of("_ZN65_$LT$housestyle..guide..Rule$u20$as$u20$serde..ser..Serialize$GT$9serialize"),
            "housestyle::guide"
        );
        assert_eq!(of("_ZN4core3ptr44drop_in_place$LT$housestyle..text..Block$GT$"), "the standard library");
        assert_eq!(of("_ZN12aho_corasick6packed3run"), "aho_corasick");
        assert_eq!(part_of("memcpy"), "functions without a path");
    }

    #[test]
    fn a_module_is_taken_apart() {
        // One import of a function, a body of two bytes named `core::a`, and one byte of data.
        let module = [
            &b"\0asm\x01\0\0\0"[..],
            b"\x02\x07\x01\x01e\x01f\x00\x00",
            b"\x0a\x04\x01\x02\x00\x0b",
            b"\x0b\x01\x07",
            b"\x00\x15\x04name\x01\x0e\x01\x01\x0b_ZN4core1aE",
        ];
        let parts = parts(&module.concat()).unwrap();
        assert_eq!(parts["the standard library"], [0, 11]);
        assert_eq!(parts["(tables and texts)"], [7]);
    }
}
