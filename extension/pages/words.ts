/**
 * Everything the extension's pages say, in one place.
 */
import type { LogTrouble } from "../wire.ts";
import { dateLocale, numberLocale } from "./region.ts";

const number = new Intl.NumberFormat(numberLocale);
const dateTime = new Intl.DateTimeFormat(dateLocale, { dateStyle: "medium", timeStyle: "short" });
const clock = new Intl.DateTimeFormat(dateLocale, { timeStyle: "short" });

export const count = (value: number) => number.format(value);
export const known = (value: number | null) => (value === null ? "unknown" : count(value));
export const when = (at: number | null) => (at === null ? "—" : dateTime.format(at));
export const time = (at: number) => clock.format(at);
export const plural = (value: number, one: string, many: string) => `${count(value)} ${value === 1 ? one : many}`;
export const size = (bytes: number | null) =>
  bytes === null ? "unknown" : bytes < 1e6 ? `${count(Math.round(bytes / 1e3))} kB` : `${count(Math.round(bytes / 1e5) / 10)} MB`;

export const verdicts = {
  restrict: { title: "Must not ship", sign: "wavy line" },
  escalate: { title: "Needs a decision", sign: "dashed line" },
  prefer: { title: "Better wording", sign: "dotted line" },
} as const;

/** Why nothing can be logged, and what helps. */
export const troubles: Record<LogTrouble, string> = {
  full: "Nothing can be logged: there is too little room on the disk. Free some space there; 32 MB must be left. What was not written yet is kept in memory and tried again; nothing in the log is lost, though it may not be opened before there is room.",
  newer: "Nothing is logged: a newer version of Housestyle has written the log. It can be read and exported here; update this version to go on.",
  broken: "Nothing can be logged: the browser's store does not work. What was not written yet is kept in memory and tried again.",
};

export const kinds: Record<string, string> = {
  draft_opened: "Drafts opened",
  draft_closed: "Drafts closed",
  revision: "Bursts of editing",
  flag_raised: "Flags raised",
  flag_resolved: "Flags resolved",
  flag_dismissed: "Flags dismissed",
  suggestion_applied: "Suggestions applied",
  module_inserted: "Approved wording inserted",
  escalation_opened: "Escalations opened",
  checked_clean: "Drafts checked clean",
  generation: "Generations of AI text",
  shipped: "Drafts shipped",
  effort: "Efforts measured",
  dropped: "Losses of records",
};
