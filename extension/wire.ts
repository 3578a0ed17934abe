// Generated from the wire types of the engine; `UPDATE=1 cargo test wire` writes it anew. Never edited by hand.

export type Span = { 
/**
 * First code unit.
 */
start: number, 
/**
 * One past the last code unit.
 */
end: number, };

export type BlockKind = "paragraph" | "heading" | "list_item" | "table_cell" | "quote" | "code" | "line" | "alt_text" | "front_matter" | "raw";

export type InlineKind = "link" | "code" | "quote";

export type Inline = { 
/**
 * See [`InlineKind`].
 */
kind: InlineKind, 
/**
 * Where in the block; never empty.
 */
span: Span, };

export type Block = { 
/**
 * See [`BlockId`].
 */
id: number, 
/**
 * See [`BlockKind`].
 */
kind: BlockKind, 
/**
 * Heading depth 1 to 6; 0 for every other kind.
 */
level: number, 
/**
 * The plain text.
 */
text: string, 
/**
 * Stretches of a kind of their own, in order of their beginnings; they may nest.
 */
inline?: Array<Inline>, };

export type Change = { "type": "splice", 
/**
 * Index in the list of blocks.
 */
at: number, 
/**
 * How many blocks go.
 */
removed: number, 
/**
 * What stands there instead.
 */
inserted: Array<Block>, } | { "type": "edit", 
/**
 * The block.
 */
block: number, 
/**
 * UTF-16 offset.
 */
start: number, 
/**
 * UTF-16 length taken out.
 */
removed: number, 
/**
 * Text put in.
 */
inserted: string, };

export type Verdict = "allow" | "prefer" | "escalate" | "restrict";

export type Severity = "suggestion" | "warning" | "error";

export type Surface = "prompt" | "response" | "draft";

export type Problem = { 
/**
 * 1-based line; 0 when the whole file is meant.
 */
line: number, 
/**
 * 1-based column in UTF-16 code units; 0 when the whole line is meant.
 */
column: number, 
/**
 * Path of the field, as `rules[3].severity`; empty when the whole file is meant.
 */
field: string, 
/**
 * What is wrong.
 */
message: string, 
/**
 * What to write instead.
 */
fix: string, };

export type Flag = { 
/**
 * See [`FlagId`].
 */
id: number, 
/**
 * Id of the rule.
 */
rule: string, 
/**
 * The rule's verdict; never `allow`.
 */
verdict: Verdict, 
/**
 * The rule's severity.
 */
severity: Severity, 
/**
 * The block it stands in.
 */
block: number, 
/**
 * Where in the block.
 */
span: Span, 
/**
 * The flagged text as it stands.
 */
quote: string, 
/**
 * What the hint's headline says.
 */
message: string, 
/**
 * Wordings that may replace the quote as they are (letter case and inflection already fitted), best first.
 * An empty string means: take the quote out.
 */
suggestions: Array<string>, };

export type FlagDifference = { 
/**
 * New flags.
 */
raised: Array<Flag>, 
/**
 * Flags that stand elsewhere now; same id.
 */
moved: Array<Flag>, 
/**
 * Flags that are gone.
 */
cleared: Array<number>, };

export type DismissReason = "false_positive" | "quoted_or_legal" | "approved_exception" | "other";

export type Shipping = "sent" | "published" | "copied";

export type Caret = { 
/**
 * The block.
 */
block: number, 
/**
 * UTF-16 offset in it.
 */
at: number, };

