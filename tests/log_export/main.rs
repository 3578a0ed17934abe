//! Events out as JSON Lines and CSV, and back; logs merged.

mod any_event;

use any_event::event;
use housestyle::export::*;
use housestyle::guide::Surface;
use housestyle::rework::*;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use std::collections::BTreeSet;

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

    /// In whatever order logs come, and whatever was merged before: the same log.
    #[test]
    fn merges_commute(
        picks in prop::collection::vec((1u64..9, 0u64..20, 0usize..3), 0..40), cuts in any::<[prop::sample::Index; 2]>(), turn: u64,
    ) {
        let events: Vec<Event> = picks
            .into_iter()
            .map(|(seq, at, installation)| Event {
                id: format!("{installation}-{seq}-{at}"),
                installation: format!("i{installation}"),
                ..sample(seq, at)
            })
            .collect();
        let mut cuts = cuts.map(|cut| cut.index(events.len() + 1));
        cuts.sort_unstable();
        let [a, b, c] = [&events[..cuts[0]], &events[cuts[0]..cuts[1]], &events[cuts[1]..]];
        let whole = merge(events.clone());
        prop_assert_eq!(merge([c, a, b].concat()), whole.clone());
        prop_assert_eq!(merge([merge([b, a].concat()), merge(c.to_vec())].concat()), whole.clone());
        prop_assert_eq!(merge([merge(c.to_vec()), merge([a, b].concat()), a.to_vec()].concat()), whole.clone());
        let mut shuffled = events;
        shuffled.sort_by_key(|event| (event.seq.wrapping_mul(turn | 1), event.at.wrapping_mul(turn)));
        prop_assert_eq!(merge(shuffled), whole);
    }

    /// Whatever batch of an installation's log is lost before its end, is seen as what it is.
    #[test]
    fn a_dropped_batch_is_seen_as_a_gap(len in 2u64..60, from in any::<prop::sample::Index>(), more in any::<prop::sample::Index>()) {
        let from = 1 + from.index(len as usize - 1) as u64;
        let to = from + more.index((len - from) as usize) as u64;
        let log = |installation: &str| -> Vec<Event> {
            let event = |seq| Event { id: format!("{installation}-{seq}"), installation: installation.into(), ..sample(seq, seq) };
            (1..=len).map(event).collect()
        };
        let mut events = log("i");
        events.retain(|event| !(from..=to).contains(&event.seq));
        events.extend(log("whole"));
        let missing = [Gap { installation: "i".into(), from, to }];
        prop_assert_eq!(gaps(&events), missing.clone());
        prop_assert_eq!(gaps(&merge(events.clone())), missing);
        // Who has the batch closes the gap.
        events.extend(log("i"));
        prop_assert_eq!(gaps(&merge(events)), []);
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
        (0..1000)
            .flat_map(|_| {
                let event = event().new_tree(&mut runner).unwrap().current();
                let value = serde_json::to_value(event).unwrap();
                value.as_object().unwrap().keys().cloned().collect::<Vec<_>>()
            })
            .collect()
    };
    let columns: BTreeSet<String> = Csv::columns().filter(|name| !name.ends_with("time")).collect();
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
    // An apostrophe that was there already is kept apart from the one that disarms.
    assert_eq!(cell("'=1"), "''=1");
    assert_eq!(cell("'a"), "'a");
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
    let newer = case("checked_clean", "teleported");
    assert!(newer.starts_with("7:1: kind: unknown kind of event \"teleported\" (a newer version"), "{newer}");
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

