/**
 * One measure over time, by day or by week.
 */
import { useState } from "preact/hooks";
import { ChartFrame } from "./chart_frame.tsx";
import type { Sheet } from "./figures.ts";
import { NumberButton } from "./number_button.tsx";
import { TimeChart } from "./time_chart.tsx";
import { WithheldRows } from "./withheld.tsx";
import { dayName, partName } from "./words.ts";

const MEASURES = ["touch", "generations", "flags", "resolved", "dismissed", "escalations", "shipped", "first_pass", "hter", "retention"];
const SHARES = new Set(["first_pass", "hter", "retention"]);
const DAY = 86_400_000;
/** Beyond so many days, weeks are easier to read. */
const MOST_DAYS = 62;
/** A clock that was set wrong can put years between two events: then only the times that have events are drawn. */
const MOST_PERIODS = 4_000;

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
  const days = sheet.all("day").filter(({ part }) => part === measure);
  const [chosen, setBy] = useState<"day" | "week">();
  const wide = (Date.parse(days.at(-1)?.key ?? "") - Date.parse(days[0]?.key ?? "")) / DAY > MOST_DAYS;
  const by = chosen ?? (wide || days.some(({ withheld }) => withheld) ? "week" : "day");
  const all = sheet.all(by).filter(({ part }) => part === measure);
  const keys = all.map(({ key }) => key);
  const periods = whole(keys, by === "day" ? DAY : 7 * DAY).map((key) => ({ key, figure: sheet.get(by, key, measure) }));
  const told = all.filter(({ withheld }) => !withheld);
  return (
    <ChartFrame
      id="trend"
      title="Over time"
      names={by === "day" ? [measure, "day"] : [measure, "day", "week"]}
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
        told.length === 0 ? <p class="quiet">{all.length === 0 ? "Nothing was logged in this time." : `No ${by} may be shown.`}</p> : (
          <table>
            <caption class="unseen">{partName(measure)} by {by}</caption>
            <thead><tr><th scope="col">{by === "day" ? "Day" : "Week of"}</th><th scope="col" class="number">{partName(measure)}</th></tr></thead>
            <tbody>
              {told.toReversed().map((figure) => (
                <tr key={figure.key}><th scope="row">{dayName(figure.key)}</th><td class="number"><NumberButton figure={figure} /></td></tr>
              ))}
            </tbody>
          </table>
        )
      }
      below={<WithheldRows rows={all.length - told.length} one={`${by} is`} many={`${by}s are`} />}
    />
  );
}
