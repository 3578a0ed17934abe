/**
 * Which time is looked at: some days back from today, all there is, or from one day to another.
 */
export interface Period {
  days: number | null;
  from: string;
  to: string;
}

/** The span in epoch milliseconds; days are those of this browser's time zone. */
export function span({ days, from, to }: Period, now: number): { from: number | null; to: number | null } {
  const midnight = (date: string, later: number) => {
    const [year, month, day] = date.split("-").map(Number);
    return date ? new Date(year!, month! - 1, day! + later).getTime() : null;
  };
  if (days === null) return { from: midnight(from, 0), to: midnight(to, 1) };
  const today = new Date(now);
  return { from: new Date(today.getFullYear(), today.getMonth(), today.getDate() - days + 1).getTime(), to: null };
}

/** The first day of the month of a moment, by this browser's time zone. */
function monthBegins(at: number): string {
  const day = new Date(at);
  return `${String(day.getFullYear()).padStart(4, "0")}-${String(day.getMonth() + 1).padStart(2, "0")}-01`;
}

export function PeriodPicker({ period, now, choose }: { period: Period; now: number; choose(period: Period): void }) {
  const custom = period.days === null;
  const value = custom ? (period.from || period.to ? "custom" : "all") : String(period.days);
  return (
    <fieldset class="inline">
      <legend class="unseen">Time</legend>
      <label>Time{" "}
        <select
          id="period"
          value={value}
          onChange={(event) => {
            const chosen = event.currentTarget.value;
            if (chosen === "all") choose({ days: null, from: "", to: "" });
            else if (chosen === "custom") choose({ days: null, from: monthBegins(now), to: "" });
            else choose({ days: Number(chosen), from: "", to: "" });
          }}
        >
          <option value="7">Last 7 days</option>
          <option value="30">Last 30 days</option>
          <option value="90">Last 90 days</option>
          <option value="all">All there is</option>
          <option value="custom">From one day to another</option>
        </select>
      </label>
      {value === "custom" && (
        <>
          <label>From <input type="date" value={period.from} onChange={(event) => choose({ ...period, from: event.currentTarget.value })} /></label>
          <label>To <input type="date" value={period.to} onChange={(event) => choose({ ...period, to: event.currentTarget.value })} /></label>
          {period.from > period.to && period.to !== "" && <p class="small backwards" role="alert">The first day comes after the last one.</p>}
        </>
      )}
    </fieldset>
  );
}
