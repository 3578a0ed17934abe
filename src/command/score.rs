//! `housestyle score`: logs in, scorecard out. Reads each line once and keeps the fold alone; the numbers are the
//! library's, this only prints them.

use super::export::digest;
use super::log::{MOST_PROBLEMS, Purpose, open};
use super::{Outcome, complain, guide, source};
use clap::{Args, ValueEnum};
use housestyle::export::{Line, Newer};
use housestyle::guide::Problem;
use housestyle::rework::scorecard::{Cut, DEFINITIONS, Fold, Number, Scorecard, Settings, Span, Unit, Viewer};
use jiff::{
    Timestamp,
    civil::{Date, Time},
    tz::TimeZone,
};
use serde_json::json;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

#[derive(Args)]
pub struct Arguments {
    /// The present, by which escalations are overdue or not, as RFC 3339; the clock's unless told.
    #[arg(long, value_parser = time, value_name = "TIME")]
    now: Option<u64>,
    /// Count events from this time on: RFC 3339, or a date, which begins at midnight UTC.
    #[arg(long, value_parser = time, value_name = "TIME")]
    from: Option<u64>,
    /// Count events before this time.
    #[arg(long, value_parser = time, value_name = "TIME")]
    to: Option<u64>,
    /// What an hour of touch costs, as 64.50; cost is unknown without it.
    #[arg(long, value_parser = hundredths)]
    rate: Option<u32>,
    /// Print a scorecard for each group too; groups with fewer than five people are left out.
    #[arg(long, value_enum)]
    by: Option<By>,
    /// How to print it.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// The logs, as exported in JSON Lines or CSV; `-` is standard input.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum By {
    Host,
    Surface,
    Channel,
    Guide,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A number a line, without the trend.
    Text,
    /// Everything, with the definitions.
    Json,
}

pub fn run(arguments: &Arguments, out: &mut impl Write) -> io::Result<Outcome> {
    if let (Some(from), Some(to)) = (arguments.from, arguments.to)
        && from >= to
    {
        complain("--to: it is not later than --from, so that no event can be counted: give the later time there");
        return Ok(Outcome::Failed);
    }
    let cut = arguments.by.map(|by| match by {
        By::Host => Cut::Host,
        By::Surface => Cut::Surface,
        By::Channel => Cut::Channel,
        By::Guide => Cut::Guide,
    });
    let mut fold = Fold::new(Span { from: arguments.from, to: arguments.to }, cut);
    let mut seen = HashMap::new();
    let mut whole = true;
    for path in &arguments.files {
        match read(path, &mut fold, &mut seen) {
            Ok(readable) => whole &= readable,
            Err(error) => {
                complain(&format!("{}: {}", path.display(), source::unreadable(path, &error)));
                whole = false;
            }
        }
    }
    if !whole {
        return Ok(Outcome::Failed);
    }
    let now = arguments.now.or_else(|| u64::try_from(Timestamp::now().as_millisecond()).ok());
    let settings = Settings { now, rate_hundredths: arguments.rate };
    let card = fold.scorecard(&settings);
    let (groups, hidden) = fold.groups(&settings, &Viewer::default());
    tell_what_is_missing(&card);
    if arguments.by.is_some() && hidden > 0 {
        complain(&format!("groups of {hidden} people are not shown: each must have five, and none be left over alone"));
    }
    match arguments.format {
        Format::Json => {
            let mut told = json!(card);
            told["definitions"] = json!(DEFINITIONS);
            if arguments.by.is_some() {
                told["groups"] = json!(groups);
            }
            writeln!(out, "{told:#}")?;
        }
        Format::Text => {
            print(&card, out)?;
            for (group, card) in &groups {
                writeln!(out, "\n{}", shown(group))?;
                print(card, out)?;
            }
        }
    }
    Ok(Outcome::Fine)
}

