/**
 * Everything the client says to a person, in one place.
 */
import type { DismissReason, Severity, Verdict } from "../wire.ts";

export const words = {
  verdict: { allow: "Allowed", prefer: "Better wording", escalate: "Needs a decision", restrict: "Must not ship" } satisfies Record<Verdict, string>,
  severity: { suggestion: "suggestion", warning: "warning", error: "error" } satisfies Record<Severity, string>,
  owner: (owner: string) => `Rule owner: ${owner || "unknown"}`,
  more: "Read more",
  suggestions: "Suggestions",
  leaveOut: "Leave it out",
  modules: "Approved wording",
  approved: (owner: string, reviewed: string | null) => `Approved by ${owner}${reviewed ? `, reviewed ${reviewed}` : ""}`,
  reason: "Reason",
  whyOnce: "Why ignore it this once?",
  whyRule: "Why ignore this rule here?",
  back: "Back",
  reasons: {
    false_positive: "False positive",
    quoted_or_legal: "Quoted or legal text",
    approved_exception: "Approved exception",
    other: "Other",
  } satisfies Record<DismissReason, string>,
  escalate: (owner: string) => `Ask ${owner}`,
  escalated: (owner: string) => `Sent to ${owner}. It is in your log, with the time an answer is due.`,
  within: (respond: string | null, resolve: string | null) =>
    [respond && `Answers within ${respond}`, resolve && `decides within ${resolve}`].filter(Boolean).join(", ") + " of business time.",
  ignoreOnce: "Ignore once",
  ignoreRule: "Ignore this rule here",
  close: "Close",
  held: (flags: number) => (flags === 1 ? "Not sent yet: this must not go out as it is." : `Not sent yet: ${flags} places must not go out as they are.`),
  sendAnyway: "Send anyway",
  whySend: "Why send it as it is?",
  sendNow: "Noted. Send it once more, and it goes.",
  copy: (text: string) => `Copy “${text}”`,
  copied: (text: string) => `Copied: “${text}”`,
  notCopied: (text: string) => `This page does not let text be copied. The wording is “${text}”.`,
  byHand: (text: string) =>
    text === "" ? "This editor would not let the words be taken out. Please delete them by hand." : `This editor would not take the change. Please write “${text}” by hand.`,
  unsettled: "This editor took the change in part. Please look at the sentence, and undo once if it is not right.",
  stale: "The text changed in the meantime. Nothing was touched.",
  label: "Style guide hint",
};
