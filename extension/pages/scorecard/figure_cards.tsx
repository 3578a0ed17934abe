/**
 * The figures that are looked at first, each with what it is divided and how it is computed.
 */
import { count } from "../words.ts";
import type { Sheet } from "./figures.ts";
import { duration } from "./figures.ts";
import { Meaning } from "./meaning.tsx";
import type { Figure } from "./model.ts";
import { NumberButton } from "./number_button.tsx";
import { names, reason } from "./words.ts";

const SHOWN = ["touch", "first_pass", "hter", "retention", "iterations", "flags_per_1000_words", "sla_resolve", "rework_cost"];

/** What stands small below a figure. */
function beside(figure: Figure, sheet: Sheet): string {
  const { name, amount, of } = figure;
  if (figure.value === null) return reason(figure);
  const other = (which: string) => sheet.of(which).value;
  switch (name) {
    case "touch": {
      const each = other("touch_per_shipped");
      return each === null ? "no draft shipped yet" : `${duration(each, true)} per shipped draft`;
    }
    case "first_pass": return `${count(amount ?? 0)} of ${count(of ?? 0)} drafts with AI text`;
    case "hter": return `${count(amount ?? 0)} edits in ${count(of ?? 0)} words`;
    case "retention": return `${count(amount ?? 0)} of ${count(of ?? 0)} words given`;
    case "iterations": return `${count(amount ?? 0)} generations, ${count(of ?? 0)} drafts`;
    case "flags_per_1000_words": return `${count(amount ?? 0)} flags in ${count(of ?? 0)} words`;
    case "sla_resolve": return `${count(amount ?? 0)} of ${count(of ?? 0)} decisions due`;
    case "rework_cost": {
      const saved = other("saved");
      return saved === null ? "nobody logged time as saved" : `beside ${count(saved)} min logged as saved`;
    }
    default: return "";
  }
}

export function FigureCards({ sheet }: { sheet: Sheet }) {
  return (
    <section aria-labelledby="figures-title">
      <h2 id="figures-title" class="unseen">Key figures</h2>
      <ul class="cards">
        {SHOWN.map((name) => {
          const figure = sheet.of(name);
          return (
            <li key={name} data-card={name}>
              <h3>{names[name]}</h3>
              <NumberButton figure={figure} large />
              <p class="quiet small">{beside(figure, sheet)}</p>
              <Meaning names={[name]} />
            </li>
          );
        })}
      </ul>
    </section>
  );
}
