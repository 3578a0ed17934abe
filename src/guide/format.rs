//! The format of a guide: every field there is, what it holds and what it is for. The validator, the messages and the
//! JSON Schema all come from here; a field that is not here does not exist.

use super::format_rule::RULE;
use super::shape::{Empty, Field, Form, Record, Shape};
use super::value;

/// The version of the format, the `1` of `housestyle: 1`.
pub const FORMAT_VERSION: u32 = 1;

pub(super) const fn field(name: &'static str, shape: Shape, doc: &'static str) -> Field {
    Field { name, doc, required: false, shape }
}

pub(super) const fn required(name: &'static str, shape: Shape, doc: &'static str) -> Field {
    Field { name, doc, required: true, shape }
}

pub(super) const fn record(name: &'static str, doc: &'static str, fields: &'static [Field]) -> Record {
    Record { name, doc, fields, one_of: &[], together: &[], exactly_when: &[] }
}

pub(super) const TEXTS: Shape = Shape::OneOrMany(&Shape::Text);

pub(super) static ID: Form = Form {
    noun: "an id",
    check: |text| value::id(text).map(drop),
    pattern: Some(r"^[\p{L}\p{N}][\p{L}\p{N}._-]*$"),
    examples: &["claims.guarantee"],
};
static DURATION: Form = Form {
    noun: "a duration",
    check: |text| value::duration(text).map(drop),
    pattern: Some(r"^[0-9]+[mhd]$"),
    examples: &["30m", "4h", "2d"],
};
static DAY: Form = Form {
    noun: "a day or a range of days",
    check: |text| value::days(text).map(drop),
    pattern: None,
    examples: &["mon-fri", "sat"],
};
static HOURS: Form = Form {
    noun: "hours",
    check: |text| value::hours(text).map(drop),
    pattern: Some(r"^[0-9]{1,2}:[0-9]{2} ?[-–] ?[0-9]{1,2}:[0-9]{2}$"),
    examples: &["09:00-17:00"],
};
static ZONE: Form = Form {
    noun: "a time zone",
    check: |text| value::zone(text).map(drop),
    pattern: None,
    examples: &["Europe/London", "America/New_York", "UTC"],
};
static DATE: Form = Form {
    noun: "a date",
    check: |text| value::date(text).map(drop),
    pattern: Some(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
    examples: &["2026-11-30"],
};
pub(super) static LANGUAGE: Form = Form {
    noun: "a language tag",
    check: |text| value::language(text).map(drop),
    pattern: Some(r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$"),
    examples: &["en", "en-GB"],
};
pub(super) static HOST: Form = Form {
    noun: "a host name",
    check: |text| value::host(text).map(drop),
    pattern: Some(r"^[^/:*\s]+$"),
    examples: &["example.com"],
};
static CONTACT: Form = Form {
    noun: "an address",
    check: |text| value::contact(text).map(drop),
    pattern: Some(r"^(https?://|mailto:)\S+$"),
    examples: &["mailto:legal@example.com?subject={rule}"],
};

/// The whole guide.
pub static GUIDE: Record = record(
    "guide",
    "A style guide: rules, routes, modules and surfaces, with a name, a version and an owner.",
    &[
        required("housestyle", Shape::FormatVersion(FORMAT_VERSION), "Version of the guide format: 1."),
        required("name", Shape::Text, "Shown wherever the guide is named."),
        required("version", Shape::Label, "Your own version text, as 2026.11; it goes into the log with every event."),
        field("language", Shape::Form(&LANGUAGE), "Language the rules speak of; en unless told otherwise."),
        required(
            "owner",
            Shape::Text,
            "Who answers for the guide, and for every rule, route and module that names no owner.",
        ),
        field("routes", Shape::Map(Some(&ID), &Shape::Record(&ROUTE)), "Where escalations go, by id."),
        field("modules", Shape::Map(Some(&ID), &Shape::Record(&MODULE)), "Approved language, by id."),
        field("surfaces", Shape::List(&Shape::Record(&SURFACE), Empty::Fine), "Where text stands on known sites."),
        required("rules", Shape::List(&Shape::Record(&RULE), Empty::Fine), "The rules, in any order."),
    ],
);

static ROUTE: Record = record(
    "route",
    "Where an escalation goes, and how soon it is answered and decided.",
    &[
        field("owner", Shape::Text, "Who decides; the guide's owner unless told otherwise."),
        field(
            "contact",
            Shape::Form(&CONTACT),
            "A https: or mailto: address; {rule}, {quote}, {url}, {why} and {owner} are filled in.",
        ),
        field("respond_within", Shape::Form(&DURATION), "Business time within which the owner answers: 30m, 4h or 2d."),
        field("resolve_within", Shape::Form(&DURATION), "Business time within which the owner decides: 30m, 4h or 2d."),
        field("calendar", Shape::Record(&CALENDAR), "When the owner works; around the clock unless given."),
    ],
);

static CALENDAR: Record = record(
    "calendar",
    "Weekly business hours in one time zone.",
    &[
        required("days", Shape::OneOrMany(&Shape::Form(&DAY)), "Working days: a range, as mon-fri, or a list."),
        required("hours", Shape::Form(&HOURS), "When work begins and ends: 09:00-17:00."),
        required("zone", Shape::Form(&ZONE), "IANA time zone, as Europe/London."),
        field("holidays", Shape::List(&Shape::Form(&DATE), Empty::Fine), "Days off, as 2026-12-25."),
    ],
);

static MODULE: Record = record(
    "module",
    "Approved language: text that may be inserted as it is.",
    &[
        required("title", Shape::Text, "What the writer chooses it by."),
        required("text", Shape::Text, "The text itself; may have line breaks."),
        field("owner", Shape::Text, "Who approved it; the guide's owner unless told otherwise."),
        field("reviewed", Shape::Form(&DATE), "Day of the last review."),
        field("expires", Shape::Form(&DATE), "Last day on which it is offered."),
    ],
);

static SURFACE: Record = record(
    "surface",
    "Where text stands on a known site.",
    &[
        required("name", Shape::Text, "The tool's or channel's name, as ChatGPT."),
        required("hosts", Shape::OneOrMany(&Shape::Form(&HOST)), "Host names; subdomains are covered."),
        field("prompt", Shape::Text, "CSS selector of the field that is sent to an AI tool."),
        field("response", Shape::Text, "CSS selector of what the AI tool answers."),
        field("send", Shape::Text, "CSS selector of the button that sends the prompt."),
        field(
            "assistant",
            Shape::Flag,
            "Whether the site has an assistant that writes into the person's own text; false unless told otherwise.",
        ),
        field("channel", Shape::Text, "Name of the channel everything on these hosts belongs to, as email or social."),
    ],
);
