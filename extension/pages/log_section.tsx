/**
 * What is stored, and the ways to take it out, bring it back and erase it.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import type { PageReply, PageRequest } from "../wire.ts";
import { exportLog, importLog, tidy, type Format, type Imported } from "./log_transfer.ts";
import { count, kinds, plural, size, when } from "./words.ts";

type Store = Extract<PageReply, { type: "store" }>;

interface Props {
  store: Store;
  ask(request: PageRequest): Promise<PageReply>;
  say(message: string): void;
}

export function LogSection({ store, ask, say }: Props) {
  return (
    <section aria-labelledby="log">
      <h2 id="log">Log of rework</h2>
      <p><a href="scorecard.html">Open the scorecard</a> <span class="quiet">of what is logged here, and of exports of your team.</span></p>
      <p>
        Kept: rule ids, counts, lengths, times and keyed fingerprints.{" "}
        {store.quotes ? "Flagged words are kept, too, because you turned that on." : "No text: neither what you write nor what is flagged."}
      </p>
      <dl>
        <dt>Events</dt><dd id="events">{count(store.events)}</dd>
        <dt>First</dt><dd>{when(store.first)}</dd>
        <dt>Last</dt><dd>{when(store.last)}</dd>
        <dt>Drafts remembered</dt><dd>{count(store.drafts)}</dd>
        <dt>Space used</dt><dd>{size(store.bytes)}</dd>
        <dt>This installation</dt><dd><code>{store.installation}</code></dd>
      </dl>
      {store.kinds.length > 0 && (
        <div class="table">
          <table>
            <caption class="quiet small">Events by kind</caption>
            <thead><tr><th scope="col">Kind</th><th scope="col" class="number">Events</th></tr></thead>
            <tbody>
              {store.kinds.map(({ kind, count: number }) => (
                <tr key={kind}><td>{kinds[kind] ?? kind}</td><td class="number">{count(number)}</td></tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p>
        <label class="check">
          <input type="checkbox" checked={store.quotes} onChange={(event) => void ask({ type: "set_quotes", on: event.currentTarget.checked })} />
          <span>Keep the flagged words themselves in the log<br /><span class="quiet small">Off by default. Turn it on only if those who read your exports may see what you wrote.</span></span>
        </label>
      </p>
      <p>
        <label>
          A gap between edits of more than{" "}
          <input
            type="number"
            id="touch-gap"
            min={1}
            max={600}
            value={store.touch_gap}
            onChange={(event) => {
              const seconds = Math.round(event.currentTarget.valueAsNumber);
              if (seconds >= 1 && seconds <= 600) void ask({ type: "set_touch_gap", seconds });
              else event.currentTarget.value = String(store.touch_gap);
            }}
          />{" "}
          seconds is a pause, and no touch time
        </label>
        <br /><span class="quiet small">5 is usual in keystroke logging. It holds for what is logged from now on.</span>
      </p>
      <Export say={say} />
      <Import store={store} ask={ask} say={say} />
      <Erase ask={ask} say={say} events={store.events} />
    </section>
  );
}

function Export({ say }: { say(message: string): void }) {
  const [bom, setBom] = useState(false);
  const [progress, setProgress] = useState<{ done: number; total: number }>();
  useEffect(() => void tidy(), []);
  const run = async (format: Format) => {
    say("");
    setProgress({ done: 0, total: 1 });
    try {
      const events = await exportLog(format, bom, (done, total) => setProgress({ done, total }));
      say(`${plural(events, "event", "events")} exported.`);
    } catch (error) {
      say(`The export failed: ${String(error)}. Nothing was lost; try again.`);
    }
    setProgress(undefined);
  };
  const busy = progress !== undefined;
  return (
    <>
      <h3 id="export">Export</h3>
      <div class="row">
        <button type="button" class="first" disabled={busy} onClick={() => void run("jsonl")}>Export as JSON Lines</button>
        <button type="button" disabled={busy} onClick={() => void run("csv")}>Export as CSV</button>
        <label class="check">
          <input type="checkbox" checked={bom} onChange={(event) => setBom(event.currentTarget.checked)} />
          <span>Byte order mark, for Excel</span>
        </label>
      </div>
      {progress && <progress aria-label="Export" max={progress.total || 1} value={progress.done} />}
    </>
  );
}

function Import({ store, ask, say }: Props) {
  const [share, setShare] = useState<number>();
  const [result, setResult] = useState<Imported>();
  const run = async (file: File | undefined) => {
    if (!file) return;
    say("");
    setShare(0);
    try {
      setResult(await importLog(file, store.installation, setShare));
      await ask({ type: "store" });
    } catch (error) {
      say(`The import stopped: ${String(error)}. What was added before stays; importing again adds the rest.`);
    }
    setShare(undefined);
  };
  return (
    <>
      <h3>Import</h3>
      <p>
        <label>
          JSON Lines exported before, here or elsewhere. An event that is here already is not added again.<br />
          <input
            type="file"
            id="log-file"
            accept=".jsonl,.ndjson"
            onChange={(event) => {
              void run(event.currentTarget.files?.[0]);
              event.currentTarget.value = "";
            }}
          />
        </label>
      </p>
      {share !== undefined && <progress aria-label="Import" max={1} value={share} />}
      <div role="status" id="imported">
        {result && (
          <p class="notice">
            {plural(result.added, "event", "events")} added, {count(result.known)} known already, {count(result.refused.length)} refused.
          </p>
        )}
      </div>
      {result && result.refused.length > 0 && (
        <ul>
          {result.refused.slice(0, 20).map((problem) => (
            <li key={problem.line}>Line {problem.line}: {problem.field && <code>{problem.field}</code>} {problem.message} ({problem.fix})</li>
          ))}
        </ul>
      )}
    </>
  );
}

function Erase({ ask, say, events }: Pick<Props, "ask" | "say"> & { events: number }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const erase = async () => {
    dialog.current?.close();
    const reply = await ask({ type: "erase" });
    if (reply.type === "store") say("Everything was erased.");
  };
  return (
    <>
      <h3>Erase</h3>
      <button type="button" class="danger" onClick={() => dialog.current?.showModal()}>Erase everything…</button>
      <dialog ref={dialog} aria-labelledby="erase-title">
        <h2 id="erase-title">Erase the log?</h2>
        <p>{plural(events, "event", "events")} and everything remembered of drafts will be gone. Your guide and settings stay. This cannot be undone.</p>
        <div class="row">
          <button type="button" onClick={() => dialog.current?.close()}>Keep it</button>
          <button type="button" class="danger" onClick={() => void erase()}>Erase it</button>
        </div>
      </dialog>
    </>
  );
}
