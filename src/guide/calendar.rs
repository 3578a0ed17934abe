//! Business time: when an escalation is due. Pure arithmetic on the time it is handed; never looks at a clock.

use super::{BusinessTime, Calendar};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use std::collections::HashSet;
use std::sync::OnceLock;

/// How far ahead a due time is looked for, in days. Beyond it a calendar is taken to have no work in it.
const HORIZON_DAYS: u32 = 20 * 366;
const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;

/// The time zones this build knows, whatever the machine it runs on has.
pub(super) fn zones() -> &'static TimeZoneDatabase {
    static ZONES: OnceLock<TimeZoneDatabase> = OnceLock::new();
    ZONES.get_or_init(TimeZoneDatabase::bundled)
}

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

/// A calendar made ready for counting.
struct Hours<'a> {
    calendar: &'a Calendar,
    zone: TimeZone,
    holidays: HashSet<Date>,
}

impl<'a> Hours<'a> {
    fn new(calendar: &'a Calendar) -> Option<Self> {
        let zone = zones().get(&calendar.zone).ok()?;
        let holidays = calendar.holidays.iter().filter_map(|day| day.parse().ok()).collect();
        (calendar.opens < calendar.closes && calendar.days.contains(&true)).then_some(Self { calendar, zone, holidays })
    }

    fn is_working(&self, date: Date) -> bool {
        self.calendar.days[date.weekday().to_monday_zero_offset() as usize] && !self.holidays.contains(&date)
    }

    /// The moment a minute of the day comes on a date; a minute that the clocks skip comes when they have skipped it.
    fn moment(&self, date: Date, minute: u16) -> Option<i64> {
        let (date, minute) = if minute >= 1440 { (date.tomorrow().ok()?, 0) } else { (date, minute) };
        let at = date.at((minute / 60) as i8, (minute % 60) as i8, 0, 0);
        Some(self.zone.to_timestamp(at).ok()?.as_millisecond())
    }

    /// The business hours of working days from a date on, as `(date, opens, closes)`.
    fn from(&self, first: Date) -> impl Iterator<Item = (Date, i64, i64)> + '_ {
        let mut next = Some(first);
        (0..HORIZON_DAYS)
            .map_while(move |_| {
                let date = next?;
                next = date.tomorrow().ok();
                Some(date)
            })
            .filter(|date| self.is_working(*date))
            .filter_map(|date| {
                Some((date, self.moment(date, self.calendar.opens)?, self.moment(date, self.calendar.closes)?))
            })
            .filter(|(_, opens, closes)| opens < closes)
    }

    fn due(&self, from: i64, time: BusinessTime) -> Option<i64> {
        let today = self.zone.to_datetime(Timestamp::from_millisecond(from).ok()?).date();
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
                let (date, opens, closes) = days.nth(count as usize - 1)?;
                if start == self.moment(first, self.calendar.opens)? {
                    return Some(opens);
                }
                let time = self.zone.to_datetime(Timestamp::from_millisecond(start).ok()?).time();
                let at = self.zone.to_timestamp(date.to_datetime(time)).ok()?;
                Some(at.as_millisecond().clamp(opens, closes))
            }
        }
    }
}
