/**
 * Escalations by route: what was promised, what was kept, what waits.
 */
import { ChartFrame } from "./chart_frame.tsx";
import type { Sheet } from "./figures.ts";
import type { Figure } from "./model.ts";
import { NumberButton } from "./number_button.tsx";
import { names, partName } from "./words.ts";

const STATES = ["opened", "open", "overdue"];
const MEASURES = ["sla_respond", "acknowledge_p50", "acknowledge_p90", "sla_resolve", "decide_p50", "decide_p90"];

/** What is late must not be looked for. */
const tone = ({ part, value }: Figure) => (part === "overdue" && value ? "late" : "");

export function Routes({ sheet }: { sheet: Sheet }) {
  const routes = sheet.keys("route_escalations");
  const row = (route: string): Figure[] => [
    ...STATES.map((state) => sheet.of(route ? "route_escalations" : "escalations", route, state)),
    ...MEASURES.map((name) => sheet.of(route ? `route_${name}` : name, route)),
  ];
  return (
    <ChartFrame
      id="routes"
      title="Escalations and their SLA"
      names={["escalations", ...MEASURES]}
      data={{ columns: ["route", ...STATES, ...MEASURES], rows: [...routes, ...(routes.length > 0 ? [""] : [])].map((route) => [route || "all", ...row(route).map(({ value }) => value)]) }}
      table={
        routes.length === 0 ? <p class="quiet">Nothing was escalated in this time.</p> : (
          <table>
            <caption class="unseen">Escalations by route</caption>
            <thead>
              <tr>
                <th scope="col">Route</th>
                {STATES.map((state) => <th key={state} scope="col" class="number">{partName(state)}</th>)}
                {MEASURES.map((name) => <th key={name} scope="col" class="number">{names[name]}</th>)}
              </tr>
            </thead>
            <tbody>
              {routes.map((route) => (
                <tr key={route}><th scope="row">{route}</th>{row(route).map((figure) => <td key={figure.name + figure.part} class="number"><NumberButton figure={figure} tone={tone(figure)} /></td>)}</tr>
              ))}
            </tbody>
            <tfoot>
              <tr><th scope="row">All routes</th>{row("").map((figure) => <td key={figure.name + figure.part} class="number"><NumberButton figure={figure} tone={tone(figure)} /></td>)}</tr>
            </tfoot>
          </table>
        )
      }
    />
  );
}
