/**
 * How flags ended, and why they were dismissed.
 */
import { ChartFrame } from "./chart_frame.tsx";
import type { Sheet } from "./figures.ts";
import { NumberButton } from "./number_button.tsx";
import { RankChart } from "./rank_chart.tsx";
import { names, partName } from "./words.ts";

export function Endings({ sheet }: { sheet: Sheet }) {
  const open = sheet.of("flags_open");
  const ended = [...sheet.all("flags_ended").toSorted((a, b) => (b.value ?? 0) - (a.value ?? 0)), ...(open.value ? [open] : [])];
  const reasons = sheet.all("dismissed");
  return (
    <ChartFrame
      id="endings"
      title="How flags ended"
      names={["flags_ended", "flags_open", "dismissed", "resolve_p50", "resolve_p90"]}
      data={{ columns: ["number", "part", "flags"], rows: [...ended, ...reasons].map(({ name, part, value }) => [name, part, value]) }}
      chart={<RankChart label="Flags by how they ended" rows={ended.map((figure) => ({ name: figure.name === "flags_open" ? "Still open" : partName(figure.part), figure, tone: figure.name === "flags_open" ? "waits" : "" }))} />}
      table={
        ended.length === 0 ? <p class="quiet">No flag was raised in this time.</p> : (
          <table>
            <caption class="unseen">Flags by how they ended, and dismissals by reason</caption>
            <thead><tr><th scope="col">Ended</th><th scope="col" class="number">Flags</th></tr></thead>
            <tbody>
              {ended.map((figure) => (
                <tr key={figure.name + figure.part}><th scope="row">{figure.name === "flags_open" ? "Still open" : partName(figure.part)}</th><td class="number"><NumberButton figure={figure} /></td></tr>
              ))}
            </tbody>
            <tbody>
              {["resolve_p50", "resolve_p90"].map((name) => (
                <tr key={name}><th scope="row">{names[name]}</th><td class="number"><NumberButton figure={sheet.of(name)} /></td></tr>
              ))}
            </tbody>
            {reasons.length > 0 && (
              <tbody>
                <tr><th scope="rowgroup" colSpan={2} class="group">Dismissed, by reason</th></tr>
                {reasons.map((figure) => (
                  <tr key={figure.part}><th scope="row">{partName(figure.part)}</th><td class="number"><NumberButton figure={figure} /></td></tr>
                ))}
              </tbody>
            )}
          </table>
        )
      }
    />
  );
}
