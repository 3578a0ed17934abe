/**
 * The bars of a chart as buttons: one stop of the Tab key for all of them, arrow keys from one to the next, Enter for
 * the events behind one.
 */
import type { ComponentChildren } from "preact";
import { useContext, useState } from "preact/hooks";
import { written } from "./figures.ts";
import type { Figure } from "./model.ts";
import { Page } from "./page_context.ts";
import { title } from "./words.ts";

export interface Bar {
  figure: Figure;
  shape: ComponentChildren;
  /** What is written beside it; its name says the same. */
  text?: ComponentChildren;
}

/** `told` places a line that names the bar under the pointer or the focus, for charts whose bars have no room for it. */
export function Bars({ bars, told }: { bars: Bar[]; told?: { x: number; y: number } }) {
  const { unit, open } = useContext(Page);
  const [wanted, setCurrent] = useState(0);
  const [pointed, setPointed] = useState<number>();
  const current = Math.min(wanted, bars.length - 1);
  const move = (event: KeyboardEvent, to: number) => {
    event.preventDefault();
    const next = Math.max(0, Math.min(bars.length - 1, to));
    setCurrent(next);
    const own = event.currentTarget as Element;
    const all = own.parentElement?.querySelectorAll<SVGElement>(":scope > [role=button]");
    all?.[next]?.focus();
  };
  const press = (event: KeyboardEvent, index: number, figure: Figure) => {
    if (event.key === "ArrowRight" || event.key === "ArrowDown") move(event, index + 1);
    else if (event.key === "ArrowLeft" || event.key === "ArrowUp") move(event, index - 1);
    else if (event.key === "Home") move(event, 0);
    else if (event.key === "End") move(event, bars.length - 1);
    else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      open(figure);
    }
  };
  const named = pointed === undefined ? undefined : bars[pointed]?.figure;
  return (
    <>
      <g role="group" aria-label="Bars: arrow keys move, Enter shows the events">
        {bars.map(({ figure, shape }, index) => (
          <g
            key={`${figure.key}|${figure.part}`}
            role="button"
            class="bar"
            tabIndex={index === current ? 0 : -1}
            aria-label={`${title(figure)}: ${written(figure, unit(figure.name))}`}
            data-figure={`${figure.name}|${figure.key}|${figure.part}`}
            onFocus={() => {
              setCurrent(index);
              setPointed(index);
            }}
            onBlur={() => setPointed(undefined)}
            onPointerEnter={() => setPointed(index)}
            onPointerLeave={() => setPointed(undefined)}
            onClick={() => open(figure)}
            onKeyDown={(event) => press(event, index, figure)}
          >
            {shape}
          </g>
        ))}
      </g>
      <g aria-hidden="true" class="texts">
        {bars.map(({ text }, index) => <g key={index}>{text}</g>)}
        {told && named && <text class="told" x={told.x} y={told.y} text-anchor="end">{title(named)}: {written(named, unit(named.name))}</text>}
      </g>
    </>
  );
}