export type ClientMessage = { "type": "hello", 
/**
 * Random id of this client (one per frame and page load), kept across reconnections.
 */
client: string, 
/**
 * Host of the frame; empty in a frame without one (`about:blank`, sandboxed), where the tab's counts.
 */
host: string, 
/**
 * Path of the page. The engine keeps a keyed fingerprint of it only.
 */
path: string, 
/**
 * Minutes that local time is ahead of UTC.
 */
offset: number, } | { "type": "field_opened", 
/**
 * Message number; 0 when `resumed`.
 */
n: number, 
/**
 * Number of the field, given out by the client, never used twice.
 */
field: number, 
/**
 * What tells this field from others on the page and stays across reloads: tag, id, name, label, position.
 * The engine keeps a keyed fingerprint of it only.
 */
label: string, 
/**
 * Where the text stands, by the selectors of [`SurfaceCard`].
 */
surface: Surface, 
/**
 * BCP 47 tag of what is written there, where the page says so of the field or of what it stands in. That of
 * the page as a whole tells of its menus, and does not count.
 */
language: string | null, 
/**
 * Epoch milliseconds.
 */
at: number, 
/**
 * All blocks of the field, in document order.
 */
blocks: Array<Block>, 
/**
 * Whether this repeats an opening after a broken port.
 */
resumed: boolean, } | { "type": "field_changed", 
/**
 * Message number.
 */
n: number, 
/**
 * The field.
 */
field: number, 
/**
 * Counts the field's changes from 1; the answer is stamped with it.
 */
revision: number, 
/**
 * What changed it. One message never mixes causes.
 */
cause: Cause, 
/**
 * Epoch milliseconds of the first input this message gathers.
 */
from: number, 
/**
 * Epoch milliseconds of the last.
 */
to: number, 
/**
 * How many input events by the person's hand it gathers.
 */
keys: number, 
/**
 * Where the caret was left, where it is in what changed: of edits that come to the same text, the one that
 * ends there was made.
 */
caret: Caret | null, 
/**
 * What changed, in order. May be empty when only the act is of interest.
 */
changes: Array<Change>, } | { "type": "field_closed", 
/**
 * Message number.
 */
n: number, 
/**
 * The field.
 */
field: number, 
/**
 * Epoch milliseconds.
 */
at: number, } | { "type": "dismiss", 
/**
 * Message number.
 */
n: number, 
/**
 * The field.
 */
field: number, 
/**
 * The flag.
 */
flag: number, 
/**
 * Why.
 */
reason: DismissReason, 
/**
 * Whether the whole rule is set aside in this draft, or this one flag.
 */
whole_rule: boolean, 
/**
 * Epoch milliseconds.
 */
at: number, } | { "type": "focused", 
/**
 * The field.
 */
field: number, } | { "type": "acted", 
/**
 * The page, as told.
 */
page: number, 
/**
 * Its call, as told.
 */
call: number, 
/**
 * What came of it.
 */
outcome: ActOutcome, } | { "type": "escalate", 
/**
 * Message number.
 */
n: number, 
/**
 * The field.
 */
field: number, 
/**
 * The flag.
 */
flag: number, 
/**
 * Address of the page without query and fragment, for the contact only; never logged.
 */
url: string, 
/**
 * Epoch milliseconds.
 */
at: number, } | { "type": "copied", 
/**
 * Message number.
 */
n: number, 
/**
 * The tool, as [`SurfaceCard`] names it.
 */
tool: string, 
/**
 * What was copied.
 */
text: string, 
/**
 * Epoch milliseconds.
 */
at: number, } | { "type": "claim", 
/**
 * Message number.
 */
n: number, 
/**
 * The field.
 */
field: number, 
/**
 * The block it begins in.
 */
block: number, 
/**
 * Where in it.
 */
start: number, 
/**
 * The block it ends in.
 */
last: number, 
/**
 * Where in that.
 */
end: number, 
/**
 * Whether it is an AI tool's, or their own words.
 */
ai: boolean, 
/**
 * Epoch milliseconds.
 */
at: number, } | { "type": "shipped", 
/**
 * Message number.
 */
n: number, 
/**
 * The field.
 */
field: number, 
/**
 * How.
 */
how: Shipping, 
/**
 * Epoch milliseconds.
 */
at: number, };

export type FlagAct = { "type": "show" } | { "type": "apply", 
/**
 * Which, from 0.
 */
choice: number, } | { "type": "insert", 
/**
 * The module's id.
 */
module: string, } | { "type": "dismiss", 
/**
 * Why.
 */
reason: DismissReason, 
/**
 * Whether the whole rule is set aside in this draft.
 */
whole_rule: boolean, } | { "type": "escalate" };

