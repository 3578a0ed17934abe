/**
 * AI tools side by side: what they gave and what was left of it.
 */
import { ChartFrame } from "./chart_frame.tsx";
import type { Sheet } from "./figures.ts";
import { NumberButton } from "./number_button.tsx";
import { RankChart } from "./rank_chart.tsx";
import { WithheldRows } from "./withheld.tsx";
import { names } from "./words.ts";

const COLUMNS = ["tool_generations", "tool_hter", "tool_retention"];

export function Tools({ sheet }: { sheet: Sheet }) {
  const tools = [...new Set(COLUMNS.flatMap((name) => sheet.keys(name)))].toSorted();
  const drawn = tools.filter((tool) => sheet.of("tool_hter", tool).value !== null);
  return (
    <ChartFrame
      id="tools"
      title="Effort by AI tool"
      says="HTER: edits per word of the final text. Less is better."
      names={["tool_generations", "tool_hter", "tool_retention"]}
      data={{ columns: ["tool", ...COLUMNS], rows: tools.map((tool) => [tool, ...COLUMNS.map((name) => sheet.of(name, tool).value)]) }}
      chart={drawn.length > 0 ? <RankChart label="HTER by tool" rows={drawn.map((tool) => ({ name: tool, figure: sheet.of("tool_hter", tool) }))} /> : undefined}
      table={
        tools.length === 0 ? <p class="quiet">No AI tool is known by name in this time.</p> : (
          <table>
            <caption class="unseen">AI tools</caption>
            <thead><tr><th scope="col">Tool</th>{COLUMNS.map((name) => <th key={name} scope="col" class="number">{names[name]}</th>)}</tr></thead>
            <tbody>
              {tools.map((tool) => (
                <tr key={tool}><th scope="row">{tool}</th>{COLUMNS.map((name) => <td key={name} class="number"><NumberButton figure={sheet.of(name, tool)} /></td>)}</tr>
              ))}
            </tbody>
          </table>
        )
      }
      below={<WithheldRows rows={sheet.withheld("tool_generations")} one="tool is" many="tools are" />}
    />
  );
}
