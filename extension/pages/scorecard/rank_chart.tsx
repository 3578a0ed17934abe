/**
 * Bars from left to right, one a line, each with its name and its value: for rankings, funnels and counts by reason.
 */
import { scaleBand, scaleLinear } from "d3-scale";
import { useContext } from "preact/hooks";
import { Bars, type Bar } from "./bars.tsx";
import { written } from "./figures.ts";
import type { Figure } from "./model.ts";
import { Page } from "./page_context.ts";
import { useWidth } from "./use_width.ts";

interface Props {
  label: string;
  rows: { name: string; figure: Figure; tone?: string }[];
  /** What a full bar is; else the longest. */
  whole?: number;
}

const LINE = 40;

export function RankChart({ label, rows, whole }: Props) {
  const { unit } = useContext(Page);
  const { ref, width } = useWidth(520);
  const height = rows.length * LINE + 4;
  const y = scaleBand().domain(rows.map((_, index) => String(index))).range([0, rows.length * LINE]);
  const most = whole ?? Math.max(0, ...rows.map(({ figure }) => figure.value ?? 0));
  const x = scaleLinear().domain([0, most || 1]).range([0, width - 8]);
  const letters = Math.floor((width - 90) / 7.4);
  const bars: Bar[] = rows.map(({ name, figure, tone }, index) => {
    const top = y(String(index)) ?? 0;
    return {
      figure,
      shape: (
        <>
          <rect class="reach" x={0} y={top + 1} width={width} height={LINE - 2} rx={4} />
          <rect class="track" x={4} y={top + 23} width={width - 8} height={8} rx={4} />
          {(figure.value ?? 0) > 0 && <rect class={`fill ${tone ?? ""}`} x={4} y={top + 23} width={Math.max(3, x(figure.value ?? 0))} height={8} rx={4} />}
        </>
      ),
      text: (
        <>
          <text class="name" x={4} y={top + 16}>{name.length > letters ? `${name.slice(0, letters - 1)}…` : name}</text>
          <text class="value" x={width - 4} y={top + 16} text-anchor="end">{written(figure, unit(figure.name))}</text>
        </>
      ),
    };
  });
  return (
    <div ref={ref}>
      <svg class="chart" viewBox={`0 0 ${width} ${height}`} height={height} role="group" aria-label={label}><Bars bars={bars} /></svg>
    </div>
  );
}
