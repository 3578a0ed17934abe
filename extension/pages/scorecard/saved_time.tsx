/**
 * Lets a person log the time that AI text saved them, which nothing can measure. Says that it is kept only when it is.
 */
import { useState } from "preact/hooks";
import { plural } from "../words.ts";

/** A working day; more at once is a slip of the keys. */
const MOST = 1_440;

export function SavedTime({ keep }: { keep(minutes: number): Promise<void> }) {
  const [minutes, setMinutes] = useState("");
  const [said, say] = useState("");
  const number = Number(minutes);
  const fits = minutes !== "" && Number.isInteger(number) && number !== 0 && Math.abs(number) <= MOST;
  const submit = (event: Event) => {
    event.preventDefault();
    if (!fits) return say(`Write whole minutes, up to ${MOST}; below 0 for time that was lost.`);
    say("");
    keep(number).then(
      () => {
        setMinutes("");
        say(number > 0 ? `Logged: ${plural(number, "minute", "minutes")} saved.` : `Logged: ${plural(-number, "minute", "minutes")} lost.`);
      },
      (error: unknown) => say(String(error)),
    );
  };
  return (
    <form class="row saved" onSubmit={submit} noValidate>
      <label>Minutes that AI text saved you{" "}
        <input type="number" id="saved-minutes" step="1" min={-MOST} max={MOST} value={minutes} onInput={(event) => setMinutes(event.currentTarget.value)} aria-describedby="saved-said" />
      </label>
      <button type="submit">Log</button>
      <span role="status" id="saved-said" class="small">{said}</span>
    </form>
  );
}
