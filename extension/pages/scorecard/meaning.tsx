/**
 * How a number is computed, in the engine's own words, and whose measure it is.
 */
import { useContext } from "preact/hooks";
import { Page } from "./page_context.ts";
import { names as called } from "./words.ts";

export function Meaning({ names, label = "How it is computed" }: { names: string[]; label?: string }) {
  const { definition } = useContext(Page);
  const found = names.map((name) => definition(name)).filter((each) => each !== undefined);
  return (
    <details class="meaning">
      <summary>{label}<span class="unseen">: {called[names[0] ?? ""] ?? names[0]}</span></summary>
      {found.map((each) => (
        <p key={each.name}>
          {found.length > 1 && <b>{called[each.name] ?? each.name}. </b>}
          {each.meaning}
          {each.source && <span class="quiet"> {each.source}.</span>}
        </p>
      ))}
    </details>
  );
}
