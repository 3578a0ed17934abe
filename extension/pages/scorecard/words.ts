/**
 * Everything the scorecard says, in one place. How each number is computed is the engine's to say.
 */
import { dateLocale } from "../region.ts";
import type { Figure } from "./model.ts";

const days = new Intl.DateTimeFormat(dateLocale, { dateStyle: "medium", timeZone: "UTC" });

/** A day of the log, which has no hours, as a person writes it. */
export const dayName = (day: string) => (/^\d{4}-\d\d-\d\d$/.test(day) ? days.format(Date.parse(day)) : day);

/** What numbers are called. */
export const names: Record<string, string> = {
  people: "People", events: "Events", missing: "Events missing", dropped: "Events dropped by retention",
  drafts: "Drafts", words: "Words", shipped: "Drafts shipped", touch: "Touch time", touch_per_shipped: "Touch time per shipped draft",
  elapsed_p50: "First event to shipping, median", elapsed_p90: "First event to shipping, nine in ten",
  inserted: "Characters put in", deleted: "Characters taken out", changed_in_ai: "Characters changed inside AI text",
  bursts: "Bursts of typing", prompts_sent: "Prompts sent", prompt_touch: "Touch time in prompts",
  generations: "Generations", generated_words: "Words generated", generated_characters: "Characters generated",
  tool_generations: "Generations", evidence_generations: "Generations by evidence", replacing: "Generations that replaced one",
  iterations: "Generations per shipped draft", hter: "HTER", tool_hter: "HTER", ter_edits: "Edits of HTER",
  retention: "AI words retained", tool_retention: "AI words retained", generation_touch: "Touch time per generation",
  generation_inserted: "Characters put into AI text", generation_deleted: "Characters taken out of AI text",
  product_process: "Product–process ratio of AI text", generation_bursts: "Bursts of typing in AI text",
  first_pass: "First-pass yield", qa_passes: "QA passes",
  to_clean_p50: "Generation to clean, median", to_clean_p90: "Generation to clean, nine in ten",
  to_shipped_p50: "Generation to shipped, median", to_shipped_p90: "Generation to shipped, nine in ten",
  funnel: "Drafts with AI text", flags: "Flags raised", flags_per_1000_words: "Flags per 1,000 words", flags_open: "Flags open",
  flags_ended: "Flags ended", resolve_p50: "Time to resolve, median", resolve_p90: "Time to resolve, nine in ten",
  dismissed: "Flags dismissed", rule_flags: "Flags", rule_flags_per_1000_words: "Per 1,000 words", rule_open: "Open",
  rule_ended: "Ended", rule_resolve_p50: "Time to resolve, median", rule_resolve_p90: "Time to resolve, nine in ten",
  rule_dismissed: "Dismissed", rule_dismissal: "Dismissed share", rule_mostly_dismissed: "Mostly dismissed", rule_cost: "Cost",
  touch_without_flags: "Touch time on no rule's account", escalations: "Escalations", decisions: "Decisions",
  sla_respond: "Answered in time", sla_resolve: "Decided in time", acknowledge_p50: "Time to answer, median",
  acknowledge_p90: "Time to answer, nine in ten", decide_p50: "Time to decide, median", decide_p90: "Time to decide, nine in ten",
  route_escalations: "Escalations", route_decisions: "Decisions", route_sla_respond: "Answered in time", route_sla_resolve: "Decided in time",
  route_acknowledge_p50: "Time to answer, median", route_acknowledge_p90: "Time to answer, nine in ten",
  route_decide_p50: "Time to decide, median", route_decide_p90: "Time to decide, nine in ten",
  rework_cost: "Rework cost", saved: "Time saved, as logged", saved_value: "Value of the time saved", day: "Day", week: "Week",
};

/** What parts and keys from the engine's own lists are called. */
export const parts: Record<string, string> = {
  touch: "Touch time", generations: "Generations", flags: "Flags raised", resolved: "Flags resolved", dismissed: "Dismissed",
  escalations: "Escalations opened", shipped: "Shipped", first_pass: "First-pass yield", hter: "HTER", retention: "AI words retained",
  generated: "Generated", clean: "Clean", shipped_clean: "Shipped clean",
  edited: "Reworded by hand", suggestion: "Suggestion taken", module: "Approved wording", removed: "Text removed",
  guide_changed: "Guide changed", silenced: "Silenced with its rule",
  false_positive: "False positive", quoted_or_legal: "Quoted or legal wording", approved_exception: "Approved exception", other: "Other",
  opened: "Opened", acknowledged: "Answered", decided: "Decided", withdrawn: "Withdrawn", open: "Open", overdue: "Overdue",
  unmatched: "Answers to none seen", approved: "Approved", approved_with_changes: "Approved with changes", rejected: "Rejected",
  insertions: "Words put in", deletions: "Words taken out", substitutions: "Words replaced", shifts: "Stretches moved",
  copied_from_surface: "Copied from an AI surface", clipboard_markup: "Clipboard names the tool", streamed: "Streamed in", told: "Told by the person",
  p: "P-bursts (ended in a pause)", r: "R-bursts (ended in a revision)",
  draft: "Draft", prompt: "Prompt", response: "Response",
};