/// As a collector would: attributes back to the flat record.
fn event_of(record: &serde_json::Value, installation: &str) -> serde_json::Value {
    let mut fields = serde_json::Map::new();
    for attribute in record["attributes"].as_array().unwrap() {
        let key = attribute["key"].as_str().unwrap();
        let name = if key == "log.record.uid" { "id" } else { key.strip_prefix("housestyle.").unwrap() };
        let value = attribute["value"].as_object().unwrap();
        assert_eq!(value.len(), 1, "{attribute}");
        let (sort, value) = value.iter().next().unwrap();
        let value = match sort.as_str() {
            "stringValue" | "boolValue" | "doubleValue" => value.clone(),
            "intValue" => serde_json::Value::Number(value.as_str().unwrap().parse::<i64>().unwrap().into()),
            other => panic!("{other} is no type of a value here"),
        };
        assert!(fields.insert(name.into(), value).is_none(), "{name} comes twice");
    }
    assert_eq!(fields["installation"], installation);
    assert_eq!(record["eventName"], format!("housestyle.{}", fields["kind"].as_str().unwrap()));
    // Of a time that is beyond 64 bits of nanoseconds, the attribute alone tells.
    let nanoseconds: Option<u64> = record.get("timeUnixNano").map(|told| told.as_str().unwrap().parse().unwrap());
    let at = fields["at"].as_u64().unwrap_or_else(|| fields["at"].as_str().unwrap().parse().unwrap());
    assert_eq!(nanoseconds, at.checked_mul(1_000_000));
    fields.into()
}

proptest! {
    #[test]
    fn otlp_says_all_that_events_say(events in prop::collection::vec(event(), 0..8)) {
        let request: serde_json::Value = serde_json::from_str(&otlp_request(&events)).unwrap();
        let mut came = Vec::new();
        for resource in request["resourceLogs"].as_array().unwrap() {
            let instance = resource["resource"]["attributes"].as_array().unwrap().iter();
            let instance = instance.clone().find(|attribute| attribute["key"] == "service.instance.id").unwrap();
            let installation = instance["value"]["stringValue"].as_str().unwrap();
            for record in resource["scopeLogs"][0]["logRecords"].as_array().unwrap() {
                came.push(event_of(record, installation));
            }
        }
        prop_assert_eq!(came.len(), events.len());
        for (came, event) in came.iter().zip(&events) {
            let said = serde_json::to_value(event).unwrap();
            for (name, value) in said.as_object().unwrap() {
                // A number beyond 63 bits is told as text: no collector could take it as a number. And a fraction that
                // was read from text may be off in its last digit.
                let same = match (came[name].as_f64(), value.as_f64()) {
                    (Some(came), Some(said)) if value.is_f64() => (came - said).abs() <= 1e-12 * said,
                    _ => came[name] == *value || value.as_u64().is_some_and(|said| came[name].as_str() == Some(&said.to_string())),
                };
                prop_assert!(same || value.is_null(), "{}: {} for {}", name, came[name], value);
            }
        }
    }
}

#[test]
fn otlp_is_encoded_as_the_protocol_says() {
    let request: serde_json::Value = serde_json::from_str(&otlp_request(&[sample(1, 1_764_000_000_123)])).unwrap();
    let record = &request["resourceLogs"][0]["scopeLogs"][0]["logRecords"][0];
    assert_eq!(record["timeUnixNano"], "1764000000123000000");
    assert_eq!(record["eventName"], "housestyle.checked_clean");
    assert_eq!(record["severityNumber"], 9);
    let attributes = record["attributes"].as_array().unwrap();
    assert!(attributes.contains(&serde_json::json!({"key": "log.record.uid", "value": {"stringValue": "id-1"}})));
    assert!(attributes.contains(&serde_json::json!({"key": "housestyle.words", "value": {"intValue": "1"}})));
}

#[test]
fn a_file_of_otlp_holds_every_event_once() {
    let mut file = OtlpFile::default();
    let mut lines = String::new();
    for seq in 1..=2_500 {
        lines.extend(file.push(sample(seq, 1)));
    }
    lines.push_str(&file.finish());
    let count = |line: &str| {
        let request: serde_json::Value = serde_json::from_str(line).unwrap();
        request["resourceLogs"][0]["scopeLogs"][0]["logRecords"].as_array().unwrap().len()
    };
    assert_eq!(lines.lines().map(count).collect::<Vec<_>>(), [1024, 1024, 452]);
}

mod parquet_files {
    use super::*;
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::{Field, RowAccessor};

    fn file(events: &[Event]) -> SerializedFileReader<bytes::Bytes> {
        let mut file = ParquetFile::new(Vec::new()).unwrap();
        events.iter().for_each(|event| file.push(event).unwrap());
        SerializedFileReader::new(file.finish().unwrap().into()).unwrap()
    }

