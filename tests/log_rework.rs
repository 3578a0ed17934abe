//! Bursts, ids, fingerprints and kept drafts by their promises.

use housestyle::rework::*;
use proptest::prelude::*;

proptest! {
    #[test]
    fn ids_only_grow(seed in any::<[u8; 16]>(), times in prop::collection::vec(0u64..1 << 40, 1..60)) {
        let mut ids = IdSource::new(seed);
        let mut last = String::new();
        let mut newest = 0;
        for time in times {
            for _ in 0..3 {
                let id = ids.next(time);
                prop_assert!(id > last, "{} after {}", id, last);
                let parsed = uuid::Uuid::parse_str(&id).unwrap();
                prop_assert_eq!(parsed.get_version_num(), 7);
                prop_assert_eq!(parsed.get_variant(), uuid::Variant::RFC4122);
                newest = newest.max(time);
                prop_assert_eq!((parsed.as_u128() >> 80) as u64, newest);
                last = id;
            }
        }
    }
}

#[test]
fn a_burst_ends_by_a_gap_or_another_origin() {
    let mut burst = Burst::begin(Origin::Typed, 10_000, LONGEST_GAP_MS);
    burst.add(10_000, 10_300, 0, 4, 4, 0, 1);
    burst.add(12_300, 12_300, 3, 1, 0, 1, 1);
    assert!(burst.takes(Origin::Typed, 17_300));
    assert!(!burst.takes(Origin::Typed, 17_301));
    assert!(!burst.takes(Origin::Ai, 12_400));
    assert_eq!(burst.closes_at(), 17_301);
    burst.add(14_299, 14_299, 3, 1, 1, 0, 0);
    let kept: Burst = serde_json::from_str(&serde_json::to_string(&burst).unwrap()).unwrap();
    assert_eq!(
        kept.into_event(),
        EventKind::Revision {
            origin: Origin::Typed,
            began: 10_000,
            inserted: 5,
            deleted: 1,
            keystrokes: 6,
            pauses: 1,
            active_ms: 4_299,
            in_ai: 2,
            // A pause ended the first; the last ended with the record.
            p_bursts: Some(2),
            r_bursts: Some(0),
        }
    );
}

#[test]
fn fingerprints_tell_keys_and_parts_apart() {
    let print = fingerprint(b"key", &["ab", "c"]);
    assert_eq!(print, fingerprint(b"key", &["ab", "c"]));
    assert!(print.len() == 16 && print.bytes().all(|byte| byte.is_ascii_hexdigit()));
    for other in [
        fingerprint(b"key", &["a", "bc"]),
        fingerprint(b"key", &["abc"]),
        fingerprint(b"key", &["ab", "c", ""]),
        fingerprint(b"yek", &["ab", "c"]),
    ] {
        assert_ne!(print, other);
    }
}

#[test]
fn blocks_get_their_runs_back_each_once() {
    let run = |len, origin| Run { len, stamp: Stamp { origin, generation: 0 } };
    let stored = [
        BlockState { fingerprint: "a".into(), runs: vec![run(2, Origin::Ai), run(1, Origin::Typed)] },
        BlockState { fingerprint: "b".into(), runs: vec![run(4, Origin::Pasted)] },
        BlockState { fingerprint: "a".into(), runs: vec![run(3, Origin::Typed)] },
        BlockState { fingerprint: "e".into(), runs: vec![] },
    ];
    let now = [("new", 5), ("a", 3), ("b", 9), ("a", 3), ("a", 3), ("e", 0), ("f", 0)];
    let now: Vec<_> = now.map(|(print, len)| (print.to_owned(), len)).into();
    assert_eq!(
        realign(&stored, &now),
        [
            vec![run(5, Origin::Unknown)],
            vec![run(2, Origin::Ai), run(1, Origin::Typed)],
            vec![run(9, Origin::Unknown)],
            vec![run(3, Origin::Typed)],
            vec![run(3, Origin::Unknown)],
            vec![],
            vec![],
        ]
    );
}

#[test]
fn a_draft_written_by_an_older_version_still_opens() {
    let state: DraftState = serde_json::from_str(r#"{"key":"k","last_n":3}"#).unwrap();
    assert_eq!(state, DraftState { key: "k".into(), last_n: 3, ..DraftState::default() });
}
