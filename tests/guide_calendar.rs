//! Runs `tests/guide/due.txt`, and checks on any calendar what must hold of every due time.

use housestyle::guide::{self, BusinessTime, Calendar, due};
use jiff::civil::DateTime;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use proptest::prelude::*;

fn calendar(text: &str) -> Option<Calendar> {
    let source = format!(
        "housestyle: 1\nname: A\nversion: '1'\nowner: B\nrules: []\nroutes:\n  r: {{{}}}\n",
        if text.is_empty() { String::new() } else { format!("calendar: {text}") }
    );
    guide::parse(&source).unwrap_or_else(|problems| panic!("{text}: {}", problems[0])).routes.remove(0).calendar
}

fn time(text: &str) -> BusinessTime {
    let (count, unit) = text.split_at(text.len() - 1);
    match (count.parse().unwrap(), unit) {
        (count, "m") => BusinessTime::Minutes(count),
        (count, "h") => BusinessTime::Minutes(count * 60),
        (count, "d") => BusinessTime::Days(count),
        _ => panic!("{text}"),
    }
}

fn zone(calendar: Option<&Calendar>) -> TimeZone {
    TimeZoneDatabase::bundled().get(calendar.map_or("UTC", |calendar| &calendar.zone)).unwrap()
}

fn epoch(zone: &TimeZone, local: DateTime) -> u64 {
    zone.to_timestamp(local).unwrap().as_millisecond() as u64
}

fn local(zone: &TimeZone, epoch_ms: u64) -> DateTime {
    zone.to_datetime(jiff::Timestamp::from_millisecond(epoch_ms as i64).unwrap())
}

#[test]
fn due_times_are_as_the_table_says() {
    let mut current = None;
    let mut failures = Vec::new();
    for (index, line) in include_str!("guide/due.txt").lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(text) = line.strip_prefix("calendar:") {
            current = calendar(text.trim());
            continue;
        }
        let (question, expected) = line.split_once(" = ").unwrap();
        let (from, add) = question.split_once(" + ").unwrap();
        let zone = zone(current.as_ref());
        let actual = due(current.as_ref(), epoch(&zone, from.parse().unwrap()), time(add));
        let actual = actual.map_or("never".to_owned(), |at| local(&zone, at).strftime("%Y-%m-%dT%H:%M").to_string());
        if actual != expected {
            failures.push(format!("line {}: {line}, but got {actual}", index + 1));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn a_calendar_without_work_or_of_an_unknown_zone_is_never_due() {
    let office = calendar("{days: mon-fri, hours: \"09:00-17:00\", zone: UTC}").unwrap();
    let from = 1_795_791_600_000;
    for idle in [
        Calendar { days: [false; 7], ..office.clone() },
        Calendar { opens: 600, closes: 600, ..office.clone() },
        Calendar { zone: "Mars/Olympus".into(), ..office.clone() },
    ] {
        assert_eq!(due(Some(&idle), from, BusinessTime::Minutes(1)), None);
        assert_eq!(due(Some(&idle), from, BusinessTime::Days(1)), None);
    }
    assert_eq!(due(Some(&office), from, BusinessTime::Minutes(u32::MAX)), None);
    assert_eq!(due(Some(&office), u64::MAX, BusinessTime::Days(1)), None);
}

fn calendars() -> impl Strategy<Value = Calendar> {
    const ZONES: &[&str] =
        &["UTC", "Europe/London", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia"];
    let days = any::<[bool; 7]>().prop_filter("some work", |days| days.contains(&true));
    let holidays = proptest::collection::vec((1i8..=12, 1i8..=28), 0..6);
    (days, 0u16..1440, 1u16..1441, prop::sample::select(ZONES), holidays)
        .prop_filter("an hour of work", |(_, opens, closes, ..)| opens + 60 <= *closes)
        .prop_map(|(days, opens, closes, zone, holidays)| Calendar {
            days,
            opens,
            closes,
            zone: zone.to_owned(),
            holidays: holidays.into_iter().map(|(month, day)| format!("2026-{month:02}-{day:02}")).collect(),
        })
}

const YEAR_2026: std::ops::Range<u64> = 1_767_225_600_000..1_798_761_600_000;

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Every due time is later than the question (or, for no time at all, not earlier) and within business hours.
    #[test]
    fn due_times_are_business_time(calendar in calendars(), from in YEAR_2026, minutes in 1u32..6000, days in 1u32..20) {
        let zone = zone(Some(&calendar));
        for time in [BusinessTime::Minutes(minutes), BusinessTime::Days(days)] {
            let at = due(Some(&calendar), from, time).unwrap();
            prop_assert!(at > from);
            // The last moment of business still counts as business: look a millisecond back.
            let moment = local(&zone, at - u64::from(time == BusinessTime::Minutes(minutes)));
            prop_assert!(calendar.days[moment.date().weekday().to_monday_zero_offset() as usize], "{}", moment);
            prop_assert!(!calendar.holidays.contains(&moment.date().to_string()), "{}", moment);
        }
    }

    /// More time is never due earlier, and a later question never has an earlier answer.
    #[test]
    fn due_times_keep_their_order(calendar in calendars(), from in YEAR_2026, later in 0u64..300_000_000, less in 1u32..3000, more in 0u32..3000) {
        let minutes = |from, minutes| due(Some(&calendar), from, BusinessTime::Minutes(minutes)).unwrap();
        prop_assert!(minutes(from, less) <= minutes(from, less + more));
        prop_assert!(minutes(from, less) <= minutes(from + later, less));
        let days = |from| due(Some(&calendar), from, BusinessTime::Days(less % 30 + 1)).unwrap();
        prop_assert!(days(from) <= days(from + later));
    }

    /// Two stretches of minutes one after the other are the two together.
    #[test]
    fn minutes_add_up(calendar in calendars(), from in YEAR_2026, first in 1u32..3000, second in 1u32..3000) {
        let add = |from, minutes| due(Some(&calendar), from, BusinessTime::Minutes(minutes)).unwrap();
        prop_assert_eq!(add(add(from, first), second), add(from, first + second));
    }

    /// Where the clocks never change, a business day is exactly the day's business minutes (give or take the night).
    #[test]
    fn a_day_is_its_own_minutes(mut calendar in calendars(), from in YEAR_2026, days in 1u32..20) {
        calendar.zone = "UTC".into();
        let day = u32::from(calendar.closes - calendar.opens);
        let by_days = due(Some(&calendar), from, BusinessTime::Days(days)).unwrap();
        let by_minutes = due(Some(&calendar), from, BusinessTime::Minutes(days * day)).unwrap();
        let next = |from| due(Some(&calendar), from, BusinessTime::Minutes(1)).unwrap();
        prop_assert_eq!(next(by_days), next(by_minutes));
    }
}
