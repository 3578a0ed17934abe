/**
 * Takes exports of several people, as JSON Lines or CSV. They are read here and sent nowhere.
 */
import { useState } from "preact/hooks";
import type { Source } from "./model.ts";

interface Props {
  files: Source[];
  add(files: File[]): void;
  clear(): void;
}

export function DropArea({ files, add, clear }: Props) {
  const [over, setOver] = useState(false);
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
      <label>
        Choose files or drop them here: JSON Lines or CSV, exported by Housestyle. They are read in this browser and sent nowhere.<br />
        <input
          type="file"
          id="exports"
          multiple
          accept=".jsonl,.ndjson,.csv"
          onChange={(event) => {
            add([...(event.currentTarget.files ?? [])]);
            event.currentTarget.value = "";
          }}
        />
      </label>
      {files.length > 0 && (
        <div class="row">
          <ul class="files" aria-label="Files that are read">{files.map((file, index) => <li key={index}>{file.name}</li>)}</ul>
          <button type="button" onClick={clear}>Take them out</button>
        </div>
      )}
    </section>
  );
}
