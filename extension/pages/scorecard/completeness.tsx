/**
 * What the numbers do not hold: events that are missing, dropped, refused, or of a kind that is not known here.
 */
import { count, plural } from "../words.ts";
import type { Sheet } from "./figures.ts";
import type { Card } from "./model.ts";

/** At most so many are told one by one. */
const TOLD = 20;

export function Completeness({ card, sheet }: { card: Card; sheet: Sheet | undefined }) {
  const missing = sheet?.of("missing").value ?? 0;
  const dropped = sheet?.of("dropped").value ?? 0;
  const newer = Object.entries(card.newer ?? {});
  if (!missing && !dropped && !card.refusals && newer.length === 0 && !card.known) return null;
  return (
    <details class="notice completeness" open={card.refusals > 0}>
      <summary>
        {[
          missing > 0 && `${plural(missing, "event is", "events are")} missing${card.logs_with_gaps > 1 ? ` in ${count(card.logs_with_gaps)} logs` : ""}`,
          dropped > 0 && `${plural(dropped, "event was", "events were")} dropped by retention`,
          newer.length > 0 && "some events are of a newer version",
          card.refusals > 0 && `${plural(card.refusals, "line was", "lines were")} refused`,
          card.known > 0 && `${plural(card.known, "event came", "events came")} more than once and counts once`,
        ].filter(Boolean).join("; ")}
      </summary>
      <ul>
        {(card.missing ?? []).slice(0, TOLD).map(({ installation, from, to }) => (
          <li key={`${installation} ${from}`}>Installation ending {installation.slice(-6)}: positions {count(from)} to {count(to)} are missing.</li>
        ))}
        {newer.map(([kind, times]) => <li key={kind}>{count(times)} of kind {kind} not counted: a newer version of Housestyle knows what they are.</li>)}
        {card.refused.slice(0, TOLD).map((problem, index) => (
          <li key={index}><b>{problem.file}</b>{problem.line > 0 && `, line ${count(problem.line)}`}: {problem.field && <code>{problem.field}</code>} {problem.message}{problem.fix && ` (${problem.fix})`}</li>
        ))}
        {card.refusals > TOLD && <li>And {plural(card.refusals - TOLD, "line", "lines")} more.</li>}
      </ul>
    </details>
  );
}
