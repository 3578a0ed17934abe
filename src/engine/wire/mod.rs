//! The one wire: what the client in a page, the extension's own pages and the engine say to each other.
//! The TypeScript declarations in `extension/wire.ts` are generated from these types; a test fails when they are stale.
//! Every message survives JSON, since Chromium's ports carry JSON.
//!
//! The order of things between a client and the engine:
//! 1. The client opens a port and says [`ClientMessage::Hello`]; the engine answers [`EngineMessage::Welcome`].
//! 2. Every later client message carries `n`, counting up from 1 over the client's whole life, across all its fields
//!    and across reconnections. The engine answers [`EngineMessage::Acknowledged`] once everything up to `n` is
//!    durable. The client keeps what is not acknowledged.
//! 3. When the port breaks (browsers stop the background when they please), the client connects again, says `Hello`
//!    with the same `client`, opens each field anew with `resumed: true`, `n` 0 and the blocks **as they were at the
//!    last acknowledged message**, and sends all unacknowledged messages again, unchanged and in order. A message
//!    that arrives twice counts once.

mod cards;
mod client;
mod page;

pub use cards::*;
pub use client::*;
pub use page::*;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{Flag, FlagDifference};
    use crate::guide::{Problem, Severity, Surface, Verdict};
    use crate::rework::{DismissReason, SetBy, Shipping};
    use crate::text::{Block, BlockKind, Change, Inline, InlineKind, Span};
    use ts_rs::{Config, TS};

    fn declarations() -> String {
        let cfg = Config::default();
        let mut out = String::from(
            "// Generated from the wire types of the engine; `UPDATE=1 cargo test wire` writes it anew. Never edited by hand.\n\n",
        );
        macro_rules! declare {
            ($($name:ty),* $(,)?) => {$(
                out.push_str(&format!("export {}\n\n", <$name>::decl(&cfg)));
            )*};
        }
        declare!(
            Span,
            BlockKind,
            InlineKind,
            Inline,
            Block,
            Change,
            Verdict,
            Severity,
            Surface,
            Problem,
            Flag,
            FlagDifference,
            DismissReason,
            Shipping,
            Caret,
            ClientMessage,
            FlagAct,
            FieldAct,
            ActOutcome,
            Cause,
            EngineMessage,
            Off,
            Command,
            GuideCard,
            SurfaceCard,
            RuleCard,
            ModuleCard,
            RouteCard,
            PageMessage,
            LogTrouble,
            RetentionLimit,
            SetBy,
            PageRequest,
            PageAnswer,
            PageReply,
            BuiltInGuide,
            OrganisationGuideCard,
            RuleNotice,
            KindCount,
        );
        out
    }

    #[test]
    fn wire_declarations_are_fresh() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/extension/wire.ts");
        let fresh = declarations();
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(path, &fresh).expect("write extension/wire.ts");
        }
        let kept = std::fs::read_to_string(path).unwrap_or_default();
        assert!(kept == fresh, "extension/wire.ts is stale: run `UPDATE=1 cargo test wire` and commit it");
    }
}
