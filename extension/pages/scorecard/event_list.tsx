/**
 * The events behind a number, in a dialog over the page.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import { count, plural, when } from "../words.ts";
import { save } from "./chart_export.ts";
import { duration, written } from "./figures.ts";
import { MOST_EVENTS, type Definition, type Figure, type Found, type LoggedEvent, type Score } from "./model.ts";
import { events as called, fields, partName, title } from "./words.ts";

/** What stands in columns of its own, or is for machines. */
const APART = new Set(["id", "seq", "at", "offset", "installation", "person", "guide", "guide_version", "host", "surface", "channel", "draft", "kind", "fingerprint", "began", "escalation"]);

/** A draft's key begins with what all drafts of its page have; its end tells it apart. */
const short = (draft: string) => draft.slice(-6);

function details(event: LoggedEvent): string {
  const told = Object.entries(event).filter(([name, value]) => !APART.has(name) && value !== null);
  return told
    .map(([name, value]) => {
      const text = name.endsWith("_ms") ? duration(Number(value)) : name.endsWith("_due") ? when(Number(value)) : typeof value === "number" ? count(value) : partName(String(value)).toLowerCase();
      return `${fields[name] ?? name} ${text}`;
    })
    .join(" · ");
}

interface Props {
  score: Score;
  figure: Figure;
  definition: Definition;
  close(): void;
}

export function EventList({ score, figure, definition, close }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [found, setFound] = useState<Found>();
  const [failed, setFailed] = useState("");
  useEffect(() => {
    dialog.current?.showModal();
    let wanted = true;
    score.behind(figure).then((all) => wanted && setFound(all), (error: unknown) => wanted && setFailed(String(error)));
    return () => void (wanted = false);
  }, [score, figure]);
  const several = (found?.people ?? 0) > 1;
  const keep = () => {
    const lines = (found?.events ?? []).map((event) => `${JSON.stringify(event)}\n`);
    save(new Blob(lines, { type: "application/x-ndjson" }), "housestyle-events.jsonl");
  };
  return (
    <dialog ref={dialog} class="events" aria-labelledby="events-title" onClose={close} onClick={(event) => event.target === dialog.current && dialog.current?.close()}>
      <div class="panel-head">
        <h2 id="events-title">{title(figure)}: {written(figure, definition.unit)}</h2>
        <button type="button" onClick={() => dialog.current?.close()}>Close</button>
      </div>
      {figure.of !== null && figure.amount !== null && definition.unit !== "money" && (
        <p class="small">{count(figure.amount)} of {count(figure.of)}</p>
      )}
      <p class="quiet small">{definition.meaning} {definition.source}</p>
      <div role="status">
        {failed ? <p class="notice bad">The log could not be read: {failed}</p>
          : !found ? <p class="quiet">Looking for the events…</p>
          : found.events === null ? <p class="notice">{plural(found.count, "event", "events")} of {plural(found.people, "person", "people")}: not listed, since they are of fewer than five people and not your own.</p>
          : <p id="events-count"><b>{plural(found.count, "event", "events")}</b>{found.count > MOST_EVENTS && `; the first ${count(MOST_EVENTS)} found are listed`}</p>}
      </div>
      {found?.events && found.events.length > 0 && (
        <>
          <div class="table tall" tabIndex={0} role="region" aria-label="Events">
            <table>
              <thead><tr><th scope="col">When</th><th scope="col">What</th>{!several && <th scope="col">Where</th>}<th scope="col">Draft</th><th scope="col">Details</th></tr></thead>
              <tbody>
                {found.events.map((event) => (
                  <tr key={String(event.id)}>
                    <td class="nowrap">{when(Number(event.at))}</td>
                    <td>{called[String(event.kind)] ?? String(event.kind)}</td>
                    {!several && <td>{String(event.host)}</td>}
                    <td><code>{short(String(event.draft))}</code></td>
                    <td class="small">{details(event)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {!several && <button type="button" onClick={keep}>Save these events</button>}
        </>
      )}
    </dialog>
  );
}
