//! The format of a guide: every field there is, what it holds and what it is for. The validator, the messages and the
//! JSON Schema all come from here; a field that is not here does not exist.

use super::shape::{Empty, Field, Form, Record, Shape};
use super::value;

/// The version of the format, the `1` of `housestyle: 1`.
pub const FORMAT_VERSION: u32 = 1;

/// Verdicts, mildest first.
pub const VERDICTS: [&str; 4] = ["allow", "prefer", "restrict", "escalate"];
/// Severities, mildest first.
pub const SEVERITIES: [&str; 3] = ["suggestion", "warning", "error"];
/// Surfaces.
pub const SURFACES: [&str; 3] = ["prompt", "response", "draft"];
/// Block kinds.
pub const BLOCKS: [&str; 10] =
    ["paragraph", "heading", "list_item", "table_cell", "quote", "code", "line", "alt_text", "front_matter", "raw"];

const fn field(name: &'static str, shape: Shape, doc: &'static str) -> Field {
    Field { name, doc, required: false, shape }
}

const fn required(name: &'static str, shape: Shape, doc: &'static str) -> Field {
    Field { name, doc, required: true, shape }
}

const fn record(name: &'static str, doc: &'static str, fields: &'static [Field]) -> Record {
    Record { name, doc, fields, one_of: &[], together: &[], exactly_when: &[] }
}

const TEXTS: Shape = Shape::OneOrMany(&Shape::Text);
const WORDINGS: Shape = Shape::OneOrMany(&Shape::Wording);
const TEXT_LIST: Shape = Shape::List(&Shape::Text, Empty::Wrong);

static ID: Form = Form {
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
static LANGUAGE: Form = Form {
    noun: "a language tag",
    check: |text| value::language(text).map(drop),
    pattern: Some(r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$"),
    examples: &["en", "en-GB"],
};
static HOST: Form = Form {
    noun: "a host name",
    check: |text| value::host(text).map(drop),
    pattern: Some(r"^[^/:*\s]+$"),
    examples: &["example.com"],
};
static LINK: Form = Form {
    noun: "a web address",
    check: |text| value::link(text).map(drop),
    pattern: Some(r"^https?://\S+$"),
    examples: &["https://brand.example.com/claims"],
};
static CONTACT: Form = Form {
    noun: "an address",
    check: |text| value::contact(text).map(drop),
    pattern: Some(r"^(https?://|mailto:)\S+$"),
    examples: &["mailto:legal@example.com?subject={rule}"],
};
static MESSAGE: Form = Form {
    noun: "a message",
    check: |text| value::message(text).map(drop),
    pattern: None,
    examples: &["Say “{suggestion}” rather than “{quote}”."],
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
        field("channel", Shape::Text, "Name of the channel everything on these hosts belongs to, as email or social."),
    ],
);

/// One rule.
pub static RULE: Record = Record {
    name: "rule",
    doc: "One requirement. Says what it looks for by exactly one of terms, replace, pattern, or when with require.",
    one_of: &["terms", "replace", "pattern", "require"],
    together: &[("when", "require")],
    exactly_when: &[("route", "verdict", "escalate")],
    fields: &[
        required("id", Shape::Form(&ID), "Unique in the guide, as claims.guarantee."),
        field(
            "verdict",
            Shape::Choice(&VERDICTS),
            "What it says of what it finds; prefer unless told otherwise. allow silences other rules; prefer: better wording exists; restrict: must not ship; escalate: its route decides.",
        ),
        field(
            "severity",
            Shape::Choice(&SEVERITIES),
            "How much it matters. Unless told otherwise prefer is a suggestion, escalate a warning, restrict an error.",
        ),
        field(
            "terms",
            TEXTS,
            "Words or phrases to look for; letter case and word forms are folded unless told otherwise.",
        ),
        field(
            "replace",
            Shape::Map(None, &Shape::Nullable(&WORDINGS)),
            "Deprecated wording, each with what to write instead: text, a list (best first), \"\" to take it out, or null to have it reworded.",
        ),
        field("pattern", Shape::Text, "A regular expression to look for; single quotes keep its backslashes."),
        field("when", TEXTS, "What sets the requirement off: a regular expression, or a list of terms."),
        field("require", Shape::Record(&REQUIRE), "What must then stand in the same draft."),
        field(
            "suggest",
            WORDINGS,
            "Approved wordings offered for whatever the rule flags; \"\" offers to take it out.",
        ),
        field("modules", TEXTS, "Ids of modules offered for whatever the rule flags."),
        field("message", Shape::Form(&MESSAGE), "The hint's headline; {quote} and {suggestion} are filled in."),
        field("why", Shape::Text, "The reason, shown to the writer."),
        field("link", Shape::Form(&LINK), "Where the reason is set out at length."),
        field("owner", Shape::Text, "Who answers for the rule; the guide's owner unless told otherwise."),
        field("route", Shape::Form(&ID), "Id of the route that decides; only with verdict: escalate."),
        field("where", Shape::Record(&WHERE), "Where the rule holds; everywhere unless told otherwise."),
        field("except", TEXTS, "Terms that silence this rule on the text they cover."),
        field("match_case", Shape::Flag, "Whether letter case must agree; false unless told otherwise."),
        field("whole_words", Shape::Flag, "Whether matches are whole words; true unless told otherwise."),
        field("forms", Shape::Flag, "Whether inflections of single words match too; true unless told otherwise."),
        field(
            "examples",
            Shape::Record(&EXAMPLES),
            "Texts the rule must and must not flag; run whenever the guide is validated.",
        ),
    ],
};

static REQUIRE: Record = Record {
    name: "requirement",
    doc: "What must stand in the draft: a module, a text or a match of a pattern.",
    one_of: &["module", "text", "pattern"],
    together: &[],
    exactly_when: &[],
    fields: &[
        field("module", Shape::Form(&ID), "Id of a module whose text must be there; it is offered to the writer."),
        field("text", TEXTS, "A text that must be there, or a list any of which will do."),
        field("pattern", Shape::Text, "A regular expression that must match."),
    ],
};

static WHERE: Record = record(
    "place",
    "Where a rule holds. What is left out excludes nothing.",
    &[
        field(
            "surface",
            Shape::OneOrMany(&Shape::Choice(&SURFACES)),
            "prompt (sent to an AI tool), response (its answer) or draft (all else).",
        ),
        field("surfaces", Shape::OneOrMany(&Shape::Choice(&SURFACES)), "The same as surface."),
        field("host", Shape::OneOrMany(&Shape::Form(&HOST)), "Host names; subdomains are covered."),
        field("hosts", Shape::OneOrMany(&Shape::Form(&HOST)), "The same as host."),
        field("channel", TEXTS, "Channels, as the surfaces name them."),
        field("channels", TEXTS, "The same as channel."),
        field(
            "block",
            Shape::OneOrMany(&Shape::Choice(&BLOCKS)),
            "Block kinds; every kind but quote, code, alt_text, front_matter and raw unless told otherwise.",
        ),
        field("blocks", Shape::OneOrMany(&Shape::Choice(&BLOCKS)), "The same as block."),
    ],
);

static EXAMPLES: Record = record(
    "examples",
    "Texts the rule must and must not flag.",
    &[
        field("flag", TEXT_LIST, "Each raises at least one flag of this rule."),
        field("pass", TEXT_LIST, "None raises a flag of this rule."),
    ],
);
