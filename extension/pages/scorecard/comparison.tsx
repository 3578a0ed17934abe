/**
 * Groups side by side. A group of fewer than five people is not shown, nor one that could be worked out from the others.
 */
import { ChartFrame } from "./chart_frame.tsx";
import { Sheet } from "./figures.ts";
import type { Card, Cut } from "./model.ts";
import { NumberButton } from "./number_button.tsx";
import { names, partName } from "./words.ts";

const COLUMNS = ["drafts", "touch", "generations", "hter", "retention", "first_pass", "flags_per_1000_words", "sla_resolve"];
/** What groups are called. */
const CUTS: Record<Cut, [one: string, many: string]> = { host: ["Host", "hosts"], surface: ["Surface", "surfaces"], channel: ["Channel", "channels"], guide: ["Guide", "guides"] };

export function Comparison({ card, cut }: { card: Card; cut: Cut }) {
  const groups = Object.entries(card.groups).map(([name, numbers]) => ({ name, sheet: new Sheet(numbers, name) }));
  return (
    <ChartFrame
      id="groups"
      title={`Side by side: ${CUTS[cut][1]}`}
      says={card.hidden_people > 0 ? `Not shown: groups of ${card.hidden_people} ${card.hidden_people === 1 ? "person" : "people"}. A group needs five people, and none may be left over alone.` : undefined}
      names={COLUMNS}
      data={{ columns: [cut, ...COLUMNS], rows: groups.map(({ name, sheet }) => [name, ...COLUMNS.map((each) => sheet.of(each).value)]) }}
      table={
        groups.length === 0 ? <p class="quiet">No group may be shown.</p> : (
          <table>
            <caption class="unseen">{CUTS[cut][1]} side by side</caption>
            <thead><tr><th scope="col">{CUTS[cut][0]}</th>{COLUMNS.map((name) => <th key={name} scope="col" class="number">{names[name]}</th>)}</tr></thead>
            <tbody>
              {groups.map(({ name, sheet }) => (
                <tr key={name}>
                  <th scope="row">{partName(name)}</th>
                  {COLUMNS.map((each) => <td key={each} class="number"><NumberButton figure={sheet.of(each)} /></td>)}
                </tr>
              ))}
            </tbody>
          </table>
        )
      }
    />
  );
}
