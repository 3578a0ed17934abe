//! The queue to a collector: what is sent, what an answer means, and that nothing is lost on the way.

use housestyle::export::{Answer, Batch, Limits, OtlpQueue, QueueState};
use proptest::prelude::*;

const LIMITS: Limits = Limits { batch: 10, first_wait_ms: 1_000, longest_wait_ms: 60_000, patience_ms: 5_000 };

fn status(status: u16) -> Answer {
    Answer::Status { status, retry_after_ms: None, rejected: 0, message: None }
}

fn queue() -> OtlpQueue {
    OtlpQueue::new(LIMITS, QueueState::default())
}

/// A queue with events 1 to 10 under way at time 0.
fn under_way() -> OtlpQueue {
    let mut queue = queue();
    assert_eq!(queue.next(25, 0), Some(Batch { after: 0, most: 10 }));
    queue.sent(10, 10, 0);
    queue
}

#[test]
fn batches_follow_one_another_and_one_is_under_way_at_a_time() {
    let mut queue = under_way();
    assert_eq!(queue.next(25, 1), None);
    queue.answer(status(200), 2);
    assert_eq!(queue.next(25, 2), Some(Batch { after: 10, most: 10 }));
    queue.sent(10, 20, 2);
    queue.answer(status(202), 3);
    queue.next(25, 3);
    queue.sent(5, 25, 3);
    queue.answer(status(200), 4);
    assert_eq!((queue.next(25, 4), queue.wakes_at(25)), (None, None));
    assert_eq!(queue.state(), &QueueState { done: 25, ..QueueState::default() });
}

#[test]
fn what_may_pass_is_tried_again_later_and_later() {
    for code in [429, 502, 503, 504] {
        let mut queue = under_way();
        let (mut now, mut waits) = (0, Vec::new());
        for _ in 0..9 {
            queue.answer(status(code), now);
            let next = queue.wakes_at(25).unwrap();
            waits.push(next - now);
            assert_eq!(queue.next(25, next - 1), None);
            assert_eq!(queue.next(25, next), Some(Batch { after: 0, most: 10 }));
            queue.sent(10, 10, next);
            now = next;
        }
        assert!((500..=1_000).contains(&waits[0]), "{waits:?}");
        assert!(waits.windows(2).all(|pair| pair[0] <= pair[1]), "{waits:?}");
        assert!(waits.iter().all(|wait| *wait <= 60_000) && waits[8] > 30_000, "{waits:?}");
        queue.answer(status(200), now);
        assert_eq!((queue.state().failures, queue.state().not_before, queue.state().done), (0, 0, 10));
    }
}

#[test]
fn retry_after_is_obeyed() {
    let mut queue = under_way();
    queue.answer(Answer::Status { status: 503, retry_after_ms: Some(120_000), rejected: 0, message: None }, 7);
    assert_eq!(queue.wakes_at(25), Some(120_007));
}

#[test]
fn what_is_rejected_is_counted_and_not_sent_again() {
    let mut queue = under_way();
    let message = Some("three had no body".to_owned());
    queue.answer(Answer::Status { status: 200, retry_after_ms: None, rejected: 3, message: message.clone() }, 1);
    assert_eq!((queue.state().refused, queue.state().done, &queue.state().last_error), (3, 10, &message));
    queue.next(25, 1);
    queue.sent(10, 20, 1);
    queue.answer(status(400), 2);
    assert_eq!((queue.state().refused, queue.state().done), (13, 20));
}

#[test]
fn a_wrong_address_or_key_gives_up_no_record() {
    for code in [401, 403, 404] {
        let mut queue = under_way();
        queue.answer(status(code), 0);
        assert_eq!((queue.state().refused, queue.state().done, queue.wakes_at(25)), (0, 0, Some(60_000)));
    }
}

#[test]
fn what_is_too_large_is_halved_down_to_one() {
    let mut queue = under_way();
    for most in [5, 2, 1] {
        queue.answer(status(413), 0);
        assert_eq!(queue.next(25, 0), Some(Batch { after: 0, most }));
        queue.sent(most, u64::from(most), 0);
    }
    queue.answer(status(413), 0);
    assert_eq!((queue.state().refused, queue.state().done), (1, 1));
}

#[test]
fn silence_is_a_failure_and_a_late_answer_is_none() {
    let mut queue = under_way();
    assert_eq!(queue.wakes_at(25), Some(5_000));
    assert_eq!(queue.next(25, 5_000), None);
    assert_eq!(queue.state().last_error.as_deref(), Some("no answer in time"));
    queue.answer(status(200), 5_001);
    assert_eq!(queue.state().done, 0);
}

#[test]
fn where_retention_took_everything_the_queue_goes_on() {
    let mut queue = queue();
    assert!(queue.next(25, 0).is_some());
    queue.sent(0, 25, 0);
    assert_eq!((queue.state().done, queue.wakes_at(25)), (25, None));
}

proptest! {
    /// A collector that fails as it likes, and a sender that is stopped whenever: everything arrives, in order, and
    /// what the queue says is done has arrived or was refused.
    #[test]
    fn nothing_is_lost_and_order_is_kept(turns in prop::collection::vec((0usize..8, any::<bool>()), 0..80), total in 1u64..60) {
        let codes = [200u16, 200, 413, 429, 503, 400, 401, 0];
        let (mut queue, mut now) = (queue(), 0);
        let (mut arrived, mut refused) = (Vec::<u64>::new(), Vec::<u64>::new());
        let calm = std::iter::repeat_n((0, false), 200);
        for (turn, stopped) in turns.into_iter().chain(calm) {
            now = queue.wakes_at(total).unwrap_or(now).max(now);
            if let Some(Batch { after, most }) = queue.next(total, now) {
                let events: Vec<u64> = (after + 1..=total.min(after + u64::from(most))).collect();
                queue.sent(events.len() as u32, *events.last().unwrap(), now);
                let code = codes[turn];
                if code == 200 {
                    arrived.extend(&events);
                }
                if stopped {
                    // The answer never comes, and what was kept is taken up again.
                    let kept = serde_json::to_string(queue.state()).unwrap();
                    queue = OtlpQueue::new(LIMITS, serde_json::from_str(&kept).unwrap());
                    continue;
                }
                if code == 400 || code == 413 && events.len() == 1 {
                    refused.extend(&events);
                }
                queue.answer(if code == 0 { Answer::Unreachable { message: "no route".into() } } else { status(code) }, now);
            }
        }
        prop_assert_eq!(queue.state().done, total);
        prop_assert_eq!(queue.state().refused, refused.len() as u64);
        let mut first = Vec::<u64>::new();
        for event in arrived {
            if !first.contains(&event) {
                prop_assert!(first.last().is_none_or(|last| *last < event), "{} after {:?}", event, first);
                first.push(event);
            }
        }
        // One may have arrived, its answer lost, and then have been refused: it counts for both.
        first.extend(refused);
        first.sort_unstable();
        first.dedup();
        prop_assert_eq!(first, (1..=total).collect::<Vec<u64>>());
    }
}
