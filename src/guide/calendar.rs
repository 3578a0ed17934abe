//! Business time: when an escalation is due. Pure arithmetic on the time it is handed; never looks at a clock.

use super::date::{Date, weekday};
use super::zone::{self, Zone};
use super::{BusinessTime, Calendar};
use std::collections::HashSet;

/// How far ahead a due time is looked for, in days. Beyond it a calendar is taken to have no work in it.
const HORIZON_DAYS: i64 = 20 * 366;
const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;

/// When `time` of business time has passed since `from_ms` (epoch milliseconds, as is the answer).
///
/// The count starts at `from_ms` if that is within business hours, else when business next opens.
///
/// - **Minutes** pass only within business hours. What is used up exactly at closing time is due at closing time.
/// - **A day** is the calendar's own hours of one working day: N days later is the same time of day on the Nth working
///   day after the one the count started on. `1d` from Friday 15:00 is Monday 15:00; from Saturday, when the count
///   starts on Monday at opening, it is Tuesday at opening.
///
/// Days off are skipped, and hours are wall-clock hours: `09:00` stays `09:00` when the clocks change. Without a
/// calendar every minute counts and a day has 24 hours.
///
/// Zones are known from 2025 on; before that their clocks are taken to have shown what they showed then.
///
/// `None` when the calendar has no business time within some twenty years, or its zone is unknown.
///
/// ```
/// use housestyle::guide::{BusinessTime, Calendar, due};
/// let friday_1500 = 1_795_791_600_000; // 2026-11-27 15:00 in London
/// let calendar = Calendar {
///     days: [true, true, true, true, true, false, false],
///     opens: 9 * 60,
///     closes: 17 * 60,
///     zone: "Europe/London".into(),
///     holidays: vec![],
/// };
/// let monday_1100 = 1_796_036_400_000;
/// assert_eq!(due(Some(&calendar), friday_1500, BusinessTime::Minutes(240)), Some(monday_1100));
/// ```
pub fn due(calendar: Option<&Calendar>, from_ms: u64, time: BusinessTime) -> Option<u64> {
    let from = i64::try_from(from_ms).ok()?;
    let due = match calendar {
        None => match time {
            BusinessTime::Minutes(minutes) => from.checked_add(i64::from(minutes) * MINUTE_MS)?,
            BusinessTime::Days(days) => from.checked_add(i64::from(days) * DAY_MS)?,
        },
        Some(calendar) => Hours::new(calendar)?.due(from, time)?,
    };
    u64::try_from(due).ok()
}

/// A calendar made ready for counting. Days are counted from 1970-01-01.
struct Hours<'a> {
    calendar: &'a Calendar,
    zone: Zone,
    holidays: HashSet<i64>,
}

impl<'a> Hours<'a> {
    fn new(calendar: &'a Calendar) -> Option<Self> {
        let zone = zone::named(&calendar.zone)?;
        let holidays = calendar.holidays.iter().filter_map(|day| Some(Date::read(day)?.days())).collect();
        (calendar.opens < calendar.closes && calendar.days.contains(&true)).then_some(Self { calendar, zone, holidays })
    }

    fn is_working(&self, day: i64) -> bool {
        self.calendar.days[weekday(day)] && !self.holidays.contains(&day)
    }

    /// The moment a minute of a day comes; one that the clocks skip comes when they have skipped it.
    fn moment(&self, day: i64, minute: u16) -> i64 {
        self.zone.second(day, i64::from(minute) * 60) * 1_000
    }

    /// What clocks show at a moment: milliseconds since 1970-01-01 by the local clock.
    fn local(&self, at: i64) -> i64 {
        at + i64::from(self.zone.offset(at.div_euclid(1_000))) * 1_000
    }

    /// The business hours of working days from a day on, as `(day, opens, closes)`.
    fn from(&self, first: i64) -> impl Iterator<Item = (i64, i64, i64)> + '_ {
        (first..first + HORIZON_DAYS)
            .filter(|day| self.is_working(*day))
            .map(|day| (day, self.moment(day, self.calendar.opens), self.moment(day, self.calendar.closes)))
            .filter(|(_, opens, closes)| opens < closes)
    }

    fn due(&self, from: i64, time: BusinessTime) -> Option<i64> {
        let today = self.local(from).div_euclid(DAY_MS);
        let mut days = self.from(today).skip_while(|(_, _, closes)| *closes <= from);
        match time {
            BusinessTime::Minutes(minutes) => {
                let mut left = i64::from(minutes) * MINUTE_MS;
                days.find_map(|(_, opens, closes)| {
                    let start = opens.max(from);
                    if left <= closes - start {
                        return Some(start + left);
                    }
                    left -= closes - start;
                    None
                })
            }
            BusinessTime::Days(count) => {
                let (first, opens, _) = days.next()?;
                let start = opens.max(from);
                if count == 0 {
                    return Some(start);
                }
                let (day, opens, closes) = days.nth(count as usize - 1)?;
                if start == self.moment(first, self.calendar.opens) {
                    return Some(opens);
                }
                let time = self.local(start).rem_euclid(DAY_MS);
                let at = self.zone.second(day, time.div_euclid(1_000)) * 1_000 + time.rem_euclid(1_000);
                Some(at.clamp(opens, closes))
            }
        }
    }
}