    fn fits(event: &Event) -> bool {
        let said = serde_json::to_value(event).unwrap();
        said.as_object().unwrap().values().all(|value| value.as_u64().is_none_or(|value| i64::try_from(value).is_ok()))
    }

    proptest! {
        // A file has a writer for each column: fewer cases than elsewhere, with as many kinds in them.
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn parquet_is_read_back_cell_by_cell(events in prop::collection::vec(event().prop_filter("64 bits", fits), 0..6)) {
            let reader = file(&events);
            let rows: Vec<_> = reader.get_row_iter(None).unwrap().map(Result::unwrap).collect();
            prop_assert_eq!(rows.len(), events.len());
            for (row, event) in rows.iter().zip(&events) {
                let said = serde_json::to_value(event).unwrap();
                for (at, (name, field)) in row.get_column_iter().enumerate() {
                    prop_assert_eq!(name.as_str(), COLUMNS[at].name);
                    let value = &said[name];
                    match (COLUMNS[at].sort, field) {
                        (_, Field::Null) => prop_assert!(value.is_null(), "{} was lost", name),
                        (Sort::Text, Field::Str(text)) => prop_assert_eq!(text, value.as_str().unwrap()),
                        (Sort::Whole, Field::Long(_)) => prop_assert_eq!(row.get_long(at).unwrap(), value.as_i64().unwrap()),
                        (Sort::Moment, Field::TimestampMillis(moment)) => prop_assert_eq!(*moment, value.as_i64().unwrap()),
                        (Sort::Number, Field::Double(number)) => prop_assert_eq!(*number, value.as_f64().unwrap()),
                        (Sort::Truth, Field::Bool(truth)) => prop_assert_eq!(*truth, value.as_bool().unwrap()),
                        (sort, field) => prop_assert!(false, "{}: {:?} is no {:?}", name, field, sort),
                    }
                }
            }
        }
    }

    #[test]
    fn groups_follow_one_another() {
        let events: Vec<Event> = (1..=70_000).map(|seq| sample(seq, seq)).collect();
        let reader = file(&events);
        let groups: Vec<i64> = reader.metadata().row_groups().iter().map(|group| group.num_rows()).collect();
        assert_eq!(groups, [16_384, 16_384, 16_384, 16_384, 4_464]);
    }

    #[test]
    fn a_number_that_does_not_fit_is_told() {
        let mut file = ParquetFile::new(Vec::new()).unwrap();
        let error = file.push(&Event { seq: u64::MAX, ..sample(1, 1) }).unwrap_err().to_string();
        assert!(error.starts_with("event id-1: seq: 18446744073709551615 is more than"), "{error}");
    }
}

#[test]
fn effort_that_contradicts_itself_is_refused() {
    let edits = TerEdits { insertions: 1, reference_words: 3, ..TerEdits::default() };
    let effort = LoggedEffort {
        generation: 1,
        tool: None,
        words_given: 4,
        words_now: 3,
        retained: None,
        edits: Some(edits),
        touch_ms: 1,
        elapsed_ms: 2,
        process: Some(Process { characters_given: 20, characters_now: 15, inserted: 10, ..Process::default() }),
    };
    let good = line(&Event { kind: EventKind::Effort(effort), ..sample(1, 2) });
    assert!(good.contains("\"hter\":0.333"), "{good}");
    let case = |from: &str, to: &str| {
        assert!(good.contains(from), "{from} is not in {good}");
        parse_line(&good.replace(from, to), 7).unwrap_err().to_string()
    };
    assert!(case("\"hter\":0.333", "\"hter\":0.433").contains("hter is not the edits over reference_words"));
    assert!(case("\"shifts\":0,", "").contains("stand there all or not at all"));
    assert!(case("\"p_bursts\":0,", "").contains("stand there all or not at all"));
    assert!(case("\"product_process\":0.5", "\"product_process\":0.6").contains("product_process is not"));
}

