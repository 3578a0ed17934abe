/**
 * What is stored, and the ways to take it out, bring it back and erase it.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import type { PageReply, PageRequest } from "../wire.ts";
import { exportLog, importLog, tidy, type Format, type Imported } from "./log_transfer.ts";
import { CheckSetting, NumberSetting, useHeld } from "./settings.tsx";
import { count, kinds, known, plural, size, troubles, when } from "./words.ts";

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
      {store.trouble && <p class="notice bad" role="alert" id="trouble">{troubles[store.trouble]}</p>}
      <p><a href="scorecard.html">Open the scorecard</a> <span class="quiet">of what is logged here, and of exports of your team.</span></p>
      <p>
        Kept: rule ids, counts, lengths, times and keyed fingerprints.{" "}
        {store.quotes ? "Flagged words are kept, too, because you turned that on." : "No text: neither what you write nor what is flagged."}
      </p>
      <dl>
        <dt>Events</dt><dd id="events">{known(store.events)}</dd>
        <dt>First</dt><dd>{store.events === null ? "unknown" : when(store.first)}</dd>
        <dt>Last</dt><dd>{store.events === null ? "unknown" : when(store.last)}</dd>
        <dt>Drafts remembered</dt><dd>{known(store.drafts)}</dd>
        <dt>Space used</dt><dd>{size(store.bytes)}</dd>
        {store.damaged > 0 && <><dt>Could not be read</dt><dd id="damaged">{plural(store.damaged, "record", "records")}, set aside and logged as lost</dd></>}
        <dt>This installation</dt><dd><code>{store.installation}</code></dd>
        {store.person && <><dt>Logged as</dt><dd id="person">{store.person} <span class="quiet small">(your organisation has every event name you)</span></dd></>}
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
          <CheckSetting kept={store.quotes} set={(on) => ask({ type: "set_quotes", on })} />
          <span>Keep the flagged words themselves in the log<br /><span class="quiet small">Off by default. Turn it on only if those who read your exports may see what you wrote.</span></span>
        </label>
      </p>
      <p>
        <label>
          A gap between edits of more than{" "}
          <NumberSetting
            id="touch-gap"
            kept={store.touch_gap}
            min={1}
            max={600}
            set={(seconds) => seconds !== null && ask({ type: "set_touch_gap", seconds })}
          />{" "}
          seconds is a pause, and no touch time
        </label>
        <br /><span class="quiet small">5 is usual in keystroke logging. It holds for what is logged from now on.</span>
      </p>
      <Retention store={store} ask={ask} say={say} />
      <Collector store={store} ask={ask} say={say} />
      <Export ask={ask} say={say} />
      <Import store={store} ask={ask} say={say} />
      <Erase ask={ask} say={say} events={store.events} />
    </section>
  );
}

function Retention({ store, ask, say }: Props) {
  const field = (limit: "days" | "megabytes", label: string) => (
    <label>
      {label}{" "}
      <NumberSetting
        id={`keep_${limit}`}
        kept={store[`keep_${limit}`]}
        min={1}
        max={100_000}
        none="no limit"
        disabled={store[`${limit}_set_by`] === "policy"}
        set={async (value) => {
          const reply = await ask({ type: "set_retention", limit, value });
          if (reply.type === "store") say("The log is brought within its limits; what goes is logged.");
        }}
      />
      {store[`${limit}_set_by`] === "policy" && <span class="quiet small"> set by your organisation</span>}
    </label>
  );
  return (
    <>
      <h3>How long it is kept</h3>
      <p>Older events are dropped, whole hours at a time, and an event says which and why. Without a limit nothing is dropped.</p>
      <div class="row">
        {field("days", "Days")}
        {field("megabytes", "Megabytes")}
      </div>
    </>
  );
}

function Collector({ store, ask, say }: Props) {
  const address = useHeld(store.collector ?? "");
  const [authorization, setAuthorization] = useState("");
  const policy = store.collector_set_by === "policy";
  const written = policy ? (store.collector ?? "") : address.shown;
  const set = async () => {
    const to = written.trim() || null;
    // Firefox asks the person for each host; elsewhere the extension has been given all.
    const url = to && URL.canParse(to) ? new URL(to) : null;
    const origin = url && `${url.protocol}//${url.hostname}/*`;
    if (origin && !(await chrome.permissions.request({ origins: [origin] }).catch(() => true))) return say("Without the permission nothing is posted.");
    const reply = await ask({ type: "set_collector", url: to, authorization: to === null ? null : authorization.trim() || null });
    if (reply.type !== "store") return;
    address.release(written);
    setAuthorization("");
    say(to ? "The log is posted there from now on, from its first event." : "The log is posted nowhere.");
  };
  return (
    <>
      <h3>Post it to a collector</h3>
      <p>OTLP logs in JSON, over HTTP. Off unless an address stands here; then every event of this installation's log is posted there.</p>
      <form
        class="row"
        onSubmit={(event) => {
          event.preventDefault();
          void set();
        }}
      >
        <label>Address <input type="url" id="collector" size={36} placeholder="https://collector.example/v1/logs" disabled={policy} value={written} onInput={(event) => address.hold(event.currentTarget.value)} /></label>
        <label>
          Authorization{" "}
          <input
            type="password"
            id="collector-authorization"
            autocomplete="off"
            spellcheck={false}
            placeholder={store.collector_authorized ? "kept; it is not shown" : "none"}
            aria-describedby="about-authorization"
            disabled={policy}
            value={authorization}
            onInput={(event) => setAuthorization(event.currentTarget.value)}
          />
        </label>
        {policy ? <span class="quiet small">set by your organisation</span> : <button type="submit">{written.trim() === "" ? "Post it nowhere" : "Post it there"}</button>}
        {store.collector_authorized && !policy && (
          <button
            type="button"
            onClick={() =>
              void ask({ type: "set_collector", url: store.collector, authorization: "" }).then((reply) => reply.type === "store" && say("The authorization is forgotten."))
            }
          >
            Forget the authorization
          </button>
        )}
      </form>
      <p class="quiet small" id="about-authorization">
        An authorization is the whole header, as “Bearer …”. It is sent to this address alone, over https, and is never shown again, logged or exported.
      </p>
      {store.collector && <p class="small" id="undelivered">{plural(store.undelivered ?? 0, "event", "events")} not delivered yet.{store.delivery_error && ` The collector said last: ${store.delivery_error}`}</p>}
    </>
  );
}

function Export({ ask, say }: Pick<Props, "ask" | "say">) {
  const [bom, setBom] = useState(false);
  const [progress, setProgress] = useState<{ done: number; total: number }>();
  useEffect(() => void tidy(), []);
  const run = async (format: Format) => {
    say("");
    setProgress({ done: 0, total: 1 });
    try {
      const { events, left_out, unreadable } = await exportLog(format, bom, (done, total) => setProgress({ done, total }));
      const told = [`${plural(events, "event", "events")} exported.`];
      if (left_out > 0) told.push(`${plural(left_out, "event", "events")} of kinds that only a newer version knows are in JSON Lines alone.`);
      if (unreadable.length > 0) {
        await ask({ type: "set_aside", ids: unreadable });
        told.push(`${plural(unreadable.length, "record", "records")} could not be read: set aside, and logged as lost.`);
      }
      say(told.join(" "));
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
        <button type="button" disabled={busy} onClick={() => void run("parquet")}>Export as Parquet</button>
        <button type="button" disabled={busy} onClick={() => void run("otlp")}>Export as OTLP logs</button>
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

function Erase({ ask, say, events }: Pick<Props, "ask" | "say"> & { events: number | null }) {
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
        <p>{events === null ? "All events" : plural(events, "event", "events")} and everything remembered of drafts will be gone. Your guide and settings stay. This cannot be undone.</p>
        <div class="row">
          <button type="button" onClick={() => dialog.current?.close()}>Keep it</button>
          <button type="button" class="danger" onClick={() => void erase()}>Erase it</button>
        </div>
      </dialog>
    </>
  );
}