export type FieldAct = { "type": "claim", 
/**
 * Whether it is an AI tool's, or their own words.
 */
ai: boolean, } | { "type": "ship" };

export type ActOutcome = "done" | "stale" | "refused" | "unsettled";

export type Cause = { "type": "typed" } | { "type": "pasted" } | { "type": "pasted_markup", 
/**
 * The tags, one after the other.
 */
markup: string, } | { "type": "history" } | { "type": "script" } | { "type": "suggestion", 
/**
 * The flag it was applied for.
 */
flag: number, 
/**
 * Which suggestion, from 0.
 */
choice: number, } | { "type": "module", 
/**
 * The flag it was offered for.
 */
flag: number | null, 
/**
 * The module's id.
 */
module: string, };

export type EngineMessage = { "type": "welcome", 
/**
 * Why the extension does nothing here, if so.
 */
off: Off | null, 
/**
 * The guide in force.
 */
guide: GuideCard, 
/**
 * Known surfaces on this host.
 */
surfaces: Array<SurfaceCard>, } | { "type": "flags", 
/**
 * The field.
 */
field: number, 
/**
 * The revision this speaks of; 0 for the field as opened.
 */
revision: number, 
/**
 * How the flags changed since the last message. Sent even when empty.
 */
difference: FlagDifference, 
/**
 * Cards of rules not told on this port before.
 */
rules: Array<RuleCard>, } | { "type": "acknowledged", 
/**
 * Message number.
 */
n: number, } | { "type": "command", 
/**
 * Which.
 */
command: Command, } | { "type": "act", 
/**
 * The page, given back in the answer.
 */
page: number, 
/**
 * Its call, given back in the answer.
 */
call: number, 
/**
 * The field.
 */
field: number, 
/**
 * The flag.
 */
flag: number, 
/**
 * What is to be done.
 */
act: FlagAct, } | { "type": "act_on_field", 
/**
 * The page, given back in the answer.
 */
page: number, 
/**
 * Its call, given back in the answer.
 */
call: number, 
/**
 * The field.
 */
field: number, 
/**
 * What is to be done.
 */
act: FieldAct, } | { "type": "reopen", 
/**
 * The field.
 */
field: number, };

export type Off = "site" | "paused";

export type Command = "next-flag" | "previous-flag" | "open-hint" | "apply-first";

export type GuideCard = { 
/**
 * Name.
 */
name: string, 
/**
 * Version.
 */
version: string, 
/**
 * Owner.
 */
owner: string, 
/**
 * Number of rules.
 */
rules: number, };

export type SurfaceCard = { 
/**
 * The tool's name.
 */
name: string, 
/**
 * CSS selector of prompt fields.
 */
prompt: string | null, 
/**
 * CSS selector of responses.
 */
response: string | null, 
/**
 * CSS selector of the button that sends the prompt.
 */
send: string | null, 
/**
 * Whether the site has an assistant that writes into the person's own text.
 */
assistant: boolean, };

export type RuleCard = { 
/**
 * Id.
 */
id: string, 
/**
 * Verdict.
 */
verdict: Verdict, 
/**
 * Severity.
 */
severity: Severity, 
/**
 * Owner.
 */
owner: string, 
/**
 * Reason.
 */
why: string | null, 
/**
 * Where the reason is set out at length.
 */
link: string | null, 
/**
 * Whether a prompt with a flag of it is held back once.
 */
hold: boolean, 
/**
 * Approved language that may be inserted; expired modules are left out.
 */
modules: Array<ModuleCard>, 
/**
 * Where an escalation goes.
 */
route: RouteCard | null, };

export type ModuleCard = { 
/**
 * Id.
 */
id: string, 
/**
 * Title.
 */
title: string, 
/**
 * The text.
 */
text: string, 
/**
 * Who approved it.
 */
owner: string, 
/**
 * ISO date of the last review.
 */
reviewed: string | null, };

