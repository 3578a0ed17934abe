//! Markdown as blocks: headings, paragraphs, list items, cells, quotes, code, alternative text and front matter, each of
//! its kind, markup left out. A phrase is one text even where markup stands inside it.

use super::document::Document;
use super::draft::{Draft, Flow, OBJECT};
use super::html;
use housestyle::text::{BlockKind, InlineKind};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// Reads Markdown. Links, inline code and quotations are marked within their block; what stands for an image is a block
/// of its own behind it. HTML in it is read as HTML.
pub fn read(text: &str) -> Document {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS;
    let mut reader = Reader { text, flow: Flow::default(), containers: Vec::new() };
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        reader.take(event, range);
    }
    reader.flow.finish()
}

struct Reader<'a> {
    text: &'a str,
    flow: Flow,
    /// What the present place is inside of.
    containers: Vec<Container>,
}

/// What decides a block's kind.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Container {
    Quote,
    Item,
    Cell,
    Heading(u8),
    Code,
    FrontMatter,
    /// HTML, which is read where it begins.
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
                let within = self.text[range.clone()].find(&*shown).map(|at| range.start + at);
                self.flow.begin_inline(InlineKind::Code);
                self.push(&shown, within.map_or(range, |at| at..at + shown.len()));
                self.flow.end_inline(InlineKind::Code);
            }
            Event::InlineMath(_) | Event::DisplayMath(_) | Event::FootnoteReference(_) => self.push(OBJECT, range),
            Event::InlineHtml(_) => self.inline_html(range),
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
            Tag::CodeBlock(_) => Some(Container::Code),
            // Between others, three dashes are no front matter: most likely a table that a model wrote.
            Tag::MetadataBlock(_) if self.text[..range.start].trim().is_empty() => Some(Container::FrontMatter),
            Tag::MetadataBlock(_) => Some(Container::Code),
            Tag::HtmlBlock => {
                self.flow.close();
                let kind = self.kind();
                html::read_part(self.text, range, &mut self.flow, kind);
                Some(Container::Html)
            }
            Tag::Link { .. } => {
                self.flow.begin_inline(InlineKind::Link);
                return;
            }
            Tag::Image { .. } => {
                self.push(OBJECT, range);
                self.flow.put_aside(Draft::new(BlockKind::AltText, 0));
                self.containers.push(Container::Image);
                return;
            }
            tag if is_inline(tag.to_end()) => return,
            _ => None,
        };
        self.flow.close();
        self.containers.extend(container);
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Image => drop(self.containers.pop()),
            TagEnd::Link => self.flow.end_inline(InlineKind::Link),
            tag if is_inline(tag) => {}
            tag => {
                // A tag that nobody closed ends with its paragraph.
                self.flow.close();
                self.flow.end_all_inline();
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
            Some(Container::FrontMatter) => (BlockKind::FrontMatter, 0),
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
                && let Some(description) = self.flow.last_aside()
            {
                description.push(shown, range, self.text);
            }
            return;
        }
        self.flow.push(self.kind(), shown, range, self.text);
    }

    /// One tag within a paragraph. Of a pair of tags, Markdown reads what stands between.
    fn inline_html(&mut self, range: Range<usize>) {
        match html::tag(&self.text[range.clone()]) {
            Some(html::InlineTag::Break) => self.push("\n", range),
            Some(html::InlineTag::Begin(kind)) => self.flow.begin_inline(kind),
            Some(html::InlineTag::End(kind)) => self.flow.end_inline(kind),
            Some(html::InlineTag::Image) => {
                let kind = self.kind();
                html::read_part(self.text, range, &mut self.flow, kind);
            }
            None => {}
        }
    }
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
    use proptest::prelude::*;

    #[test]
    fn every_block_is_of_its_kind() {
        let cases: &[(&str, &[&str])] = &[
            ("# One *two*\n\nThree\n===", &["Heading1: One two", "Heading1: Three"]),
            ("a **b*c*d**\ne  \nf", &["Paragraph: a bcd e\nf"]),
            ("- a\n- b\n\n  c", &["ListItem: a", "ListItem: b", "ListItem: c"]),
            ("- [x] a\n  - b", &["ListItem: a", "ListItem: b"]),
            ("> # a\n> - b", &["Quote: a", "Quote: b"]),
            ("> ```\n> a\n> b\n> ```", &["Code: a\nb\n"]),
            ("a `b` c `` d` ``", &["Paragraph: a b c d` [code b] [code d`]"]),
            ("a ![b *c* ![d](e)](f) g", &["Paragraph: a \u{fffc} g", "AltText: b c ", "AltText: d"]),
            ("|a|b|\n|-|-|\n|c|`d`|", &["TableCell: a", "TableCell: b", "TableCell: c", "TableCell: d [code d]"]),
            ("a &amp; \\* &eacute;", &["Paragraph: a & * é"]),
            ("<p>a\n<!-- b > c\n-->d</p><script>e < f</script>", &["Paragraph: a d"]),
            ("a<b>c</b><br/>d", &["Paragraph: ac\nd"]),
            ("---\ntitle: a\n---\nb", &["FrontMatter: title: a\n", "Paragraph: b"]),
            ("+++\ntitle = 1\n+++\nb", &["FrontMatter: title = 1\n", "Paragraph: b"]),
            ("a\n\n---\nb: c\n---\n", &["Paragraph: a", "Code: b: c\n"]),
            ("[a b][c]\n\n[c]: https://example.com", &["Paragraph: a b [link a b]"]),
            ("a <q>b `c`</q> <a href=x>d</a>", &["Paragraph: a b c d [quote b c] [code c] [link d]"]),
            ("[a *b*](x) <kbd>c", &["Paragraph: a b c [link a b] [code c]"]),
            ("a <img src=x alt='b &amp; c'> d", &["Paragraph: a \u{fffc} d", "AltText: b & c"]),
            ("<ul>\n<li>a<li>b\n</ul>", &["ListItem: a", "ListItem: b"]),
            ("", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text).shown(), *expected, "{text:?}");
        }
    }

    fn markdown() -> impl Strategy<Value = String> {
        let bits = vec![
            "a",
            "word",
            " ",
            "  ",
            "\n",
            "\r\n",
            "\n\n",
            "*",
            "**",
            "_",
            "`",
            "``",
            "```\n",
            "~~",
            "# ",
            "> ",
            "- ",
            "1. ",
            "    ",
            "|",
            "|-|-|\n",
            "[",
            "](x)",
            "![",
            "&amp;",
            "&nbsp;",
            "\\",
            "\\*",
            "<b>",
            "</b>",
            "<br>",
            "<a>",
            "</a>",
            "<code>",
            "<img alt='a &lt;'>",
            "<div>",
            "<!--",
            "-->",
            "😀",
            "é",
            "e\u{301}",
            "漢",
            "\t",
            "---\n",
            "[^1]",
            "[^1]: ",
            "$",
            "\u{a0}",
            "\0",
        ];
        prop::collection::vec(prop::sample::select(bits), 0..40).prop_map(|bits| bits.concat())
    }

    proptest! {
        #[test]
        fn every_character_comes_from_its_source(text in markdown()) {
            read(&text).assert_sources(&text);
        }
    }
}
