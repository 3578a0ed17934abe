//! The small written forms in a guide (durations, hours, days, dates, zones, addresses): text in, value out, or what
//! to write instead. Never guesses at a value.

use super::nearest::{any_of, nearest};
use super::{BusinessTime, TermOrPattern};

/// What is wrong with a value, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub fix: String,
}

/// A value, or what is wrong with its text.
pub type Read<T> = Result<T, Wrong>;

fn wrong<T>(message: impl Into<String>, fix: impl Into<String>) -> Read<T> {
    Err(Wrong { message: message.into(), fix: fix.into() })
}

/// The days of the week as guides write them.
pub const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
/// What a route's contact may have filled in.
pub const CONTACT_PLACEHOLDERS: [&str; 5] = ["rule", "quote", "url", "why", "owner"];
/// What a rule's message may have filled in.
pub const MESSAGE_PLACEHOLDERS: [&str; 2] = ["quote", "suggestion"];

/// `claims.guarantee`: letters, digits, dots, hyphens and underscores, a letter or digit first.
pub fn id(text: &str) -> Read<String> {
    let fits = text.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'))
        && text.starts_with(char::is_alphanumeric)
        && text.len() <= 100;
    if fits {
        return Ok(text.to_owned());
    }
    wrong(
        format!("{text:?} is no id"),
        "use up to 100 letters, digits, dots, hyphens and underscores, as claims.guarantee",
    )
}

/// A term, or a pattern between slashes.
pub fn term_or_pattern(text: &str) -> Read<TermOrPattern> {
    match TermOrPattern::read(text) {
        TermOrPattern::Pattern(pattern) if pattern.trim().is_empty() => {
            wrong(format!("there is nothing between the slashes of {text:?}"), r"write a regular expression, as /\d+%/")
        }
        read => Ok(read),
    }
}

/// The name of a Hunspell dictionary, `en_US`.
pub fn dictionary(text: &str) -> Read<String> {
    let mut parts = text.split(['_', '-']);
    let plain = |part: &str, sizes: std::ops::RangeInclusive<usize>| {
        sizes.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    let language = parts.next().is_some_and(|part| plain(part, 2..=3) && part.bytes().all(|b| b.is_ascii_alphabetic()));
    if language && parts.all(|part| plain(part, 2..=8)) {
        return Ok(text.to_owned());
    }
    wrong(format!("{text:?} is no name of a dictionary"), "write it as en_US or de_DE")
}

/// `30m`, `4h` or `2d`, up to a year.
pub fn duration(text: &str) -> Read<BusinessTime> {
    let fix = "write minutes, hours or business days, as 30m, 4h or 2d";
    let trimmed = text.trim();
    let digits = trimmed.trim_end_matches(|c: char| !c.is_ascii_digit());
    let Ok(count) = digits.parse::<u32>() else { return wrong(format!("{text:?} is no duration"), fix) };
    let (time, most) = match &trimmed[digits.len()..] {
        "m" => (BusinessTime::Minutes(count), 525_600),
        "h" => (BusinessTime::Minutes(count.saturating_mul(60)), 8_760),
        "d" => (BusinessTime::Days(count), 366),
        _ => return wrong(format!("{text:?} is no duration"), fix),
    };
    match count {
        0 => wrong(format!("{text:?} leaves no time"), fix),
        _ if count > most => wrong(format!("{text:?} is more than a year"), fix),
        _ => Ok(time),
    }
}

/// `09:00-17:00`, as minutes of the day; the second may be `24:00`.
pub fn hours(text: &str) -> Read<(u16, u16)> {
    let fix = "write when work begins and ends on the 24-hour clock, as \"09:00-17:00\"";
    let times = text.split_once(['-', '–']).and_then(|(from, to)| Some((minute(from.trim())?, minute(to.trim())?)));
    match times {
        Some((opens, closes)) if opens < closes => Ok((opens, closes)),
        Some((opens, closes)) if opens > closes => wrong(
            format!("{text:?} runs past midnight"),
            "write hours within one day, as \"09:00-17:00\" or \"00:00-24:00\"",
        ),
        Some(_) => wrong(format!("{text:?} leaves no time"), fix),
        None => wrong(format!("{text:?} are no hours"), fix),
    }
}

fn minute(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    let digits =
        |part: &str, least: usize| (least..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    if !digits(hour, 1) || !digits(minute, 2) {
        return None;
    }
    let (hour, minute) = (hour.parse::<u16>().ok()?, minute.parse::<u16>().ok()?);
    (hour < 24 && minute < 60 || hour == 24 && minute == 0).then_some(hour * 60 + minute)
}

/// `mon` or `mon-fri` (a range may run over the weekend, as `sun-thu`), Monday first.
pub fn days(text: &str) -> Read<[bool; 7]> {
    let mut days = [false; 7];
    let (from, to) = text.split_once(['-', '–']).unwrap_or((text, text));
    let (from, to) = (day(from.trim())?, day(to.trim())?);
    let mut at = from;
    loop {
        days[at] = true;
        if at == to {
            return Ok(days);
        }
        at = (at + 1) % 7;
    }
}

fn day(text: &str) -> Read<usize> {
    const LONG: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let folded = text.to_lowercase();
    match DAYS.iter().zip(LONG).position(|(short, long)| folded == *short || folded == long) {
        Some(index) => Ok(index),
        None => wrong(format!("{text:?} is no day"), format!("write {}, or a range, as mon-fri", any_of(&DAYS))),
    }
}

/// An ISO date, `2026-11-30`.
pub fn date(text: &str) -> Read<String> {
    let shaped = text.len() == 10
        && text.bytes().enumerate().all(|(at, b)| if at == 4 || at == 7 { b == b'-' } else { b.is_ascii_digit() });
    match text.parse::<jiff::civil::Date>() {
        Ok(_) if shaped => Ok(text.to_owned()),
        _ if shaped => wrong(format!("there is no {text}"), "write a day that exists, as 2026-11-30"),
        _ => wrong(format!("{text:?} is no date"), "write year, month and day, as 2026-11-30"),
    }
}

/// An IANA time zone.
pub fn zone(text: &str) -> Read<String> {
    let zones = super::calendar::zones();
    if zones.get(text).is_ok() {
        return Ok(text.to_owned());
    }
    let names: Vec<String> = zones.available().map(|name| name.to_string()).collect();
    let city = format!("/{}", text.trim().to_lowercase().replace(' ', "_"));
    let of_city = names.iter().find(|name| name.to_lowercase().ends_with(&city)).map(String::as_str);
    let fix = match of_city.or_else(|| nearest(text, names.iter().map(String::as_str))) {
        Some(name) => format!("write {name}"),
        None => "write an IANA zone, as Europe/London, America/New_York or UTC".to_owned(),
    };
    wrong(format!("unknown time zone {text:?}"), fix)
}

/// A language tag, `en` or `en-GB`.
pub fn language(text: &str) -> Read<String> {
    let mut parts = text.split('-');
    let first =
        parts.next().is_some_and(|part| (2..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphabetic()));
    if first && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())) {
        return Ok(text.to_owned());
    }
    wrong(format!("{text:?} is no language tag"), "write it as en or en-GB")
}

