/**
 * A measure over days or weeks: bars for amounts, a line with its points for shares. A time without a value is a gap,
 * never a zero.
 */
import { scaleBand, scaleLinear } from "d3-scale";
import { line } from "d3-shape";
import { Bars, type Bar } from "./bars.tsx";
import { dateLocale } from "../region.ts";
import { count } from "../words.ts";
import { written } from "./figures.ts";
import type { Figure } from "./model.ts";
import { useWidth } from "./use_width.ts";

interface Props {
  label: string;
  /** Every day or week of the span in order, with its number where the log has one. */
  periods: { key: string; figure: Figure | undefined }[];
  shares: boolean;
}

const HEIGHT = 240;
/** No bar is wider: a single day is no wall. */
const WIDEST = 44;
const EDGE = { top: 24, right: 8, bottom: 26, left: 64 };
const short = new Intl.DateTimeFormat(dateLocale, { day: "numeric", month: "short", timeZone: "UTC" });
const long = new Intl.DateTimeFormat(dateLocale, { month: "short", year: "numeric", timeZone: "UTC" });
/** Beyond this a day without its year does not tell when it was. */
const YEAR = 300 * 86_400_000;

export function TimeChart({ label, periods, shares }: Props) {
  const { ref, width } = useWidth(620);
  const known = periods.filter((each): each is { key: string; figure: Figure } => each.figure?.value != null);
  const most = Math.max(0, ...known.map(({ figure }) => figure.value ?? 0));
  const touch = known[0]?.figure.part === "touch";
  const x = scaleBand().domain(periods.map(({ key }) => key)).range([EDGE.left, width - EDGE.right]).padding(0.25);
  // Times are told in round minutes or hours, not in round milliseconds.
  const step = touch ? roundTime(most / 4) : 0;
  const top = shares && most <= 1 ? 1 : touch ? Math.max(1, Math.ceil(most / step)) * step : most || 1;
  const y = scaleLinear().domain([0, top]).range([HEIGHT - EDGE.bottom, EDGE.top]);
  if (!touch) y.nice(4);
  const ticks = touch ? range(step, top) : y.ticks(4).filter((tick) => shares || Number.isInteger(tick));
  const years = Date.parse(periods.at(-1)?.key ?? "") - Date.parse(periods[0]?.key ?? "") > YEAR;
  const unshown = periods.filter(({ figure }) => figure?.withheld);
  const middle = (key: string) => (x(key) ?? 0) + x.bandwidth() / 2;
  const every = Math.max(1, Math.ceil(periods.length / Math.max(2, Math.floor((width - EDGE.left) / 76))));
  const pieces = line<{ key: string; figure: Figure | undefined }>()
    .defined((each) => each.figure?.value != null)
    .x((each) => middle(each.key))
    .y((each) => y(each.figure?.value ?? 0));
  const thick = Math.max(1.5, Math.min(WIDEST, x.bandwidth()));
  const bars: Bar[] = known.map(({ key, figure }) => {
    const top = y(figure.value ?? 0);
    return {
      figure,
      shape: (
        <>
          <rect class="reach" x={x(key)} y={EDGE.top} width={x.bandwidth()} height={HEIGHT - EDGE.bottom - EDGE.top} />
          {shares ? (
            <circle class="point" cx={middle(key)} cy={top} r={4} />
          ) : (
            <rect class="fill" x={middle(key) - thick / 2} y={Math.min(top, HEIGHT - EDGE.bottom - 1)} width={thick} height={Math.max(1, HEIGHT - EDGE.bottom - top)} rx={Math.min(3, thick / 3)} />
          )}
        </>
      ),
    };
  });
  return (
    <div ref={ref}>
      <svg class="chart" viewBox={`0 0 ${width} ${HEIGHT}`} height={HEIGHT} role="group" aria-label={label}>
        <g aria-hidden="true">
          {ticks.map((tick) => (
            <g key={tick}>
              <line class="rule" x1={EDGE.left} x2={width - EDGE.right} y1={y(tick)} y2={y(tick)} />
              <text class="tick" x={EDGE.left - 8} y={y(tick) + 4} text-anchor="end">
                {known[0] ? (touch ? roundly(tick, step) : written({ ...known[0].figure, value: tick }, "mixed")) : tick}
              </text>
            </g>
          ))}
          <line class="base" x1={EDGE.left} x2={width - EDGE.right} y1={HEIGHT - EDGE.bottom} y2={HEIGHT - EDGE.bottom} />
          {periods.map(({ key }, index) => index % every === 0 && (
            <text key={key} class="tick" x={middle(key)} y={HEIGHT - 6} text-anchor="middle">{(years ? long : short).format(Date.parse(key))}</text>
          ))}
          {unshown.map(({ key }) => <line key={key} class="unshown" x1={x(key)} x2={(x(key) ?? 0) + x.bandwidth()} y1={HEIGHT - EDGE.bottom - 4} y2={HEIGHT - EDGE.bottom - 4} />)}
          {shares && <path class="line" d={pieces(periods) ?? ""} />}
        </g>
        {bars.length > 0 && <Bars bars={bars} told={{ x: width - EDGE.right, y: 12 }} />}
      </svg>
    </div>
  );
}

/** A tick's time in the unit that all ticks are round in. */
function roundly(ms: number, step: number): string {
  const [unit, sign] = step >= 3_600_000 ? [3_600_000, "h"] : step >= 60_000 ? [60_000, "min"] : [1_000, "s"];
  return ms === 0 ? "0" : `${count(ms / unit)} ${sign}`;
}

function roundTime(ms: number): number {
  const steps = [0.1, 0.5, 1, 5, 10, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 86_400].map((seconds) => seconds * 1_000);
  return steps.find((step) => step >= ms) ?? Math.ceil(ms / 86_400_000) * 86_400_000;
}

function range(step: number, most: number): number[] {
  const ticks = [];
  for (let tick = 0; tick <= most; tick += step) ticks.push(tick);
  return ticks;
}