export type RouteCard = { 
/**
 * Id.
 */
id: string, 
/**
 * Who decides.
 */
owner: string, 
/**
 * Whether there is a contact to open.
 */
contact: boolean, 
/**
 * As the guide writes it, `4h`.
 */
respond_within: string | null, 
/**
 * As the guide writes it, `2d`.
 */
resolve_within: string | null, };

export type PageMessage = { 
/**
 * Given back in the answer; from 1.
 */
call: number, 
/**
 * What is asked.
 */
request: PageRequest, };

export type LogTrouble = "full" | "newer" | "broken";

export type RetentionLimit = "days" | "megabytes";

export type SetBy = "policy" | "person";

export type PageRequest = { "type": "watch_tab", 
/**
 * The browser's id of the tab.
 */
tab: number, } | { "type": "watch_field", 
/**
 * The browser's id of the tab.
 */
tab: number, } | { "type": "act", 
/**
 * The client, as `field` named it.
 */
client: number, 
/**
 * The field.
 */
field: number, 
/**
 * The flag.
 */
flag: number, 
/**
 * What is to be done.
 */
act: FlagAct, } | { "type": "act_on_field", 
/**
 * The client, as `field` named it.
 */
client: number, 
/**
 * The field.
 */
field: number, 
/**
 * What is to be done.
 */
act: FieldAct, } | { "type": "check_text", 
/**
 * The text.
 */
text: string, 
/**
 * Host whose rules are to hold; empty for none.
 */
host: string, } | { "type": "set_site", 
/**
 * Host.
 */
host: string, 
/**
 * On or off.
 */
on: boolean, } | { "type": "pause", 
/**
 * Minutes.
 */
minutes: number, } | { "type": "guides" } | { "type": "use_guide", 
/**
 * Its id.
 */
id: string, } | { "type": "load_guide", 
/**
 * The file's name.
 */
file: string, 
/**
 * Its text.
 */
text: string, } | { "type": "store" } | { "type": "set_retention", 
/**
 * Which of the two.
 */
limit: RetentionLimit, 
/**
 * In its unit; none for no limit.
 */
value: number | null, } | { "type": "set_collector", 
/**
 * Address of an OTLP collector's logs endpoint.
 */
url: string | null, 
/**
 * The `Authorization` header that goes with it: none leaves it as it is at the same address, an empty one takes
 * it away. It is never told again.
 */
authorization: string | null, } | { "type": "set_aside", 
/**
 * Their ids.
 */
ids: Array<string>, } | { "type": "erase" } | { "type": "set_quotes", 
/**
 * On or off.
 */
on: boolean, } | { "type": "log_saved", 
/**
 * Minutes.
 */
minutes: number, 
/**
 * The page's distance from UTC in minutes, east positive.
 */
offset: number, } | { "type": "set_touch_gap", 
/**
 * Seconds; 0 for the usual.
 */
seconds: number, };

export type PageAnswer = { 
/**
 * The call it answers; 0 when it was not asked for.
 */
call: number, 
/**
 * The answer.
 */
reply: PageReply, };

