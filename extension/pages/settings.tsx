/**
 * Fields for what is kept elsewhere. What a person is changing is theirs: until that very change is answered, no answer to
 * an earlier one, and nothing else that is drawn anew, may take its place.
 */
import { useId, useState } from "preact/hooks";

/** What is shown of a kept value: what the person has last made of it, or, once that is answered, what is kept. */
export function useHeld<T>(kept: T) {
  const [held, setHeld] = useState<{ value: T }>();
  const hold = (value: T) => setHeld({ value });
  const release = (value: T) => setHeld((now) => (now?.value === value ? undefined : now));
  /** Holds until `set` has been answered, however. */
  const during = async (value: T, set: () => unknown) => {
    hold(value);
    try {
      await set();
    } finally {
      release(value);
    }
  };
  return { shown: held ? held.value : kept, hold, release, during };
}

interface NumberProps {
  id: string;
  kept: number | null;
  min: number;
  max: number;
  /** Whole numbers unless told otherwise. */
  step?: number;
  /** What an empty field says; without it there has to be a number. */
  none?: string;
  disabled?: boolean;
  set(value: number | null): unknown;
}

/** A number. One that will not do is told and not taken; what was kept stays in force. */
export function NumberSetting({ id, kept, min, max, step = 1, none, disabled, set }: NumberProps) {
  const keptText = kept === null ? "" : String(kept);
  const field = useHeld(keptText);
  const [wrong, setWrong] = useState(false);
  const problem = useId();
  const take = (input: HTMLInputElement) => {
    const { value: text, valueAsNumber: number, validity } = input;
    const fits = text === "" ? none !== undefined && !validity.badInput : number >= min && number <= max && (step !== 1 || Number.isInteger(number));
    setWrong(!fits);
    if (fits) void field.during(text, () => set(text === "" ? null : number));
  };
  return (
    <>
      <input
        type="number"
        id={id}
        min={min}
        max={max}
        step={step}
        inputMode={step === 1 ? "numeric" : "decimal"}
        placeholder={none}
        disabled={disabled}
        value={disabled ? keptText : field.shown}
        aria-invalid={wrong}
        aria-describedby={wrong ? problem : undefined}
        onInput={(event) => field.hold(event.currentTarget.value)}
        onChange={(event) => take(event.currentTarget)}
        onBlur={(event) => event.currentTarget.value === keptText && field.release(keptText)}
      />
      {wrong && (
        <span class="small wrong" role="alert" id={problem}>
          {" "}Write a {step === 1 ? "whole number" : "number"} from {min} to {max}{none === undefined ? "" : `, or nothing for “${none}”`}.
        </span>
      )}
    </>
  );
}

/** A choice between yes and no. */
export function CheckSetting({ kept, set }: { kept: boolean; set(on: boolean): Promise<unknown> }) {
  const field = useHeld(kept);
  return (
    <input
      type="checkbox"
      checked={field.shown}
      onChange={(event) => {
        const on = event.currentTarget.checked;
        void field.during(on, () => set(on));
      }}
    />
  );
}
