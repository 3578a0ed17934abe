/**
 * What it took to make AI text usable: edits by type, characters, bursts of typing, and the effort of prompting.
 */
import { ChartFrame } from "./chart_frame.tsx";
import type { Sheet } from "./figures.ts";
import { NumberButton } from "./number_button.tsx";
import { RankChart } from "./rank_chart.tsx";
import { partName, title } from "./words.ts";

const EDITS = ["insertions", "deletions", "substitutions", "shifts"];
const OTHERS: [name: string, part?: string][] = [
  ["generation_inserted"], ["generation_deleted"], ["product_process"], ["generation_bursts", "p"], ["generation_bursts", "r"],
  ["generation_touch"], ["prompts_sent"], ["prompt_touch"],
];

export function EffortPanel({ sheet }: { sheet: Sheet }) {
  const edits = EDITS.map((part) => sheet.of("ter_edits", "", part));
  const figures = [...edits, ...OTHERS.map(([name, part]) => sheet.of(name, "", part))];
  const isKnown = edits.some(({ value }) => value !== null);
  return (
    <ChartFrame
      id="effort"
      title="Effort on AI text"
      says="Edits between what the tools gave and what stands now, by type."
      names={["ter_edits", ...new Set(OTHERS.map(([name]) => name))]}
      data={{ columns: ["number", "part", "value"], rows: figures.map(({ name, part, value }) => [name, part, value]) }}
      chart={isKnown ? <RankChart label="Edits of AI text by type" rows={edits.map((figure) => ({ name: partName(figure.part), figure }))} /> : undefined}
      table={
        <table>
          <caption class="unseen">Effort on AI text</caption>
          <thead><tr><th scope="col">Measure</th><th scope="col" class="number">Value</th></tr></thead>
          <tbody>
            {figures.map((figure) => (
              <tr key={figure.name + figure.part}><th scope="row">{title(figure)}</th><td class="number"><NumberButton figure={figure} /></td></tr>
            ))}
          </tbody>
        </table>
      }
    />
  );
}
