//! What elements mean for the text in them, and where an attribute's value stands. Knows names, not nesting.

use housestyle::text::InlineKind;
use html5gum::{SpanBound, StartTag, Token, Tokenizer};
use std::ops::Range;

/// A tag that matters within a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InlineTag {
    /// `<br>`
    Break,
    /// An image, whose alternative text is to be read.
    Image,
    /// A link, code or a quotation begins.
    Begin(InlineKind),
    /// It ends.
    End(InlineKind),
}

/// What a single tag means within a paragraph; nothing for most.
pub fn tag(text: &str) -> Option<InlineTag> {
    Tokenizer::new(text).find_map(|Ok(token)| match token {
        Token::StartTag(tag) => match &**tag.name {
            b"br" => Some(InlineTag::Break),
            b"img" => Some(InlineTag::Image),
            _ => match role(&tag) {
                Role::Inline(kind) => Some(InlineTag::Begin(kind)),
                _ => None,
            },
        },
        Token::EndTag(tag) => inline_kind(&tag.name).map(InlineTag::End),
        _ => None,
    })
}

/// What an element is for the text in it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Nothing in it is shown as text.
    Silent,
    Quote,
    Item,
    Cell,
    Heading(u8),
    /// `pre`: code, with its white space.
    Code,
    /// A block of no kind of its own.
    Block,
    Inline(InlineKind),
    /// It changes nothing.
    Other,
}

/// What an element is.
pub fn role(tag: &StartTag<impl SpanBound>) -> Role {
    match &**tag.name {
        // An anchor that leads nowhere is no link.
        b"a" if !tag.attributes.contains_key(b"href".as_slice()) => Role::Other,
        b"script" | b"style" | b"noscript" | b"template" | b"iframe" | b"noembed" | b"noframes" | b"svg" | b"math"
        | b"object" | b"video" | b"audio" | b"canvas" => Role::Silent,
        b"blockquote" => Role::Quote,
        b"li" | b"dt" | b"dd" => Role::Item,
        b"td" | b"th" => Role::Cell,
        [b'h', level @ b'1'..=b'6'] => Role::Heading(level - b'0'),
        b"pre" | b"listing" | b"xmp" | b"plaintext" => Role::Code,
        b"address" | b"article" | b"aside" | b"body" | b"button" | b"caption" | b"center" | b"details" | b"dialog"
        | b"dir" | b"div" | b"dl" | b"fieldset" | b"figcaption" | b"figure" | b"footer" | b"form" | b"head"
        | b"header" | b"hgroup" | b"html" | b"legend" | b"main" | b"menu" | b"nav" | b"ol" | b"optgroup"
        | b"option" | b"p" | b"search" | b"section" | b"select" | b"summary" | b"table" | b"tbody" | b"textarea"
        | b"tfoot" | b"thead" | b"title" | b"tr" | b"ul" => Role::Block,
        name => inline_kind(name).map_or(Role::Other, Role::Inline),
    }
}

fn inline_kind(name: &[u8]) -> Option<InlineKind> {
    match name {
        b"a" => Some(InlineKind::Link),
        b"code" | b"kbd" | b"samp" | b"tt" => Some(InlineKind::Code),
        b"q" => Some(InlineKind::Quote),
        _ => None,
    }
}

/// Whether such an element begins and ends blocks.
pub fn is_block(role: Role) -> bool {
    !matches!(role, Role::Silent | Role::Inline(_) | Role::Other)
}

/// What is shown but is not text.
pub fn is_object(name: &[u8]) -> bool {
    matches!(name, b"iframe" | b"svg" | b"math" | b"object" | b"video" | b"audio" | b"canvas" | b"embed")
}

/// Elements that have no content and no end.
pub fn is_void(name: &[u8]) -> bool {
    matches!(
        name,
        b"area"
            | b"base"
            | b"br"
            | b"col"
            | b"embed"
            | b"hr"
            | b"img"
            | b"input"
            | b"link"
            | b"meta"
            | b"source"
            | b"track"
            | b"wbr"
    )
}

/// Where the value of an attribute stands in a tag, without its quotation marks. The tokenizer tells values, not places.
pub fn attribute(tag: &str, name: &str) -> Option<Range<usize>> {
    let is_space = |c: char| c.is_ascii_whitespace();
    let mut at = tag.find(|c: char| is_space(c) || c == '/')?;
    loop {
        at += tag[at..].find(|c: char| !is_space(c) && c != '/')?;
        // An equals sign that begins a name is part of it.
        let first = tag[at..].chars().next().map_or(0, char::len_utf8);
        let end = tag[at + first..]
            .find(|c: char| is_space(c) || matches!(c, '/' | '>' | '='))
            .map(|end| at + first + end)?;
        let found = tag[at..end].eq_ignore_ascii_case(name);
        let equals = end + (tag[end..].len() - tag[end..].trim_start_matches(is_space).len());
        at = equals;
        let Some(rest) = tag[equals..].strip_prefix('=') else {
            if found {
                return None;
            }
            if tag[at..].starts_with('>') {
                return None;
            }
            continue;
        };
        let value = tag.len() - rest.trim_start_matches(is_space).len();
        let range = match tag[value..].chars().next()? {
            quote @ ('"' | '\'') => {
                let end = tag[value + 1..].find(quote).map(|end| value + 1 + end)?;
                at = end + 1;
                value + 1..end
            }
            _ => {
                let end = tag[value..].find(|c: char| is_space(c) || c == '>').map(|end| value + end)?;
                at = end;
                value..end
            }
        };
        if found {
            return Some(range);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_value_of_an_attribute_is_found() {
        let cases: &[(&str, Option<&str>)] = &[
            ("<img alt=a>", Some("a")),
            ("<img ALT = 'a \"b' src=x>", Some("a \"b")),
            ("<img data-alt=b alt=\"a>b\"/>", Some("a>b")),
            ("<img alt>", None),
            ("<img src=x alt", None),
            ("<img =alt=b alt=a/>", Some("a/")),
            ("<img title='alt=b'alt=a>", Some("a")),
        ];
        for (tag, expected) in cases {
            assert_eq!(attribute(tag, "alt").map(|range| &tag[range]), *expected, "{tag}");
        }
    }
}