#[test]
fn whoever_only_counts_reads_on_past_newer_kinds() {
    let good = line(&sample(7, 2));
    let newer = parse_line_of_any_version(&good.replace("checked_clean", "teleported"), 1).unwrap();
    let Line::Newer(newer) = newer else { panic!("{newer:?}") };
    assert_eq!((newer.kind.as_str(), newer.id.as_str(), newer.seq), ("teleported", "id-7", 7));
    let with_field = good.replace("\"words\":1", "\"words\":1,\"colour\":\"red\"");
    assert_eq!(parse_line_of_any_version(&with_field, 1), Ok(Line::Event(Box::new(sample(7, 2)))));
    assert!(parse_line_of_any_version(&good.replace("\"words\":1", "\"words\":-1"), 1).is_err());
    // A word that only a newer version has for something it shares with this one.
    let with_word = good.replace("\"surface\":\"draft\"", "\"surface\":\"voice\"");
    let Line::Newer(newer) = parse_line_of_any_version(&with_word, 1).unwrap() else { panic!("it was read") };
    assert_eq!((newer.kind.as_str(), newer.seq), ("checked_clean", 7));
    let kept = parse_line(&with_word, 1).unwrap_err().to_string();
    assert!(kept.starts_with("1:1: surface: unknown variant `voice`") && kept.contains("a newer version"), "{kept}");
}

/// A log as the first version wrote it.
#[test]
fn old_logs_still_read() {
    let old = include_str!("../command/export_merge/a.jsonl");
    for (number, text) in old.lines().enumerate() {
        assert!(parse_line(text, number as u32 + 1).is_ok(), "{text}");
    }
}

/// What a table can tell of an event: an empty text is no text.
fn as_a_table_tells_it(event: &Event) -> serde_json::Value {
    let mut told = serde_json::to_value(event).unwrap();
    told.as_object_mut().unwrap().retain(|_, value| value != "");
    told
}

proptest! {
    #[test]
    fn a_log_in_pieces_is_the_log(
        events in prop::collection::vec(event(), 1..6),
        table in any::<bool>(),
        bom in any::<bool>(),
        ended in any::<bool>(),
        size in 1usize..200,
    ) {
        let mut text = if table { Csv::header(bom) } else { String::new() };
        events.iter().for_each(|event| text.push_str(&if table { Csv::row(event) } else { line(event) }));
        let text = if ended { text.as_str() } else { text.trim_end_matches(['\r', '\n']) };
        let mut reader = LogReader::default();
        let mut read = Vec::new();
        let characters: Vec<char> = text.chars().collect();
        characters.chunks(size).for_each(|piece| read.extend(reader.push(&piece.iter().collect::<String>())));
        read.extend(reader.finish());
        prop_assert_eq!(read.len(), events.len());
        for (read, event) in read.into_iter().zip(&events) {
            match read {
                Ok(Line::Event(read)) if table => {
                    prop_assert_eq!(as_a_table_tells_it(&read), as_a_table_tells_it(event));
                }
                Ok(Line::Event(read)) => prop_assert_eq!(&*read, event),
                other => prop_assert!(false, "{other:?} instead of {event:?}"),
            }
        }
    }
}

#[test]
fn a_table_that_is_none_of_ours_is_refused_once() {
    let mut reader = LogReader::default();
    let mut read = reader.push("name,count\nx,1\ny,2\n");
    read.extend(reader.finish());
    let [Err(problem)] = read.as_slice() else { panic!("{read:?}") };
    assert_eq!((problem.line, problem.field.as_str()), (1, "id"));
    // A row that lost a cell is refused by its line, whatever line breaks stand in cells above.
    let quoted = Event { guide: "a\nb".into(), ..sample(1, 0) };
    let text = format!("{}{}a,b\r\n{}", Csv::header(true), Csv::row(&quoted), Csv::row(&sample(2, 0)));
    let mut reader = LogReader::default();
    let mut read = reader.push(&text);
    read.extend(reader.finish());
    let [Ok(Line::Event(_)), Err(problem), Ok(Line::Event(_))] = read.as_slice() else { panic!("{read:?}") };
    assert_eq!(problem.line, 4);
}