export type PageReply = { "type": "tab", 
/**
 * Host of the tab, empty where the extension does not run.
 */
host: string, 
/**
 * Whether the site is switched on.
 */
on: boolean, 
/**
 * Epoch milliseconds until which everything is paused.
 */
paused_until: number | null, 
/**
 * The guide in force.
 */
guide: GuideCard, 
/**
 * Open flags in the tab, in order, without those set aside.
 */
flags: Array<Flag>, 
/**
 * Rules of the guide in force that are not, or not wholly, judged in the tab.
 */
notices: Array<RuleNotice>, 
/**
 * Why nothing can be logged, if so.
 */
trouble: LogTrouble | null, } | { "type": "field", 
/**
 * Host of the tab, empty where the extension does not run.
 */
host: string, 
/**
 * Why the extension does nothing there, if so.
 */
off: Off | null, 
/**
 * The client of the field; none when no field is open.
 */
client: number | null, 
/**
 * The field's number within its client.
 */
field: number, 
/**
 * Open flags in the field, in order, without those set aside.
 */
flags: Array<Flag>, 
/**
 * Cards of their rules.
 */
rules: Array<RuleCard>, } | { "type": "acted", 
/**
 * What.
 */
outcome: ActOutcome, } | { "type": "checked", 
/**
 * Its flags, in order; a flag's block is the number of its line, from 0.
 */
flags: Array<Flag>, 
/**
 * Cards of their rules.
 */
rules: Array<RuleCard>, } | { "type": "guides", 
/**
 * Built-in ones.
 */
built_in: Array<BuiltInGuide>, 
/**
 * Id of the built-in one in force; none when a loaded file is.
 */
chosen: string | null, 
/**
 * File name of the loaded guide in force.
 */
file: string | null, 
/**
 * The guide in force.
 */
guide: GuideCard, 
/**
 * Rules of it that are not judged, and whose examples were not run.
 */
notices: Array<RuleNotice>, 
/**
 * What there is to say of the organisation's guide; none where the guide is the person's to choose.
 */
organisation: OrganisationGuideCard | null, } | { "type": "refused", 
/**
 * The file.
 */
file: string, 
/**
 * What is wrong with it, in the order of lines.
 */
problems: Array<Problem>, } | { "type": "store", 
/**
 * Events in the log; none where it cannot be opened.
 */
events: number | null, 
/**
 * When the first was logged, epoch milliseconds.
 */
first: number | null, 
/**
 * When the last was logged.
 */
last: number | null, 
/**
 * Events by kind, most first.
 */
kinds: Array<KindCount>, 
/**
 * Drafts whose state is kept; none where they cannot be read.
 */
drafts: number | null, 
/**
 * Bytes the browser says the extension uses, where it says so.
 */
bytes: number | null, 
/**
 * Id of this installation.
 */
installation: string, 
/**
 * Who the organisation says works here; every event names them.
 */
person: string | null, 
/**
 * Whether the organisation lets scorecards show numbers of few people, and whose they are.
 */
shows_people: boolean, 
/**
 * Whether flagged text is kept in the log.
 */
quotes: boolean, 
/**
 * A gap between edits that is longer is a pause and no touch time, in seconds.
 */
touch_gap: number, 
/**
 * Days that events are kept; none for good.
 */
keep_days: number | null, 
/**
 * Who has set that.
 */
days_set_by: SetBy | null, 
/**
 * Megabytes of events that are kept, the newest; none for all.
 */
keep_megabytes: number | null, 
/**
 * Who has set that.
 */
megabytes_set_by: SetBy | null, 
/**
 * Address of the collector that the log is posted to; none for nowhere.
 */
collector: string | null, 
/**
 * Who has set that.
 */
collector_set_by: SetBy | null, 
/**
 * Whether an authorization is kept for it, and sent.
 */
collector_authorized: boolean, 
/**
 * Events that are not delivered to it yet.
 */
undelivered: number | null, 
/**
 * What it said last, where that was no success.
 */
delivery_error: string | null, 
/**
 * Records that could not be read, and were set aside.
 */
damaged: number, 
/**
 * Why nothing can be logged, if so.
 */
trouble: LogTrouble | null, } | { "type": "done" } | { "type": "failed", 
/**
 * What happened and what to do about it.
 */
message: string, };

export type BuiltInGuide = { 
/**
 * Id.
 */
id: string, 
/**
 * The guide.
 */
guide: GuideCard, };

export type OrganisationGuideCard = { 
/**
 * Whether one of its versions is in force.
 */
in_force: boolean, 
/**
 * Where it lies; none where the policy itself holds it.
 */
address: string | null, 
/**
 * Why it could not be had.
 */
trouble: string | null, 
/**
 * What is wrong with the one that came last; the one in force stays.
 */
problems: Array<Problem>, };

export type RuleNotice = { 
/**
 * The rule's id.
 */
rule: string, 
/**
 * What happened, and what whoever owns the guide can do about it.
 */
message: string, };

export type KindCount = { 
/**
 * The kind.
 */
kind: string, 
/**
 * How many.
 */
count: number, };

