/**
 * Every number that is of all, with how it is computed: nothing of the scorecard is left out of the page.
 */
import { useContext } from "preact/hooks";
import { saveCsv } from "./chart_export.ts";
import type { Sheet } from "./figures.ts";
import { NumberButton } from "./number_button.tsx";
import { Page } from "./page_context.ts";
import { title } from "./words.ts";

export function AllFigures({ sheet }: { sheet: Sheet }) {
  const { definition } = useContext(Page);
  const figures = sheet.numbers.numbers.filter(({ key }) => key === "");
  // What may not be shown is left out: an empty cell says that it is unknown.
  const rows = () => sheet.numbers.numbers.filter(({ withheld }) => !withheld).map(({ name, key, part, value, amount, of }) => [name, key, part, value, amount, of]);
  return (
    <section class="panel-card" aria-labelledby="all-title" id="all">
      <div class="panel-head">
        <h2 id="all-title">Every number</h2>
        <button type="button" class="plain" onClick={() => saveCsv(["name", "key", "part", "value", "amount", "of"], rows(), "scorecard")}>CSV of all numbers</button>
      </div>
      <details>
        <summary>Show all {figures.length}, with how each is computed</summary>
        <div class="table tall" tabIndex={0} role="region" aria-label="Table: every number">
          <table>
            <thead><tr><th scope="col">Number</th><th scope="col" class="number">Value</th><th scope="col">How it is computed</th></tr></thead>
            <tbody>
              {figures.map((figure) => (
                <tr key={figure.name + figure.part}>
                  <th scope="row">{title(figure)}</th>
                  <td class="number"><NumberButton figure={figure} /></td>
                  <td class="small quiet">{definition(figure.name)?.meaning} {definition(figure.name)?.source}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </section>
  );
}