export const partName = (part: string) => parts[part] ?? part;

/** A number's whole name, for its button and its title. */
export function title({ name, key, part, group }: Pick<Figure, "name" | "key" | "part" | "group">): string {
  const own = names[name] ?? name;
  if (name === "day" || name === "week") return `${partName(part)}, ${name === "week" ? "week of " : ""}${dayName(key)}`;
  return [own, key && partName(key), part && partName(part).toLowerCase(), group && partName(group)].filter(Boolean).join(", ");
}

/** Why a number is not known. */
export function reason({ name, part, withheld }: Pick<Figure, "name" | "part" | "withheld">): string {
  if (withheld) return "Fewer than five people are behind it, or it would give away a number of so few.";
  const what = name === "day" || name === "week" ? part : name;
  if (/^(touch$|inserted|deleted|changed_in_ai|bursts|prompt_touch|touch_without)/.test(what)) return "No editing was logged.";
  if (/^(rework_cost|saved_value)/.test(what)) return what === "saved_value" ? "Needs a rate and time logged as saved." : "Set what an hour costs, and log some editing.";
  if (what === "saved") return "Nobody logged time as saved.";
  if (/hter|ter_edits|retention|generation_(touch|inserted|deleted|bursts)|product_process/.test(what)) return "No generation was measured: that is done when its draft ships or closes.";
  if (/^(first_pass|iterations|to_shipped)/.test(what)) return "No draft with AI text was shipped.";
  if (/^(touch_per_shipped|elapsed)/.test(what)) return "No draft was shipped.";
  if (/^to_clean/.test(what)) return "No draft with AI text was found clean yet.";
  if (what === "replacing") return "No AI text was logged.";
  if (/per_1000_words|^words$/.test(what)) return "The words of no draft were counted.";
  if (/resolve_p/.test(what)) return "No flag was resolved.";
  if (/dismissal/.test(what)) return "No flag of it was resolved or dismissed.";
  if (/sla_/.test(what)) return "No promise has come due.";
  if (/acknowledge_p/.test(what)) return "None was answered.";
  if (/decide_p/.test(what)) return "None was decided.";
  return "The log does not say.";
}

/** What fields of events are called. */
export const fields: Record<string, string> = {
  characters: "characters", words: "words", open_flags: "flags open", origin: "origin", inserted: "put in", deleted: "taken out",
  keystrokes: "keys", pauses: "pauses", active_ms: "touch", in_ai: "in AI text", flag: "flag", rule: "rule", owner: "owner", verdict: "verdict",
  severity: "severity", length: "length", quote: "quote", how: "how", open_ms: "open for", reason: "reason", whole_rule: "whole rule",
  choice: "choice", module: "wording", route: "route", respond_due: "answer due", resolve_due: "decision due", generation: "generation",
  tool: "tool", evidence: "evidence", iteration: "iteration", replaces: "replaces", decision: "decision", words_given: "words given",
  words_now: "words now", retained: "retained", insertions: "words put in", deletions: "words taken out", substitutions: "words replaced",
  shifts: "moved", reference_words: "final words", hter: "HTER", touch_ms: "touch", elapsed_ms: "elapsed", saved_minutes: "minutes saved",
  dropped: "what", count: "count", from_seq: "from", to_seq: "to", why: "why", surface: "surface", p_bursts: "P-bursts", r_bursts: "R-bursts", logged_by: "of", from_at: "first at", to_at: "last at", set_by: "set by",
};

/** What events are called. */
export const events: Record<string, string> = {
  draft_opened: "Draft opened", draft_closed: "Draft closed", revision: "Editing", flag_raised: "Flag raised", flag_resolved: "Flag resolved",
  flag_dismissed: "Flag dismissed", suggestion_applied: "Suggestion applied", module_inserted: "Approved wording inserted",
  escalation_opened: "Escalation opened", checked_clean: "Found clean", generation: "AI text came", escalation_acknowledged: "Escalation answered",
  escalation_decided: "Escalation decided", escalation_withdrawn: "Escalation withdrawn", shipped: "Shipped", effort: "Effort measured",
  hours_saved: "Time saved logged", dropped: "Dropped by retention",
};
