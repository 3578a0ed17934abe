/**
 * A number that opens the events behind it. One that is not known says so, and why, and opens nothing.
 */
import { useContext } from "preact/hooks";
import { written } from "./figures.ts";
import type { Figure } from "./model.ts";
import { Page } from "./page_context.ts";
import { reason, title } from "./words.ts";

export function NumberButton({ figure, large = false }: { figure: Figure; large?: boolean }) {
  const { unit, open } = useContext(Page);
  const text = written(figure, unit(figure.name));
  const kind = large ? "figure-value" : "figure-link";
  if (figure.value === null) {
    return <span class={`${kind} unknown`} title={reason(figure)}>unknown{!large && <span class="unseen">: {reason(figure)}</span>}</span>;
  }
  return (
    <button type="button" class={kind} data-figure={`${figure.name}|${figure.key}|${figure.part}`} aria-label={`${text}, ${title(figure)}: show the events`} onClick={() => open(figure)}>
      {text}
    </button>
  );
}
