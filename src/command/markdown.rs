//! Markdown as blocks: headings, paragraphs, list items, cells, quotes and code, each of its kind, markup left out.
//! A phrase is one text even where markup stands inside it.

use super::document::{Document, Draft};
use housestyle::text::BlockKind;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// What stands in a block for something that is not text, as an image.
const OBJECT: &str = "\u{fffc}";

/// Reads Markdown. Inline code stands in its sentence as one object and is a code block of its own; so is the
/// description of an image a paragraph of its own. Of HTML, the text between tags is read.
pub fn read(text: &str) -> Document {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut reader = Reader { text, document: Document::default(), containers: Vec::new(), open: None, aside: vec![] };
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        reader.take(event, range);
    }
    reader.close();
    reader.document
}

struct Reader<'a> {
    text: &'a str,
    document: Document,
    /// What the present place is inside of.
    containers: Vec<Container>,
    /// The block being read.
    open: Option<Draft>,
    /// Blocks that stood inside it, to be put behind it.
    aside: Vec<Draft>,
}

/// What decides a block's kind.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Container {
    Quote,
    Item,
    Cell,
    Heading(u8),
    Code,
    Html,
    /// An image; its description is being read.
    Image,
}

impl Reader<'_> {
    fn take(&mut self, event: Event, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(&tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(shown) => self.push(&shown, range),
            Event::Code(shown) => {
                self.push(OBJECT, range.clone());
                let mut code = Draft::new(BlockKind::Code, 0);
                let within = self.text[range.clone()].find(&*shown).map(|at| range.start + at);
                code.push(&shown, within.map_or(range, |at| at..at + shown.len()), self.text);
                self.aside.push(code);
            }
            Event::InlineMath(_) | Event::DisplayMath(_) | Event::FootnoteReference(_) => self.push(OBJECT, range),
            Event::InlineHtml(tag) => {
                if tag.get(..3).is_some_and(|name| name.eq_ignore_ascii_case("<br")) {
                    self.push("\n", range);
                }
            }
            Event::SoftBreak => self.push(" ", range),
            Event::HardBreak => self.push("\n", range),
            // A block of HTML is read as a whole where it begins.
            Event::Html(_) | Event::Rule | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag, range: Range<usize>) {
        let container = match tag {
            Tag::BlockQuote(_) => Some(Container::Quote),
            Tag::Item => Some(Container::Item),
            Tag::TableCell => Some(Container::Cell),
            Tag::Heading { level, .. } => Some(Container::Heading(depth(*level))),
            Tag::CodeBlock(_) | Tag::MetadataBlock(_) => Some(Container::Code),
            Tag::HtmlBlock => {
                self.close();
                self.html(range);
                Some(Container::Html)
            }
            Tag::Image { .. } => {
                self.push(OBJECT, range);
                self.aside.push(Draft::new(self.kind().0, 0));
                self.containers.push(Container::Image);
                return;
            }
            tag if is_inline(tag.to_end()) => return,
            _ => None,
        };
        self.close();
        self.containers.extend(container);
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Image => drop(self.containers.pop()),
            tag if is_inline(tag) => {}
            tag => {
                self.close();
                if !matches!(
                    tag,
                    TagEnd::Paragraph
                        | TagEnd::List(_)
                        | TagEnd::FootnoteDefinition
                        | TagEnd::Table
                        | TagEnd::TableHead
                        | TagEnd::TableRow
                        | TagEnd::DefinitionList
                        | TagEnd::DefinitionListTitle
                        | TagEnd::DefinitionListDefinition
                ) {
                    self.containers.pop();
                }
            }
        }
    }

    /// The kind and heading depth of what stands here. A quote stays a quote whatever is in it, but for code.
    fn kind(&self) -> (BlockKind, u8) {
        match self.containers.iter().rev().find(|container| !matches!(container, Container::Image | Container::Html)) {
            Some(Container::Code) => (BlockKind::Code, 0),
            _ if self.containers.contains(&Container::Quote) => (BlockKind::Quote, 0),
            Some(Container::Item) => (BlockKind::ListItem, 0),
            Some(Container::Cell) => (BlockKind::TableCell, 0),
            Some(Container::Heading(level)) => (BlockKind::Heading, *level),
            _ => (BlockKind::Paragraph, 0),
        }
    }

    fn push(&mut self, shown: &str, range: Range<usize>) {
        if self.containers.last() == Some(&Container::Image) {
            // Inside a description other objects are left out, so that the block begun last is the description's.
            if shown != OBJECT
                && let Some(description) = self.aside.last_mut()
            {
                description.push(shown, range, self.text);
            }
            return;
        }
        let (kind, level) = self.kind();
        self.open.get_or_insert_with(|| Draft::new(kind, level)).push(shown, range, self.text);
    }

    /// The text between the tags of a block of HTML. Comments, scripts and styles show nothing.
    fn html(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while let Some(open) = self.text[at..range.end].find('<').map(|open| at + open) {
            self.html_text(at..open);
            let rest = &self.text[open..range.end];
            let close = SILENT.iter().find(|(opens, _)| starts_with(rest, opens)).map_or(">", |(_, closes)| closes);
            let Some(end) = find(rest, close) else { return };
            at = open + end + close.len();
            self.close();
        }
        self.html_text(at..range.end);
    }

    fn html_text(&mut self, range: Range<usize>) {
        let shown = self.text[range.clone()].trim();
        if !shown.is_empty() {
            let start = range.end - self.text[range].trim_start().len();
            self.push(shown, start..start + shown.len());
        }
    }

    /// Ends the block being read.
    fn close(&mut self) {
        for draft in self.open.take().into_iter().chain(self.aside.drain(..)) {
            self.document.push(draft);
        }
    }
}

