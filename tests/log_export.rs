//! Events out as JSON Lines and CSV, and back; logs merged.

use housestyle::export::*;
use housestyle::guide::{Severity, Surface, Verdict};
use housestyle::rework::*;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use std::collections::BTreeSet;

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
                in_ai
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

fn event() -> impl Strategy<Value = Event> {
    let surface = pick(&[Surface::Prompt, Surface::Response, Surface::Draft]);
    let options = (prop::option::of(text()), prop::option::of(text()));
    (any::<(u64, u64)>(), -900i32..900, [text(), text(), text(), text(), text(), text()], surface, options, kind())
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

/// What a cell must show of a value.
fn shown(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Null => String::new(),
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn read_csv(text: &str) -> Vec<Vec<String>> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes())
        .records()
        .map(|record| record.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

proptest! {
    #[test]
    fn json_lines_come_back_as_they_went(event in event()) {
        let line = line(&event);
        prop_assert!(line.ends_with('\n') && !line[..line.len() - 1].contains(['\n', '\r']));
        prop_assert_eq!(parse_line(&line, 1), Ok(event));
    }

    #[test]
    fn csv_is_read_back_cell_by_cell(event in event()) {
        let row = Csv::row(&event);
        prop_assert!(row.ends_with("\r\n"));
        let rows = read_csv(&(Csv::header(false) + &row));
        prop_assert_eq!(rows.len(), 2);
        let fields = serde_json::to_value(&event).unwrap();
        let columns: BTreeSet<&str> = rows[0].iter().map(String::as_str).collect();
        for name in fields.as_object().unwrap().keys() {
            prop_assert!(columns.contains(name.as_str()), "no column for {}", name);
        }
        for (column, cell) in rows[0].iter().zip(&rows[1]) {
            let begins = cell.chars().next();
            let number = cell.parse::<f64>().is_ok();
            prop_assert!(number || !matches!(begins, Some('=' | '+' | '-' | '@' | '\t' | '\r')), "{:?}", cell);
            if column.ends_with("time") {
                continue;
            }
            let value = shown(&fields[column]);
            prop_assert!(*cell == value || *cell == format!("'{value}"), "{}: {:?} for {:?}", column, cell, value);
        }
    }

    #[test]
    fn merging_is_idempotent_and_keeps_each_log_in_order(
        picks in prop::collection::vec((0u64..9, 0u64..20, 0usize..3), 0..40),
    ) {
        let events: Vec<Event> = picks
            .into_iter()
            .map(|(seq, at, installation)| Event {
                id: format!("{installation}-{seq}"),
                installation: format!("i{installation}"),
                ..sample(seq, at)
            })
            .collect();
        let once = merge(events.clone());
        let ids: BTreeSet<&str> = once.iter().map(|event| event.id.as_str()).collect();
        prop_assert_eq!(ids.len(), once.len());
        prop_assert_eq!(ids, events.iter().map(|event| event.id.as_str()).collect::<BTreeSet<_>>());
        for installation in ["i0", "i1", "i2"] {
            let seqs: Vec<u64> =
                once.iter().filter(|event| event.installation == installation).map(|event| event.seq).collect();
            prop_assert!(seqs.is_sorted());
        }
        let mut twice = once.clone();
        twice.extend(events);
        prop_assert_eq!(merge(twice), once);
    }
}

fn sample(seq: u64, at: u64) -> Event {
    Event {
        id: format!("id-{seq}"),
        seq,
        at,
        offset: 60,
        installation: "one".into(),
        person: None,
        guide: "Acme".into(),
        guide_version: "1".into(),
        host: "example.com".into(),
        surface: Surface::Draft,
        channel: None,
        draft: "d".into(),
        kind: EventKind::CheckedClean { characters: 4, words: 1 },
    }
}

#[test]
fn every_column_is_some_field_or_a_time() {
    let fields: BTreeSet<String> = {
        let mut runner = proptest::test_runner::TestRunner::deterministic();
        (0..400)
            .flat_map(|_| {
                let event = event().new_tree(&mut runner).unwrap().current();
                let value = serde_json::to_value(event).unwrap();
                value.as_object().unwrap().keys().cloned().collect::<Vec<_>>()
            })
            .collect()
    };
    let columns: BTreeSet<String> = Csv::columns().filter(|name| !name.ends_with("time")).map(str::to_owned).collect();
    assert_eq!(columns, fields);
}

#[test]
fn times_stand_in_local_time_too() {
    let rows = read_csv(&(Csv::header(false) + &Csv::row(&sample(1, 1_764_000_000_123))));
    assert_eq!(rows[1][3], "2025-11-24T17:00:00.123+01:00");
    assert!(Csv::header(true).starts_with("\u{feff}id,seq,at,time,"));
}

#[test]
fn formulas_are_disarmed_and_numbers_left() {
    let cell = |person: &str| {
        let rows = read_csv(&Csv::row(&Event { person: Some(person.into()), ..sample(1, 1) }));
        rows[0][6].clone()
    };
    assert_eq!(cell("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
    assert_eq!(cell("-1+cmd"), "'-1+cmd");
    assert_eq!(cell("\t=1"), "'\t=1");
    assert_eq!(cell("＝1"), "'＝1");
    assert_eq!(cell("-5"), "-5");
    assert_eq!(cell("+1.5"), "+1.5");
    assert_eq!(cell("-"), "'-");
    assert_eq!(cell("a=b"), "a=b");
}

#[test]
fn what_cannot_be_read_is_named() {
    let good = line(&sample(1, 2));
    let case = |from: &str, to: &str| {
        assert!(good.contains(from), "{from} is not in {good}");
        parse_line(&good.replace(from, to), 7).unwrap_err().to_string()
    };
    assert!(case("\"seq\":1,", "").starts_with("7:1: seq: missing field `seq` ("));
    assert!(case("\"words\":1", "\"wort\":1").starts_with("7:1: words: missing field `words` ("));
    assert!(case("\"words\":1", "\"words\":\"1\"").starts_with("7:1: words: invalid type: string \"1\", expected u32"));
    assert!(case("\"at\":2", "\"at\":-2").starts_with("7:1: at: invalid value"));
    assert!(case("\"seq\":1", "\"seq\":1,\"seq\":2").starts_with("7:1: seq: duplicate field"));
    let newer = case("checked_clean", "shipped");
    assert!(newer.starts_with("7:1: kind: unknown kind of event \"shipped\" (a newer version"), "{newer}");
    let newer = case("\"words\":1", "\"words\":1,\"tool\":\"x\"");
    assert!(newer.starts_with("7:1: tool: unknown field \"tool\" (a newer version"), "{newer}");
    assert!(case("}\n", "\n").starts_with("7:"));
    assert!(parse_line("[]", 7).unwrap_err().to_string().starts_with("7:1: an event must be a JSON object"));
    assert_eq!(parse_line("{\"é\": \"😀\" x}", 1).unwrap_err().column, 12);
    let cut = parse_line(&good[..20], 3).unwrap_err();
    assert_eq!((cut.line, cut.column), (3, 20));
}

#[test]
fn gaps_are_seen_per_installation() {
    let other = |seq| Event { installation: "two".into(), ..sample(seq, 1) };
    let events = [sample(6, 1), sample(2, 1), sample(3, 1), other(1), sample(2, 1), sample(0, 9), other(2)];
    let gap = |from, to| Gap { installation: "one".into(), from, to };
    assert_eq!(gaps(&events), [gap(1, 1), gap(4, 5)]);
}

#[test]
fn a_clock_set_back_does_not_reorder_a_log() {
    let other = Event { id: "x".into(), installation: "two".into(), ..sample(1, 70) };
    let merged = merge(vec![other, sample(2, 50), sample(1, 100)]);
    let order: Vec<_> = merged.iter().map(|event| (event.installation.as_str(), event.seq)).collect();
    assert_eq!(order, [("two", 1), ("one", 1), ("one", 2)]);
}
