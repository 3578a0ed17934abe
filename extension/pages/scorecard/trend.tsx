/**
 * One measure over time, by day or by week.
 */
import { useState } from "preact/hooks";
import { ChartFrame } from "./chart_frame.tsx";
import type { Sheet } from "./figures.ts";
import { NumberButton } from "./number_button.tsx";
import { TimeChart } from "./time_chart.tsx";
import { partName } from "./words.ts";

const MEASURES = ["touch", "generations", "flags", "resolved", "dismissed", "escalations", "shipped", "first_pass", "hter", "retention"];
const SHARES = new Set(["first_pass", "hter", "retention"]);
const DAY = 86_400_000;
/** Beyond so many days, weeks are easier to read; beyond so many weeks, only those that have events are drawn. */
const MOST_DAYS = 62;
const MOST_PERIODS = 400;

/** Every day or week from the first to the last that has events. */
function whole(keys: string[], step: number): string[] {
  const [first, last] = [Date.parse(keys[0] ?? ""), Date.parse(keys.at(-1) ?? "")];
  if (Number.isNaN(first) || Number.isNaN(last) || (last - first) / step > MOST_PERIODS) return keys;
  const all = [];
  for (let at = first; at <= last; at += step) all.push(new Date(at).toISOString().slice(0, 10));
  return all;
}

export function Trend({ sheet }: { sheet: Sheet }) {
  const [measure, setMeasure] = useState("touch");
  const days = sheet.keys("day");
  const [chosen, setBy] = useState<"day" | "week">();
  const by = chosen ?? (days.length > MOST_DAYS ? "week" : "day");
  const keys = sheet.keys(by);
  const periods = whole(keys, by === "day" ? DAY : 7 * DAY).map((key) => ({ key, figure: sheet.get(by, key, measure) }));
  const told = keys.map((key) => sheet.of(by, key, measure));
  return (
    <ChartFrame
      id="trend"
      title="Trend"
      names={[by]}
      controls={
        <>
          <label>Measure{" "}
            <select value={measure} onChange={(event) => setMeasure(event.currentTarget.value)}>
              {MEASURES.map((each) => <option key={each} value={each}>{partName(each)}</option>)}
            </select>
          </label>
          <label>By{" "}
            <select value={by} onChange={(event) => setBy(event.currentTarget.value as "day" | "week")}>
              <option value="day">day</option>
              <option value="week">week</option>
            </select>
          </label>
        </>
      }
      data={{ columns: [by, measure, "amount", "of"], rows: told.map(({ key, value, amount, of }) => [key, value, amount, of]) }}
      chart={<TimeChart label={`${partName(measure)} by ${by}`} periods={periods} shares={SHARES.has(measure)} />}
      table={
        told.length === 0 ? <p class="quiet">Nothing was logged in this time.</p> : (
          <table>
            <caption class="unseen">{partName(measure)} by {by}</caption>
            <thead><tr><th scope="col">{by === "day" ? "Day" : "Week of"}</th><th scope="col" class="number">{partName(measure)}</th></tr></thead>
            <tbody>
              {told.toReversed().map((figure) => (
                <tr key={figure.key}><th scope="row">{figure.key}</th><td class="number"><NumberButton figure={figure} /></td></tr>
              ))}
            </tbody>
          </table>
        )
      }
    />
  );
}
