/**
 * What every chart stands in: its title, the picture and its table side by side, how it is computed, and the ways to
 * take both out.
 */
import type { ComponentChildren } from "preact";
import { useContext, useRef } from "preact/hooks";
import { saveCsv, savePng, saveSvg, type Heading } from "./chart_export.ts";
import { Meaning } from "./meaning.tsx";
import { Page } from "./page_context.ts";

interface Props {
  id: string;
  title: string;
  says?: ComponentChildren;
  controls?: ComponentChildren;
  /** Names of the numbers that are shown. */
  names: string[];
  /** What is saved as CSV: names of columns, then rows. */
  data: { columns: string[]; rows: (string | number | null)[][] };
  chart?: ComponentChildren;
  table: ComponentChildren;
  /** What there is to say of what is not shown. */
  below?: ComponentChildren;
}

export function ChartFrame({ id, title, says, controls, names, data, chart, table, below }: Props) {
  const picture = useRef<HTMLDivElement>(null);
  const { scope } = useContext(Page);
  const take = (save: (svg: SVGSVGElement, headed: Heading) => unknown) => {
    const svg = picture.current?.querySelector("svg");
    if (svg) void save(svg, { name: id, title, label: svg.getAttribute("aria-label") ?? "", scope });
  };
  const empty = data.rows.length === 0;
  return (
    <section class="panel-card" aria-labelledby={`${id}-title`} id={id}>
      <div class="panel-head">
        <h2 id={`${id}-title`}>{title}</h2>
        {!empty && (
          <div class="takes" role="group" aria-label={`Save: ${title}`}>
            {chart && <button type="button" class="plain" onClick={() => take(saveSvg)}>SVG</button>}
            {chart && <button type="button" class="plain" onClick={() => take(savePng)}>PNG</button>}
            <button type="button" class="plain" onClick={() => saveCsv(data.columns, data.rows, id)}>CSV</button>
          </div>
        )}
      </div>
      {says && <p class="quiet small">{says}</p>}
      {controls && <div class="row controls">{controls}</div>}
      <div class={chart && !empty ? "beside" : ""}>
        {chart && !empty && <div class="picture" ref={picture}>{chart}</div>}
        <div class="table" tabIndex={0} role="region" aria-label={`Table: ${title}`}>{table}</div>
      </div>
      {below}
      <Meaning names={names} />
    </section>
  );
}