/// A host name alone, folded to lower case.
pub fn host(text: &str) -> Read<String> {
    let fits = |text: &str| {
        !text.is_empty()
            && text.len() <= 253
            && text.split('.').all(|label| {
                !label.is_empty()
                    && !label.starts_with('-')
                    && label.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
            })
    };
    let folded = text.to_lowercase();
    if fits(&folded) {
        return Ok(folded);
    }
    let bare = folded.split_once("://").map_or(folded.as_str(), |(_, rest)| rest);
    let bare = bare.split(['/', '?', '#', ':']).next().unwrap_or_default().trim_start_matches("*.");
    let fix = match fits(bare) {
        true => format!("write {bare}; its subdomains are covered too"),
        false => "write a host name alone, as example.com".to_owned(),
    };
    wrong(format!("{text:?} is no host name"), fix)
}

/// A `http:` or `https:` address.
pub fn link(text: &str) -> Read<String> {
    if is_web(text) {
        return Ok(text.to_owned());
    }
    wrong(format!("{text:?} is no web address"), "write an address that begins with https:// (or http://)")
}

/// A `https:`, `http:` or `mailto:` address with placeholders.
pub fn contact(text: &str) -> Read<String> {
    let mail = text.strip_prefix("mailto:").is_some_and(|rest| {
        let address = rest.split('?').next().unwrap_or_default();
        address.split_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty())
            && !rest.contains(|c: char| c.is_whitespace() || c.is_control())
    });
    if !mail && !is_web(text) {
        let fix = match text.split_once('@') {
            Some((name, host)) if !name.is_empty() && host.contains('.') && !text.contains([' ', ':', '/']) => {
                format!("write mailto:{text}")
            }
            _ => "write an address that begins with https://, http:// or mailto:".to_owned(),
        };
        return wrong(format!("{text:?} is no address"), fix);
    }
    placeholders(text, &CONTACT_PLACEHOLDERS)?;
    Ok(text.to_owned())
}

/// A message with placeholders.
pub fn message(text: &str) -> Read<String> {
    placeholders(text, &MESSAGE_PLACEHOLDERS)?;
    Ok(text.to_owned())
}

fn is_web(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let host = authority.split(':').next().unwrap_or_default();
        !host.is_empty()
            && !host.contains(['{', '}', '@', '\\', '"', '<', '>'])
            && !text.contains(|c: char| c.is_whitespace() || c.is_control())
    })
}

/// Refuses `{name}` where the name is not one that is filled in. Other braces stay as they are.
fn placeholders(text: &str, known: &[&str]) -> Read<()> {
    for piece in text.split('{').skip(1) {
        let Some((name, _)) = piece.split_once('}') else { continue };
        let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphabetic() || c == '_');
        if is_name && !known.contains(&name) {
            let braced: Vec<String> = known.iter().map(|name| format!("{{{name}}}")).collect();
            let fix = match nearest(name, known.iter().copied()) {
                Some(near) => format!("write {{{near}}}"),
                None => format!("write {}", any_of(&braced.iter().map(String::as_str).collect::<Vec<_>>())),
            };
            return wrong(format!("nothing is filled in for {{{name}}}"), fix);
        }
    }
    Ok(())
}
