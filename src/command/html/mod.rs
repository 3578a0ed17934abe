//! HTML as blocks: headings, paragraphs, list items, cells, quotes, code and alternative text, each of its kind, with
//! links, inline code and quotations marked. Takes any tag soup; never shows what a browser would not.

mod elements;
mod text;

use super::document::Document;
use super::draft::{Draft, Flow, OBJECT};
pub use elements::{InlineTag, tag};
use elements::{Role, attribute, is_block, is_object, is_void, role};
use housestyle::text::{BlockKind, InlineKind};
use html5gum::{DefaultEmitter, EndTag, StartTag, Token, Tokenizer};
use std::ops::Range;
use text::{Placed, Within, placed};

/// Reads a page or a part of one.
pub fn read(text: &str) -> Document {
    let mut flow = Flow::default();
    read_part(text, 0..text.len(), &mut flow, (BlockKind::Paragraph, 0));
    flow.finish()
}

/// Reads the HTML in a byte range of a file. `around` is the kind and heading depth of what it stands in.
pub fn read_part(text: &str, range: Range<usize>, flow: &mut Flow, around: (BlockKind, u8)) {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let base = range.start;
    let mut reader = Reader { text, base, around, flow, elements: Vec::new(), space: None };
    for Ok(token) in Tokenizer::new_with_emitter(&text[range], emitter) {
        match token {
            Token::StartTag(tag) => reader.start(&tag),
            Token::EndTag(tag) => reader.end(&tag),
            Token::String(string) => {
                let place = base + string.span.start..base + string.span.end;
                reader.text(&String::from_utf8_lossy(&string.value), place);
            }
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    reader.pop_to(0);
}

/// Browsers nest no deeper, either.
const DEEPEST: usize = 512;

struct Reader<'a> {
    text: &'a str,
    /// Where the part begins in the file.
    base: usize,
    around: (BlockKind, u8),
    flow: &'a mut Flow,
    /// The open elements, the innermost last.
    elements: Vec<Element>,
    /// White space that is shown if more follows in the block.
    space: Option<Range<usize>>,
}

struct Element {
    name: Vec<u8>,
    role: Role,
}

impl Reader<'_> {
    fn start(&mut self, tag: &StartTag<usize>) {
        let name: &[u8] = &tag.name;
        let place = self.base + tag.span.start..self.base + tag.span.end;
        if self.is_silent() {
            self.open(tag);
            return;
        }
        match name {
            b"br" => self.line_break(place),
            b"wbr" => {}
            b"img" | b"input" | b"area" => self.image(tag, place),
            b"hr" => self.close_block(),
            _ => {
                if is_object(name) {
                    self.object(place);
                }
                if is_block(role(tag)) {
                    self.close_block();
                    self.end_implied(name);
                } else if name == b"a" {
                    self.end_named(name);
                }
                self.open(tag);
            }
        }
    }

    fn open(&mut self, tag: &StartTag<usize>) {
        let name: &[u8] = &tag.name;
        // Only foreign elements may close themselves.
        let closed = tag.self_closing && matches!(name, b"svg" | b"math");
        if is_void(name) || closed || self.elements.len() >= DEEPEST {
            return;
        }
        let role = match role(tag) {
            Role::Silent => Role::Silent,
            _ if self.is_silent() => Role::Other,
            // Code in code is code.
            Role::Inline(InlineKind::Code) if self.has(Role::Code) => Role::Other,
            role => role,
        };
        if let Role::Inline(kind) = role {
            self.flow.begin_inline(kind);
        }
        self.elements.push(Element { name: name.to_vec(), role });
    }

    fn end(&mut self, tag: &EndTag<usize>) {
        let name: &[u8] = &tag.name;
        if self.end_named(name) || self.is_silent() {
            return;
        }
        // As browsers do: such a tag is an empty paragraph, or a line's end.
        match name {
            b"p" => self.close_block(),
            b"br" => self.line_break(self.base + tag.span.start..self.base + tag.span.end),
            _ => {}
        }
    }

    /// Ends the innermost element of this name and what stands in it; answers whether there is one.
    fn end_named(&mut self, name: &[u8]) -> bool {
        let Some(at) = self.elements.iter().rposition(|element| element.name == name) else { return false };
        let inside = &self.elements[at + 1..];
        if inside.iter().any(|element| matches!(&*element.name, b"template" | b"object")) {
            // Nothing in these ends what they stand in.
            return true;
        }
        if !is_block(self.elements[at].role) && inside.iter().any(|element| is_block(element.role)) {
            // Bold text may end within a paragraph that began within it.
            if let Role::Inline(kind) = self.elements.remove(at).role {
                self.flow.end_inline(kind);
            }
        } else {
            self.pop_to(at);
        }
        true
    }

    /// Ends the elements from this one on.
    fn pop_to(&mut self, at: usize) {
        for element in self.elements.split_off(at).into_iter().rev() {
            match element.role {
                Role::Inline(kind) => self.flow.end_inline(kind),
                role if is_block(role) => self.close_block(),
                _ => {}
            }
        }
    }

    /// Ends what a block's beginning ends without saying so: a paragraph, an item before an item, a cell before a cell.
    fn end_implied(&mut self, name: &[u8]) {
        let (ended, within): (&[&[u8]], &[&[u8]]) = match name {
            b"li" => (&[b"p", b"li"], &[b"ul", b"ol", b"menu"]),
            b"dt" | b"dd" => (&[b"p", b"dt", b"dd"], &[b"dl"]),
            b"td" | b"th" => (&[b"p", b"td", b"th"], &[b"table"]),
            b"tr" => (&[b"p", b"td", b"th", b"tr"], &[b"table"]),
            b"thead" | b"tbody" | b"tfoot" => (&[b"p", b"td", b"th", b"tr", b"thead", b"tbody", b"tfoot"], &[b"table"]),
            b"option" | b"optgroup" => (&[b"option"], &[b"select"]),
            b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => {
                (&[b"p", b"h1", b"h2", b"h3", b"h4", b"h5", b"h6"], &[b"div", b"section"])
            }
            b"summary" | b"legend" | b"caption" | b"figcaption" => (&[], &[]),
            _ => (&[b"p"], &[b"td", b"th", b"li", b"button", b"div"]),
        };
        let from = self.elements.iter().rposition(|element| within.contains(&&*element.name)).map_or(0, |at| at + 1);
        if let Some(at) = self.elements[from..].iter().position(|element| ended.contains(&&*element.name)) {
            self.pop_to(from + at);
        }
    }

    fn text(&mut self, shown: &str, place: Range<usize>) {
        if self.is_silent() {
            return;
        }
        let characters = placed(self.text, place, Within::Text, shown);
        if self.has(Role::Code) {
            self.preformatted(&characters);
            return;
        }
        let kind = self.kind();
        for (character, place) in characters {
            if matches!(character, ' ' | '\t' | '\n' | '\x0c' | '\r') {
                let start = self.space.take().map_or(place.start, |space| space.start);
                self.space = Some(start..place.end);
            } else {
                self.show(kind, character.encode_utf8(&mut [0; 4]), place);
            }
        }
    }

    fn preformatted(&mut self, characters: &[Placed]) {
        let (kind, text) = (self.kind(), self.text);
        // A line's end right behind the tag is not shown.
        let skipped =
            usize::from(self.flow.so_far().is_empty() && characters.first().is_some_and(|(first, _)| *first == '\n'));
        for (character, place) in &characters[skipped..] {
            self.flow.push(kind, character.encode_utf8(&mut [0; 4]), place.clone(), text);
        }
    }

    /// Adds what is not white space, with one space before it where some stood.
    fn show(&mut self, kind: (BlockKind, u8), shown: &str, place: Range<usize>) {
        let so_far = self.flow.so_far();
        if let Some(space) = self.space.take()
            && !so_far.is_empty()
            && !so_far.ends_with('\n')
        {
            // The first of several characters stands for all.
            let first = space.start + self.text[space.start..].chars().next().map_or(0, char::len_utf8);
            let one = if self.text[space.start..].starts_with(' ') { space.start..first } else { space };
            self.flow.push_between(" ", one, self.text);
        }
        self.flow.push(kind, shown, place, self.text);
    }

    fn line_break(&mut self, place: Range<usize>) {
        self.space = None;
        if !self.flow.so_far().is_empty() {
            self.flow.push_between("\n", place, self.text);
        }
    }

    fn object(&mut self, place: Range<usize>) {
        self.show(self.kind(), OBJECT, place);
    }

    /// An image and what stands for it. Of inputs, only an image button has one.
    fn image(&mut self, tag: &StartTag<usize>, place: Range<usize>) {
        let value =
            |name: &[u8]| tag.attributes.get(name).map(|value| String::from_utf8_lossy(&value.value).into_owned());
        let name: &[u8] = &tag.name;
        let kind = value(b"type").unwrap_or_default().to_ascii_lowercase();
        if name != b"area" && kind != "hidden" {
            self.object(place.clone());
        }
        let Some(alt) = value(b"alt").filter(|alt| !alt.trim().is_empty() && (name != b"input" || kind == "image"))
        else {
            return;
        };
        let range = attribute(&self.text[place.clone()], "alt")
            .map_or(place.clone(), |within| place.start + within.start..place.start + within.end);
        let mut description = Draft::new(BlockKind::AltText, 0);
        for (character, place) in placed(self.text, range, Within::Attribute, &alt) {
            description.push(character.encode_utf8(&mut [0; 4]), place, self.text);
        }
        self.flow.put_aside(description);
    }

    fn close_block(&mut self) {
        self.space = None;
        self.flow.close();
    }

    fn is_silent(&self) -> bool {
        self.has(Role::Silent)
    }

    fn has(&self, role: Role) -> bool {
        self.elements.iter().any(|element| element.role == role)
    }

    /// The kind and heading depth of what stands here. A quote stays a quote whatever is in it, but for code.
    fn kind(&self) -> (BlockKind, u8) {
        if self.has(Role::Code) {
            return (BlockKind::Code, 0);
        }
        if self.has(Role::Quote) {
            return (BlockKind::Quote, 0);
        }
        let innermost = self.elements.iter().rev().find_map(|element| match element.role {
            Role::Item => Some((BlockKind::ListItem, 0)),
            Role::Cell => Some((BlockKind::TableCell, 0)),
            Role::Heading(level) => Some((BlockKind::Heading, level)),
            _ => None,
        });
        innermost.unwrap_or(self.around)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_block_is_of_its_kind() {
        let cases: &[(&str, &[&str])] = &[
            ("<title>a &amp; b</title><h1>c <em>d</em></h1>e", &["Paragraph: a & b", "Heading1: c d", "Paragraph: e"]),
            ("<p>a\n  b<p>c", &["Paragraph: a b", "Paragraph: c"]),
            ("a<b>c</b><br/>d <br> e", &["Paragraph: ac\nd\ne"]),
            (
                "<ul><li>a<li><p>b</p>c<ol><li>d</ul>e",
                &["ListItem: a", "ListItem: b", "ListItem: c", "ListItem: d", "Paragraph: e"],
            ),
            ("<table><tr><th>a<td>b<tr><td>c</table>", &["TableCell: a", "TableCell: b", "TableCell: c"]),
            (
                "<blockquote><h2>a</h2><p>b<pre>c</pre></blockquote>d",
                &["Quote: a", "Quote: b", "Code: c", "Paragraph: d"],
            ),
            ("<pre>\na\n  <code>b</code></pre>", &["Code: a\n  b"]),
            (
                "a <a href=x> b </a>c <code>d</code> <q>e <kbd>f</kbd></q>",
                &["Paragraph: a b c d e f [link b] [code d] [quote e f] [code f]"],
            ),
            ("<a name=x>a</a> <a href=y>b <a href=z>c", &["Paragraph: a b c [link b] [link c]"]),
            ("<a href=x><h2>a</h2><p>b</p></a>c", &["Heading2: a [link a]", "Paragraph: b [link b]", "Paragraph: c"]),
            ("a <img src=x alt=\"b &lt; c\"> d", &["Paragraph: a \u{fffc} d", "AltText: b < c"]),
            (
                "<img alt=''><input type=image alt=a><input alt=b>",
                &["Paragraph: \u{fffc}\u{fffc}\u{fffc}", "AltText: a"],
            ),
            ("a<script>b<!--</script>c<style>d</style><noscript>e</noscript>", &["Paragraph: ac"]),
            ("a<template><p>b</p></template>c<!-- d -->e", &["Paragraph: ace"]),
            ("<p>a <svg><title>b</title><path/></svg> c</p>", &["Paragraph: a \u{fffc} c"]),
            ("<b><p>a</b>b</p>c", &["Paragraph: ab", "Paragraph: c"]),
            ("</p></b></li>a</br>b</>c<", &["Paragraph: a\nbc<"]),
            ("<dl><dt>a<dd>b</dl><button>c</button>", &["ListItem: a", "ListItem: b", "Paragraph: c"]),
            ("<!doctype html><html><head></head><body> \n </body></html>", &[]),
            ("", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text).shown(), *expected, "{text:?}");
        }
    }

    /// Anything that tears at a tokenizer, and what makes blocks.
    fn html() -> impl Strategy<Value = String> {
        let bits = vec![
            "a",
            "word",
            " ",
            "  ",
            "\n",
            "\r\n",
            "\r",
            "\t",
            "&amp;",
            "&ampx",
            "&nbsp",
            "&#65",
            "&#x1F600;",
            "&",
            ";",
            "<",
            ">",
            "</>",
            "<p>",
            "</p>",
            "<b>",
            "</b>",
            "<a href=x>",
            "</a>",
            "<li>",
            "<ul>",
            "</ul>",
            "<td>",
            "<table>",
            "</table>",
            "<blockquote>",
            "</blockquote>",
            "<q>",
            "</q>",
            "<code>",
            "</code>",
            "<pre>",
            "</pre>",
            "<h2>",
            "</h2>",
            "<br>",
            "<img alt='",
            "'>",
            "\"",
            " alt=",
            "<img",
            "/>",
            "<!--",
            "-->",
            "<!",
            "<?",
            "<script>",
            "</script>",
            "<title>",
            "</title>",
            "<textarea>",
            "<svg>",
            "</svg>",
            "<template>",
            "</template>",
            "<![CDATA[",
            "]]>",
            "😀",
            "é",
            "e\u{301}",
            "漢",
            "\0",
            "\u{a0}",
            "\u{fffd}",
            "<plaintext>",
        ];
        prop::collection::vec(prop::sample::select(bits), 0..40).prop_map(|bits| bits.concat())
    }

    proptest! {
        #[test]
        fn every_character_comes_from_its_source(text in html()) {
            read(&text).assert_sources(&text);
        }

        #[test]
        fn any_text_is_read(text in any::<String>()) {
            read(&text).assert_sources(&text);
        }
    }
}
