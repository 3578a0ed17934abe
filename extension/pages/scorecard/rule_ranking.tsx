/**
 * Rules by what they cost, and those that are mostly dismissed, which is the guide's fault.
 */
import { useState } from "preact/hooks";
import { plural } from "../words.ts";
import { ChartFrame } from "./chart_frame.tsx";
import type { Sheet } from "./figures.ts";
import { NumberButton } from "./number_button.tsx";
import { RankChart } from "./rank_chart.tsx";
import { WithheldRows } from "./withheld.tsx";
import { names } from "./words.ts";

const COLUMNS = ["rule_cost", "rule_flags", "rule_flags_per_1000_words", "rule_open", "rule_dismissal", "rule_resolve_p50"];
const DRAWN = 10;

export function RuleRanking({ sheet }: { sheet: Sheet }) {
  const [by, setBy] = useState("rule_cost");
  const rules = sheet.all(by).filter(({ withheld }) => !withheld).toSorted((a, b) => (b.value ?? -1) - (a.value ?? -1)).map(({ key }) => key);
  const mostly = sheet.all("rule_mostly_dismissed").filter(({ withheld }) => !withheld);
  return (
    <>
      <ChartFrame
        id="rules"
        title="Rules by cost"
        says="Touch time shared out among the rules that flagged the draft: an allocation, not a measurement."
        names={[...COLUMNS, "touch_without_flags"]}
        controls={
          <label>Rank by{" "}
            <select value={by} onChange={(event) => setBy(event.currentTarget.value)}>
              {COLUMNS.map((name) => <option key={name} value={name}>{names[name]}</option>)}
            </select>
          </label>
        }
        data={{ columns: ["rule", "owner", ...COLUMNS], rows: rules.map((rule) => [rule, sheet.owner(rule), ...COLUMNS.map((name) => sheet.of(name, rule).value)]) }}
        chart={<RankChart label={`Rules by ${names[by]?.toLowerCase()}`} rows={rules.slice(0, DRAWN).map((rule) => ({ name: rule, figure: sheet.of(by, rule) }))} />}
        table={
          rules.length === 0 ? <p class="quiet">No rule raised a flag in this time.</p> : (
            <table>
              <caption class="unseen">Rules by {names[by]}</caption>
              <thead>
                <tr><th scope="col">Rule</th><th scope="col">Owner</th>{COLUMNS.map((name) => <th key={name} scope="col" class="number">{names[name]}</th>)}</tr>
              </thead>
              <tbody>
                {rules.map((rule) => (
                  <tr key={rule}>
                    <th scope="row"><code>{rule}</code></th>
                    <td class="small nowrap">{sheet.owner(rule)}</td>
                    {COLUMNS.map((name) => <td key={name} class="number"><NumberButton figure={sheet.of(name, rule)} /></td>)}
                  </tr>
                ))}
              </tbody>
              <tfoot>
                <tr><th scope="row" colSpan={2}>On no rule's account</th><td class="number"><NumberButton figure={sheet.of("touch_without_flags")} /></td><td colSpan={COLUMNS.length - 1} /></tr>
              </tfoot>
            </table>
          )
        }
        below={<WithheldRows rows={sheet.withheld("rule_cost")} one="rule is" many="rules are" />}
      />
      {mostly.length > 0 && (
        <section class="notice warn" aria-labelledby="mostly-title" id="mostly">
          <h2 id="mostly-title">Mostly dismissed: for the owners of these rules</h2>
          <p>Where writers set most of a rule's flags aside, look at the guide, not at the writers.</p>
          <ul>
            {mostly.map((figure) => (
              <li key={figure.key}>
                {sheet.owner(figure.key) && <><b>{sheet.owner(figure.key)}</b>, who owns </>}<code>{figure.key}</code>: <NumberButton figure={figure} /> of its {plural(figure.of ?? 0, "flag", "flags")} that ended were dismissed.
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
