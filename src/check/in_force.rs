//! Where the rules of a guide hold: at which place, in which kinds of blocks, in which stretches within them.

use super::Place;
use crate::guide::{Guide, Where};
use crate::text::{Block, BlockKind, InlineKind, Span};
use std::sync::Arc;

/// Where each rule holds at a place: a bit for each kind of block, and one for rules that ask for stretches within.
#[derive(Debug)]
pub(super) struct InForce(Arc<[u32]>);

/// The same wherever that may be, worked out once for a guide.
#[derive(Debug)]
pub(super) struct Scopes {
    /// Of each rule.
    bits: Arc<[u32]>,
    /// Rules that do not hold at every place.
    placed: Vec<u32>,
}

impl Scopes {
    /// Of a guide's rules.
    pub fn new(guide: &Guide) -> Self {
        let placed = (0..).zip(&guide.rules).filter(|(_, rule)| is_placed(&rule.scope)).map(|(index, _)| index);
        Self { bits: guide.rules.iter().map(|rule| bits(&rule.scope)).collect(), placed: placed.collect() }
    }
}

/// The bit of rules that speak only of stretches within blocks.
const INLINE: u32 = 1 << 31;

/// Every kind of block.
const KINDS: [BlockKind; 10] = [
    BlockKind::Paragraph,
    BlockKind::Heading,
    BlockKind::ListItem,
    BlockKind::TableCell,
    BlockKind::Quote,
    BlockKind::Code,
    BlockKind::Line,
    BlockKind::AltText,
    BlockKind::FrontMatter,
    BlockKind::Raw,
];

impl InForce {
    /// Of a guide's rules at a place. Drafts share what is the same in each.
    pub fn new(guide: &Guide, scopes: &Scopes, place: &Place) -> Self {
        let mut bits = scopes.bits.clone();
        let elsewhere = scopes.placed.iter().filter(|rule| !holds(&guide.rules[**rule as usize].scope, place));
        for rule in elsewhere {
            Arc::make_mut(&mut bits)[*rule as usize] = 0;
        }
        Self(bits)
    }

    /// Whether a rule holds at all.
    pub fn anywhere(&self, rule: u32) -> bool {
        self.0[rule as usize] != 0
    }

    /// Tells kinds of blocks apart, for [`InForce::speaks_of`].
    pub fn kind_of(&self, block: &Block) -> u32 {
        bit(block.kind, block.level)
    }

    /// Whether a rule speaks of blocks of a kind.
    pub fn speaks_of(&self, rule: u32, kind: u32) -> bool {
        self.0[rule as usize] & kind != 0
    }

    /// Whether a rule that asks for the stretches `wanted` has anything to say of a stretch of a block: of code and
    /// quotations only where it asks for them, and where it asks for any, of nothing else.
    pub fn speaks_within(&self, wanted: &[InlineKind], rule: u32, block: &Block, span: Span) -> bool {
        match block.inline.is_empty() {
            true => self.0[rule as usize] & INLINE == 0,
            false => speaks_within(wanted, block, span),
        }
    }
}

/// The bit of a block's kind; headings have one for each level.
fn bit(kind: BlockKind, level: u8) -> u32 {
    match kind {
        BlockKind::Heading => 1 << (KINDS.len() as u32 + u32::from(level.min(6))),
        other => 1 << other as u32,
    }
}

fn bits(scope: &Where) -> u32 {
    let mut bits = if scope.inline.is_empty() { 0 } else { INLINE };
    for kind in KINDS {
        let speaks = if scope.blocks.is_empty() {
            !matches!(
                kind,
                BlockKind::Quote | BlockKind::Code | BlockKind::AltText | BlockKind::FrontMatter | BlockKind::Raw
            )
        } else {
            scope.blocks.contains(&kind)
        };
        for level in (0..=6).filter(|_| speaks) {
            if kind != BlockKind::Heading || scope.levels.is_empty() || scope.levels.contains(&level) {
                bits |= bit(kind, level);
            }
        }
    }
    bits
}

/// Whether there are places at which a rule does not hold.
fn is_placed(scope: &Where) -> bool {
    let Where { surfaces, hosts, languages, channels, .. } = scope;
    !(surfaces.is_empty() && hosts.is_empty() && languages.is_empty() && channels.is_empty())
}

fn holds(scope: &Where, place: &Place) -> bool {
    let host = |known: &String| {
        place.host == *known || place.host.strip_suffix(known.as_str()).is_some_and(|rest| rest.ends_with('.'))
    };
    (scope.surfaces.is_empty() || scope.surfaces.contains(&place.surface))
        && (scope.hosts.is_empty() || scope.hosts.iter().any(host))
        && (scope.languages.is_empty()
            || place.language.as_ref().is_none_or(|language| is_any_of(&scope.languages, language)))
        && (scope.channels.is_empty() || place.channel.as_ref().is_some_and(|channel| scope.channels.contains(channel)))
}

fn speaks_within(wanted: &[InlineKind], block: &Block, span: Span) -> bool {
    if wanted.is_empty() {
        let apart = |kind| matches!(kind, InlineKind::Code | InlineKind::Quote);
        !block.inline.iter().any(|inline| apart(inline.kind) && inline.span.overlaps(span))
    } else {
        let covers = |by: Span| by.start <= span.start && by.end >= span.end;
        block.inline.iter().any(|inline| wanted.contains(&inline.kind) && covers(inline.span))
    }
}

/// Whether a language is one of those named; a name covers what is more particular, as `en` does `en-GB`.
fn is_any_of(named: &[String], language: &str) -> bool {
    let parts = |tag: &str| tag.split(['-', '_']).map(str::to_lowercase).collect::<Vec<_>>();
    let language = parts(language);
    named.iter().any(|named| language.starts_with(&parts(named)))
}
