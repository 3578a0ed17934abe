/**
 * Groups side by side. A group of fewer than five people is not shown, nor one that could be worked out from the others.
 */
import { ChartFrame } from "./chart_frame.tsx";
import { Sheet, written, type Unit } from "./figures.ts";
import type { Card, Cut } from "./model.ts";
import { names, partName, reason } from "./words.ts";

const COLUMNS: [string, Unit][] = [
  ["drafts", "count"], ["touch", "milliseconds"], ["generations", "count"], ["hter", "ratio"], ["retention", "ratio"],
  ["first_pass", "ratio"], ["flags_per_1000_words", "per_thousand"], ["sla_resolve", "ratio"],
];

export function Comparison({ card, cut }: { card: Card; cut: Cut }) {
  const groups = Object.entries(card.groups).map(([name, numbers]) => ({ name, sheet: new Sheet(numbers) }));
  return (
    <ChartFrame
      id="groups"
      title={`Side by side: ${cut}`}
      says={card.hidden_people > 0 ? `Not shown: groups of ${card.hidden_people} ${card.hidden_people === 1 ? "person" : "people"}. A group needs five people, and none may be left over alone.` : undefined}
      names={COLUMNS.map(([name]) => name)}
      data={{ columns: [cut, ...COLUMNS.map(([name]) => name)], rows: groups.map(({ name, sheet }) => [name, ...COLUMNS.map(([each]) => sheet.of(each).value)]) }}
      table={
        groups.length === 0 ? <p class="quiet">No group may be shown.</p> : (
          <table>
            <caption class="unseen">Groups by {cut}</caption>
            <thead><tr><th scope="col">{cut}</th>{COLUMNS.map(([name]) => <th key={name} scope="col" class="number">{names[name]}</th>)}</tr></thead>
            <tbody>
              {groups.map(({ name, sheet }) => (
                <tr key={name}>
                  <th scope="row">{partName(name)}</th>
                  {COLUMNS.map(([each, unit]) => {
                    const figure = sheet.of(each);
                    return <td key={each} class="number">{figure.value === null ? <span class="unknown" title={reason(figure)}>unknown<span class="unseen">: {reason(figure)}</span></span> : written(figure, unit)}</td>;
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        )
      }
    />
  );
}
