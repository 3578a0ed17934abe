/**
 * Takes exports of several people, as JSON Lines or CSV, and says what came of each. They are read here and sent
 * nowhere.
 */
import { useRef, useState } from "preact/hooks";
import { plural } from "../words.ts";
import type { Source } from "./model.ts";

interface Props {
  files: Source[];
  /** What came of them, by their place; nothing of those that are not read yet. */
  came: ({ events: number; refusals: number } | undefined)[];
  add(files: File[]): void;
  remove(index: number): void;
  clear(): void;
}

export function DropArea({ files, came, add, remove, clear }: Props) {
  const [over, setOver] = useState(false);
  const choose = useRef<HTMLInputElement>(null);
  /** Whoever takes a file out by keyboard goes on from the place where they choose some. */
  const leave = (act: () => void) => {
    act();
    choose.current?.focus();
  };
  return (
    <section
      class={over ? "drop over" : "drop"}
      aria-labelledby="files-title"
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        add([...(event.dataTransfer?.files ?? [])]);
      }}
    >
      <h2 id="files-title">Exports of your team</h2>
      <label for="exports">Choose files or drop them here: JSON Lines or CSV, exported by Housestyle. They are read in this browser and sent nowhere.</label>
      <input
        ref={choose}
        type="file"
        id="exports"
        multiple
        accept=".jsonl,.ndjson,.csv"
        onChange={(event) => {
          add([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = "";
        }}
      />
      {files.length > 0 && (
        <>
          <ul class="files" aria-label="Files that are read">
            {files.map((file, index) => {
              const said = came[index];
              return (
                <li key={index} class={said && said.refusals > 0 ? "bad" : ""}>
                  <span>{file.name}</span>
                  {said && <small>{plural(said.events, "event", "events")}{said.refusals > 0 && `, ${plural(said.refusals, "line", "lines")} refused`}</small>}
                  <button type="button" class="plain" aria-label={`Take ${file.name} out`} onClick={() => leave(() => remove(index))}><span aria-hidden="true">×</span></button>
                </li>
              );
            })}
          </ul>
          <button type="button" onClick={() => leave(clear)}>Take {files.length === 1 ? "it" : "them"} out</button>
        </>
      )}
    </section>
  );
}
