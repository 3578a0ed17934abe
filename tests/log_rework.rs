//! Origin runs against a vector with one origin per code unit; bursts, ids, fingerprints and kept drafts by their
//! promises.

use housestyle::rework::*;
use proptest::prelude::*;

fn origin() -> impl Strategy<Value = Origin> {
    prop::sample::select(vec![
        Origin::Typed,
        Origin::Pasted,
        Origin::Ai,
        Origin::Suggestion,
        Origin::Module,
        Origin::Unknown,
    ])
}

fn spelled(runs: &OriginRuns) -> Vec<Origin> {
    runs.runs().iter().flat_map(|run| std::iter::repeat_n(run.origin, run.len as usize)).collect()
}

fn well_formed(runs: &OriginRuns) -> bool {
    runs.runs().iter().all(|run| run.len > 0) && runs.runs().windows(2).all(|pair| pair[0].origin != pair[1].origin)
}

proptest! {
    #[test]
    fn runs_follow_any_edits(
        len in 0u32..12,
        first in origin(),
        edits in prop::collection::vec((0u32..40, 0u32..10, 0u32..6, origin()), 0..30),
        asked in (0u32..40, 0u32..40, origin()),
        cut in 0u32..60,
    ) {
        let mut runs = OriginRuns::new(len, first);
        let mut naive = vec![first; len as usize];
        for (start, removed, inserted, origin) in edits {
            runs.apply(start, removed, inserted, origin);
            let start = (start as usize).min(naive.len());
            let end = (start + removed as usize).min(naive.len());
            naive.splice(start..end, std::iter::repeat_n(origin, inserted as usize));
            prop_assert_eq!(spelled(&runs), naive.clone());
            prop_assert!(well_formed(&runs), "{:?}", runs);
        }
        prop_assert_eq!(runs.len() as usize, naive.len());
        let (start, len, origin) = asked;
        let naive_within = naive.iter().skip(start as usize).take(len as usize).filter(|o| **o == origin).count();
        prop_assert_eq!(runs.within(start, len, origin) as usize, naive_within);
        prop_assert_eq!(runs.count(origin) as usize, naive.iter().filter(|o| **o == origin).count());

        let stored = serde_json::to_string(&runs).unwrap();
        prop_assert_eq!(&serde_json::from_str::<OriginRuns>(&stored).unwrap(), &runs);

        let whole = runs.clone();
        let behind = runs.split(cut);
        let cut = (cut as usize).min(naive.len());
        prop_assert_eq!(spelled(&runs), naive[..cut].to_vec());
        prop_assert_eq!(spelled(&behind), naive[cut..].to_vec());
        let both = runs.runs().iter().chain(behind.runs()).copied().collect();
        prop_assert_eq!(OriginRuns::from_runs(both), whole);
    }

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
fn a_run_past_the_end_is_taken_as_the_end() {
    let mut runs = OriginRuns::new(3, Origin::Typed);
    runs.apply(u32::MAX, u32::MAX, 2, Origin::Ai);
    assert_eq!(spelled(&runs), [Origin::Typed, Origin::Typed, Origin::Typed, Origin::Ai, Origin::Ai]);
    assert_eq!(runs.within(4, u32::MAX, Origin::Ai), 1);
}

#[test]
fn a_burst_ends_by_a_gap_or_another_origin() {
    let mut burst = Burst::begin(Origin::Typed, 10_000);
    burst.add(10_000, 10_300, 4, 4, 0, 1);
    burst.add(12_300, 12_300, 1, 0, 1, 1);
    assert!(burst.takes(Origin::Typed, 17_300));
    assert!(!burst.takes(Origin::Typed, 17_301));
    assert!(!burst.takes(Origin::Ai, 12_400));
    assert_eq!(burst.closes_at(), 17_300);
    burst.add(14_299, 14_299, 1, 1, 0, 0);
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
    let run = |len, origin| OriginRun { len, origin };
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
