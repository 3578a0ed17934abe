//! Events of every kind, made up at random. Knows nothing of how they are written.

use housestyle::guide::{Severity, Surface, Verdict};
use housestyle::rework::*;
use proptest::prelude::*;

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[=+@\t\r\n\",;'-]{0,3}[a-z0-9.]{0,4}",
        prop::sample::select(vec!["", "-5", "+1.5", "=1+1", "a\"b", "a\r\nb", "😀,é", "\u{feff}x", "-"])
            .prop_map(str::to_owned),
    ]
}

fn pick<T: Copy + std::fmt::Debug + 'static>(values: &[T]) -> impl Strategy<Value = T> + use<T> {
    prop::sample::select(values.to_vec())
}

fn kind() -> impl Strategy<Value = EventKind> {
    use EventKind::*;
    let severity = || pick(&[Severity::Suggestion, Severity::Warning, Severity::Error]);
    let verdict = || pick(&[Verdict::Prefer, Verdict::Restrict, Verdict::Escalate]);
    let origin = || pick(&[Origin::Typed, Origin::Pasted, Origin::Ai, Origin::Module, Origin::Unknown]);
    let how = || {
        pick(&[
            Resolution::Edited,
            Resolution::Suggestion,
            Resolution::Module,
            Resolution::Removed,
            Resolution::GuideChanged,
        ])
    };
    let reason = || {
        pick(&[
            DismissReason::FalsePositive,
            DismissReason::QuotedOrLegal,
            DismissReason::ApprovedException,
            DismissReason::Other,
        ])
    };
    prop_oneof![
        any::<(u32, u32)>().prop_map(|(characters, words)| DraftOpened { characters, words }),
        any::<(u32, u32, u32)>().prop_map(|(characters, words, open_flags)| DraftClosed {
            characters,
            words,
            open_flags
        }),
        (origin(), any::<(u64, u32, u32, u32, u32, u64, u32)>()).prop_map(
            |(origin, (began, inserted, deleted, keystrokes, pauses, active_ms, in_ai))| Revision {
                origin,
                began,
                inserted,
                deleted,
                keystrokes,
                pauses,
                active_ms,
                in_ai,
                p_bursts: (origin == Origin::Typed).then_some(pauses),
                r_bursts: (origin == Origin::Typed).then_some(keystrokes),
            }
        ),
        (any::<(u32, u32)>(), text(), text(), verdict(), severity(), text(), prop::option::of(text())).prop_map(
            |((flag, length), rule, owner, verdict, severity, fingerprint, quote)| FlagRaised {
                flag,
                rule,
                owner,
                verdict,
                severity,
                length,
                fingerprint,
                quote
            }
        ),
        (any::<(u32, u64)>(), text(), how()).prop_map(|((flag, open_ms), rule, how)| FlagResolved {
            flag,
            rule,
            how,
            open_ms
        }),
        (any::<(u32, bool)>(), text(), reason()).prop_map(|((flag, whole_rule), rule, reason)| FlagDismissed {
            flag,
            rule,
            reason,
            whole_rule
        }),
        (any::<(u32, u32, u32, u32)>(), text()).prop_map(|((flag, choice, inserted, deleted), rule)| {
            SuggestionApplied { flag, rule, choice, inserted, deleted }
        }),
        (any::<(Option<u32>, u32)>(), text()).prop_map(|((flag, inserted), module)| ModuleInserted {
            flag,
            module,
            inserted
        }),
        (any::<(u32, Option<u64>, Option<u64>)>(), text(), text(), text()).prop_map(
            |((flag, respond_due, resolve_due), rule, route, owner)| EscalationOpened {
                flag,
                rule,
                route,
                owner,
                respond_due,
                resolve_due
            }
        ),
        any::<(u32, u32)>().prop_map(|(characters, words)| CheckedClean { characters, words }),
    ]
}

/// Kinds about generations, shipping, answers and the log itself.
fn further_kind() -> impl Strategy<Value = EventKind> {
    use EventKind::*;
    let evidence =
        || pick(&[Evidence::CopiedFromSurface, Evidence::ClipboardMarkup, Evidence::Streamed, Evidence::Told]);
    let decision = || pick(&[Decision::Approved, Decision::ApprovedWithChanges, Decision::Rejected]);
    let how = || pick(&[Shipping::Sent, Shipping::Published, Shipping::Copied]);
    let dropped = || pick(&[DroppedRecords::Events, DroppedRecords::Drafts, DroppedRecords::Quotes]);
    let why = || pick(&[DropReason::Age, DropReason::Size, DropReason::Erased, DropReason::Unreadable]);
    let tool = || prop::option::of(text());
    prop_oneof![
        (any::<(u32, u32, u32, u32, Option<u32>)>(), tool(), evidence()).prop_map(
            |((generation, characters, words, iteration, replaces), tool, evidence)| Generation {
                generation,
                tool,
                evidence,
                characters,
                words,
                iteration,
                replaces
            }
        ),
        text().prop_map(|escalation| EscalationAcknowledged { escalation }),
        (text(), decision()).prop_map(|(escalation, decision)| EscalationDecided { escalation, decision }),
        text().prop_map(|escalation| EscalationWithdrawn { escalation }),
        (any::<(u32, u32, u32)>(), how()).prop_map(|((characters, words, open_flags), how)| Shipped {
            how,
            characters,
            words,
            open_flags
        }),
        (any::<(u32, u32, u32, Option<u32>, u64, u64)>(), tool(), prop::option::of(any::<[u32; 5]>())).prop_map(
            |((generation, words_given, words_now, retained, touch_ms, elapsed_ms), tool, edits)| {
                let edits = edits.map(|[insertions, deletions, substitutions, shifts, reference_words]| TerEdits {
                    insertions,
                    deletions,
                    substitutions,
                    shifts,
                    reference_words,
                });
                Effort(housestyle::rework::LoggedEffort {
                    generation,
                    tool,
                    words_given,
                    words_now,
                    retained,
                    edits,
                    touch_ms,
                    elapsed_ms,
                    process: edits.map(|edits| Process {
                        characters_given: edits.insertions,
                        characters_now: edits.deletions,
                        inserted: edits.substitutions,
                        deleted: edits.shifts,
                        p_bursts: edits.reference_words,
                        r_bursts: 1,
                    }),
                })
            }
        ),
        any::<i32>().prop_map(|saved_minutes| HoursSaved { saved_minutes }),
        (any::<(u64, Option<u64>, Option<u64>)>(), dropped(), tool(), why()).prop_map(
            |((count, from_seq, to_seq), dropped, logged_by, why)| Dropped {
                dropped,
                count,
                from_seq,
                to_seq,
                logged_by,
                from_at: from_seq,
                to_at: to_seq,
                set_by: count.is_multiple_of(2).then_some(SetBy::Policy),
                why
            }
        ),
    ]
}

/// Any event: of every kind, with texts that formats stumble over.
pub fn event() -> impl Strategy<Value = Event> {
    let surface = pick(&[Surface::Prompt, Surface::Response, Surface::Draft]);
    let options = (prop::option::of(text()), prop::option::of(text()));
    (
        any::<(u64, u64)>(),
        -900i32..900,
        [text(), text(), text(), text(), text(), text()],
        surface,
        options,
        prop_oneof![kind(), further_kind()],
    )
        .prop_map(|((seq, at), offset, texts, surface, (person, channel), kind)| {
            let [id, installation, guide, guide_version, host, draft] = texts;
            Event {
                id,
                seq,
                at,
                offset,
                installation,
                person,
                guide,
                guide_version,
                host,
                surface,
                channel,
                draft,
                kind,
            }
        })
}