/// Adds a log to the fold. False when a line could not be read, or says something else than another with its id, which
/// has then been said.
fn read(path: &Path, fold: &mut Fold, seen: &mut HashMap<u64, u64>) -> io::Result<bool> {
    let mut log = open(path)?;
    let mut problems = 0;
    while let Some((place, read)) = log.record(Purpose::Count)? {
        let problem = match read {
            Ok(Line::Event(event)) => {
                if fold.add(&event) {
                    seen.insert(hash(&event.id), digest(&event));
                    continue;
                }
                if seen.get(&hash(&event.id)).is_none_or(|known| *known == digest(&event)) {
                    continue;
                }
                Problem {
                    line: place.line,
                    field: "id".into(),
                    message: format!("{} stands for another event in these logs", event.id),
                    fix: "leave out the log that was changed".into(),
                    ..Problem::default()
                }
            }
            Ok(Line::Newer(Newer { id, installation, seq, at, kind })) => {
                fold.add_newer(&id, &installation, seq, at, &kind);
                continue;
            }
            Err(problem) => problem,
        };
        if problems == MOST_PROBLEMS {
            complain(&format!("{}: there are more problems; put these right first", path.display()));
            return Ok(false);
        }
        complain(&guide::name(path, &problem));
        problems += 1;
    }
    Ok(problems == 0)
}

fn hash(id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    hasher.finish()
}

fn tell_what_is_missing(card: &Scorecard) {
    for gap in &card.missing {
        let range = if gap.from == gap.to { gap.from.to_string() } else { format!("{} to {}", gap.from, gap.to) };
        complain(&format!("installation {}: events are missing (seq {range})", shown(&gap.installation)));
    }
    for (kind, count) in &card.newer {
        let kind = shown(kind);
        complain(&format!("{count} of kind {kind} not counted: a newer version of Housestyle knows what they are"));
    }
}

fn print(card: &Scorecard, out: &mut impl Write) -> io::Result<()> {
    for definition in DEFINITIONS.iter().filter(|definition| definition.unit != Unit::Mixed) {
        let mut numbers: Vec<&Number> = card.numbers.iter().filter(|number| number.name == definition.name).collect();
        if definition.name == "rule_cost" {
            // Here the order is the news: what costs most comes first.
            numbers.sort_by_key(|number| std::cmp::Reverse(number.amount));
        }
        for number in numbers {
            let mut label = number.name.to_owned();
            for more in [&number.key, &number.part] {
                if !more.is_empty() {
                    label = format!("{label} {}", shown(more));
                }
            }
            let ratio = match (number.amount, number.of, definition.unit) {
                (Some(amount), Some(of), Unit::Ratio | Unit::PerThousand) => format!("   ({amount} of {of})"),
                _ => String::new(),
            };
            writeln!(out, "{label:<48} {:>16}{ratio}", told(number, definition.unit))?;
        }
    }
    Ok(())
}

/// A value as a person reads it.
fn told(number: &Number, unit: Unit) -> String {
    let Some(value) = number.value else { return "unknown".into() };
    match unit {
        Unit::Count => format!("{value:.0}"),
        Unit::Ratio => format!("{value:.3}"),
        Unit::PerThousand | Unit::Money => format!("{value:.2}"),
        Unit::Minutes => format!("{value:.0} min"),
        Unit::Milliseconds | Unit::Mixed if value < 60_000.0 => format!("{:.1} s", value / 1_000.0),
        Unit::Milliseconds | Unit::Mixed if value < 5_400_000.0 => format!("{:.1} min", value / 60_000.0),
        Unit::Milliseconds | Unit::Mixed => format!("{:.1} h", value / 3_600_000.0),
    }
}

/// Names come from logs: control characters are the terminal's.
fn shown(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn time(text: &str) -> Result<u64, String> {
    let moment = text.parse::<Timestamp>().ok().or_else(|| {
        let date = text.parse::<Date>().ok().filter(|_| !text.contains(['T', 't', ' ']))?;
        TimeZone::UTC.to_timestamp(date.to_datetime(Time::midnight())).ok()
    });
    let milliseconds = moment.and_then(|moment| u64::try_from(moment.as_millisecond()).ok());
    milliseconds.ok_or_else(|| "write a time as 2026-11-25T09:00:00Z, or a date as 2026-11-25, from 1970 on".into())
}

fn hundredths(text: &str) -> Result<u32, String> {
    let problem = || "write what an hour costs with at most two decimals, as 64.50".to_owned();
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || part.len() > 2 || !digits(whole) || !digits(part) {
        return Err(problem());
    }
    format!("{whole}{part:0<2}").parse().map_err(|_| problem())
}