/// Beginnings of HTML that shows nothing, and where each ends.
const SILENT: [(&str, &str); 3] = [("<!--", "-->"), ("<script", "</script>"), ("<style", "</style>")];

fn starts_with(text: &str, beginning: &str) -> bool {
    text.get(..beginning.len()).is_some_and(|start| start.eq_ignore_ascii_case(beginning))
}

/// Where `needle`, all ASCII, stands first, letter case aside.
fn find(text: &str, needle: &str) -> Option<usize> {
    text.as_bytes().windows(needle.len()).position(|window| window.eq_ignore_ascii_case(needle.as_bytes()))
}

fn is_inline(tag: TagEnd) -> bool {
    use TagEnd::{Emphasis, Image, Link, Strikethrough, Strong, Subscript, Superscript};
    matches!(tag, Emphasis | Image | Link | Strikethrough | Strong | Subscript | Superscript)
}

fn depth(level: HeadingLevel) -> u8 {
    level as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use housestyle::text::Span;
    use proptest::prelude::*;

    /// The blocks as `kind: text`.
    fn shown(text: &str) -> Vec<String> {
        let document = read(text);
        let kind = |block: &housestyle::text::Block| match block.level {
            0 => format!("{:?}", block.kind),
            level => format!("{:?}{level}", block.kind),
        };
        document.blocks.iter().map(|block| format!("{}: {}", kind(block), block.text)).collect()
    }

    #[test]
    fn every_block_is_of_its_kind() {
        let cases: &[(&str, &[&str])] = &[
            ("# One *two*\n\nThree\n===", &["Heading1: One two", "Heading1: Three"]),
            ("a **b*c*d**\ne  \nf", &["Paragraph: a bcd e\nf"]),
            ("- a\n- b\n\n  c", &["ListItem: a", "ListItem: b", "ListItem: c"]),
            ("- [x] a\n  - b", &["ListItem: a", "ListItem: b"]),
            ("> # a\n> - b", &["Quote: a", "Quote: b"]),
            ("> ```\n> a\n> b\n> ```", &["Code: a\nb\n"]),
            ("a `b` c `` d` ``", &["Paragraph: a \u{fffc} c \u{fffc}", "Code: b", "Code: d`"]),
            ("a ![b *c* ![d](e)](f) g", &["Paragraph: a \u{fffc} g", "Paragraph: b c ", "Paragraph: d"]),
            (
                "|a|b|\n|-|-|\n|c|`d`|",
                &["TableCell: a", "TableCell: b", "TableCell: c", "TableCell: \u{fffc}", "Code: d"],
            ),
            ("a &amp; \\* &eacute;", &["Paragraph: a & * é"]),
            ("<p>a\n<!-- b > c\n-->d</p><script>e < f</script>", &["Paragraph: a", "Paragraph: d"]),
            ("a<b>c</b><br/>d", &["Paragraph: ac\nd"]),
            ("---\ntitle: a\n---\nb", &["Code: title: a\n", "Paragraph: b"]),
            ("[a b][c]\n\n[c]: https://example.com", &["Paragraph: a b"]),
            ("", &[]),
        ];
        for (text, expected) in cases {
            let came = shown(text);
            assert_eq!(came, *expected, "{text:?}");
        }
    }

    fn markdown() -> impl Strategy<Value = String> {
        let bits = vec![
            "a", "word", " ", "  ", "\n", "\r\n", "\n\n", "*", "**", "_", "`", "``", "```\n", "~~", "# ", "> ", "- ",
            "1. ", "    ", "|", "|-|-|\n", "[", "](x)", "![", "&amp;", "&nbsp;", "\\", "\\*", "<b>", "</b>", "<br>",
            "<div>", "<!--", "-->", "😀", "é", "e\u{301}", "漢", "\t", "---\n", "[^1]", "[^1]: ", "$", "\u{a0}", "\0",
        ];
        prop::collection::vec(prop::sample::select(bits), 0..40).prop_map(|bits| bits.concat())
    }

    proptest! {
        #[test]
        fn every_character_comes_from_its_source(text in markdown()) {
            let document = read(&text);
            for block in &document.blocks {
                let mut at = 0;
                let mut last = 0;
                for character in block.text.chars() {
                    let len = character.len_utf16() as u32;
                    let range = document.source(block.id, Span::new(at, at + len), &text);
                    prop_assert!(range.start >= last && range.start <= range.end, "{:?} in {:?}", range, block.text);
                    let source = text.get(range.clone());
                    prop_assert!(source.is_some(), "{:?} is not on character boundaries", range);
                    if character.is_alphanumeric() {
                        prop_assert!(source.unwrap().contains(character) || source.unwrap().starts_with('&'));
                    }
                    last = range.start;
                    at += len;
                }
                let whole = document.source(block.id, Span::new(0, at), &text);
                prop_assert!(text.get(whole).is_some());
            }
        }
    }
}
