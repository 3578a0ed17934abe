//! Civil dates of the Gregorian calendar, as days counted from 1970-01-01. Never looks at a clock or a time zone.

use std::fmt;

/// A day. Shown and read as ISO 8601, `2026-11-30`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Date {
    year: i64,
    /// 1 to 12.
    month: u8,
    /// 1 to 31.
    day: u8,
}

impl Date {
    /// The date so many days after 1970-01-01; before it where negative.
    ///
    /// Years are counted from March, so that the leap day comes last, and in eras of 400, which all have 146,097 days
    /// (Hinnant, "chrono-compatible low-level date algorithms", 2021).
    pub fn from_days(days: i64) -> Self {
        let days = days + 719_468;
        let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        Self { year: year_of_era + era * 400 + i64::from(month <= 2), month: month as u8, day: day as u8 }
    }

    /// Days since 1970-01-01: the inverse of [`Date::from_days`].
    pub fn days(self) -> i64 {
        days(self.year, i64::from(self.month), i64::from(self.day))
    }

    /// The year; 0 is 1 BC.
    pub fn year(self) -> i64 {
        self.year
    }

    /// Reads `2026-11-30`; none where it is written otherwise or there is no such day.
    pub fn read(text: &str) -> Option<Self> {
        let number = |range: std::ops::Range<usize>| {
            let digits = text.get(range)?;
            digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse::<i64>().ok())?
        };
        let dashes = text.len() == 10 && text.as_bytes()[4] == b'-' && text.as_bytes()[7] == b'-';
        let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
        let date = Self { year, month: month as u8, day: day as u8 };
        let exists = (1..=12).contains(&month) && (1..=31).contains(&day) && Self::from_days(date.days()) == date;
        (dashes && exists).then_some(date)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// Days from 1970-01-01 to a day of the Gregorian calendar.
pub(super) fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + of_year;
    era * 146_097 + of_era - 719_468
}

/// The day of the week of a day since 1970-01-01, which was a Thursday: 0 is Monday.
pub(super) fn weekday(days: i64) -> usize {
    (days + 3).rem_euclid(7) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn days_are_those_of_the_calendar_library(days in -719_162i64..2_932_896) {
            let date = Date::from_days(days);
            let other = jiff::civil::date(1970, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap();
            prop_assert_eq!(date.to_string(), other.to_string());
            prop_assert_eq!(date.days(), days);
            prop_assert_eq!(weekday(days), other.weekday().to_monday_zero_offset() as usize);
            prop_assert_eq!(Date::read(&date.to_string()), Some(date));
        }

        #[test]
        fn only_days_that_exist_are_read(text in "[0-9]{4}-[0-1][0-9]-[0-3][0-9]") {
            prop_assert_eq!(Date::read(&text).is_some(), text.parse::<jiff::civil::Date>().is_ok());
        }
    }

    #[test]
    fn other_ways_to_write_a_day_are_not_read() {
        for text in ["", "2026-1-01", "+026-01-01", "2026/01/01", "2026-01-01T", "20260101", "2026-01-0é"] {
            assert_eq!(Date::read(text), None, "{text}");
        }
    }
}
