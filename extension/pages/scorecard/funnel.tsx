/**
 * How far drafts with AI text came: generated, clean, shipped.
 */
import { ChartFrame } from "./chart_frame.tsx";
import { percent, type Sheet } from "./figures.ts";
import { NumberButton } from "./number_button.tsx";
import { RankChart } from "./rank_chart.tsx";
import { partName } from "./words.ts";

const STAGES = ["generated", "clean", "shipped", "shipped_clean"];

export function Funnel({ sheet }: { sheet: Sheet }) {
  const stages = STAGES.map((stage) => sheet.of("funnel", "", stage));
  const all = stages[0]?.value ?? 0;
  const share = (value: number | null) => (value === null || all === 0 ? "unknown" : percent(value / all));
  return (
    <ChartFrame
      id="funnel"
      title="Generated, clean, shipped"
      says="Drafts with AI text."
      names={["funnel", "to_clean_p50", "to_shipped_p50"]}
      data={{ columns: ["stage", "drafts"], rows: all === 0 ? [] : stages.map(({ part, value }) => [part, value]) }}
      chart={<RankChart label="Drafts with AI text by stage" whole={all} rows={stages.map((figure) => ({ name: partName(figure.part), figure, tone: figure.part === "shipped_clean" ? "good" : "" }))} />}
      table={
        all === 0 ? <p class="quiet">No draft with AI text in this time.</p> : (
          <table>
            <caption class="unseen">Drafts with AI text by stage</caption>
            <thead><tr><th scope="col">Stage</th><th scope="col" class="number">Drafts</th><th scope="col" class="number">Of generated</th></tr></thead>
            <tbody>
              {stages.map((figure) => (
                <tr key={figure.part}><th scope="row">{partName(figure.part)}</th><td class="number"><NumberButton figure={figure} /></td><td class="number">{share(figure.value)}</td></tr>
              ))}
              <tr><th scope="row">To clean, median</th><td class="number"><NumberButton figure={sheet.of("to_clean_p50")} /></td><td /></tr>
              <tr><th scope="row">To shipped, median</th><td class="number"><NumberButton figure={sheet.of("to_shipped_p50")} /></td><td /></tr>
            </tbody>
          </table>
        )
      }
    />
  );
}
