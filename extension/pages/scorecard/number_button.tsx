/**
 * A number that opens the events behind it. One that is not known, or not shown, opens to say why.
 */
import { useContext } from "preact/hooks";
import { written } from "./figures.ts";
import type { Figure } from "./model.ts";
import { Page } from "./page_context.ts";
import { title } from "./words.ts";

export function NumberButton({ figure, large = false, tone = "" }: { figure: Figure; large?: boolean; tone?: string }) {
  const { unit, open } = useContext(Page);
  const text = written(figure, unit(figure.name));
  const known = figure.value !== null;
  return (
    <button
      type="button"
      class={`${large ? "figure-value" : "figure-link"} ${known ? tone : "unknown"}`}
      data-figure={[figure.name, figure.key, figure.part, ...(figure.group === undefined ? [] : [figure.group])].join("|")}
      aria-label={`${text}, ${title(figure)}: ${known ? "show the events" : "show why"}`}
      onClick={() => open(figure)}
    >
      {text}
    </button>
  );
}
