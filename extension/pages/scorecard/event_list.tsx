/**
 * The events behind a number, page by page, in a dialog over the page. Of several people's it says what happened, and
 * not to whom.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import { count, plural, when } from "../words.ts";
import { save } from "./chart_export.ts";
import { duration, quotient, written } from "./figures.ts";
import { PAGE, type Definition, type Figure, type Found, type LoggedEvent, type Score } from "./model.ts";
import { dayName, events as called, fields, partName, reason, title } from "./words.ts";

/** What stands in columns of its own, or is for machines. */
const APART = new Set(["id", "seq", "at", "offset", "installation", "person", "guide", "guide_version", "host", "surface", "channel", "draft", "kind", "fingerprint", "began", "escalation", "week"]);

/** Fields in the order in which they are told. */
const ORDER = Object.keys(fields);

/** A draft's key begins with what all drafts of its page have; its end tells it apart. */
const short = (draft: string) => draft.slice(-6);

function details(event: LoggedEvent): string {
  const told = Object.entries(event).filter(([name, value]) => !APART.has(name) && value !== null);
  return told
    .toSorted(([one], [other]) => ORDER.indexOf(one) - ORDER.indexOf(other))
    .map(([name, value]) => {
      const text = name.endsWith("_ms") ? duration(Number(value)) : name.endsWith("_due") || name === "from_at" || name === "to_at" ? when(Number(value)) : typeof value === "number" ? count(value) : typeof value === "boolean" ? (value ? "yes" : "no") : partName(String(value)).toLowerCase();
      return `${fields[name] ?? name} ${text}`;
    })
    .join(" · ");
}

interface Props {
  score: Score;
  figure: Figure;
  definition: Definition;
  /** How what is told of a day or a week is computed when it is told of all. */
  measure: Definition | undefined;
  close(): void;
}

export function EventList({ score, figure, definition, measure, close }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const table = useRef<HTMLDivElement>(null);
  /** The page that is listed, and which one it is. */
  const [found, setFound] = useState<Found & { number: number }>();
  const [failed, setFailed] = useState("");
  const [saving, setSaving] = useState(false);
  /** Where each page after the first begins, as far as they were turned. */
  const [turned, setTurned] = useState<Found["last"][]>([]);
  const known = figure.value !== null;
  useEffect(() => void dialog.current?.showModal(), []);
  useEffect(() => {
    if (!known) return undefined;
    let wanted = true;
    // The logs may have been read anew meanwhile.
    setFailed("");
    score.behind(figure, turned.at(-1) ?? null, () => wanted).then(
      (page) => {
        if (!wanted) return;
        setFound({ ...page, number: turned.length });
        table.current?.scrollTo(0, 0);
      },
      (error: unknown) => wanted && setFailed(String(error)),
    );
    return () => void (wanted = false);
  }, [score, figure, turned]);
  const keep = async () => {
    setSaving(true);
    try {
      save(await score.save(figure), "housestyle-events.jsonl");
    } catch (error) {
      setFailed(String(error));
    }
    setSaving(false);
  };
  /** Only from the page that is listed: its last place is where the next one begins. */
  const turn = (to: Found["last"][]) => {
    if (found?.number === turned.length) setTurned(to);
  };
  const events = found?.events ?? [];
  const first = (found?.number ?? 0) * PAGE;
  const more = first + events.length < (found?.count ?? 0);
  const divided = quotient(figure, definition.unit);
  return (
    <dialog ref={dialog} class="events" aria-labelledby="events-title" onClose={close} onClick={(event) => event.target === dialog.current && dialog.current?.close()}>
      <div class="panel-head">
        <h2 id="events-title">{title(figure)}: {written(figure, definition.unit)}</h2>
        <button type="button" onClick={() => dialog.current?.close()}>Close</button>
      </div>
      {divided && <p>{divided}</p>}
      {!known && <p class="notice" id="events-why">{reason(figure)}</p>}
      <p class="quiet small">{measure?.meaning} {definition.meaning} {definition.source}</p>
      <div role="status">
        {failed ? <p class="notice bad">The log could not be read: {failed}</p>
          : !known ? null
          : !found ? <p class="quiet">Looking for the events…</p>
          : found.events === null ? <p class="notice">Not listed: the events are of fewer than five people and not your own.</p>
          : <p id="events-count"><b>{plural(found.count, "event", "events")}</b>{found.count > PAGE && `; ${count(first + 1)} to ${count(first + events.length)} are listed`}{!found.own && found.count > 0 && ". They are of several people: who, where, which draft and at what hour is not told."}</p>}
      </div>
      {found && events.length > 0 && (
        <>
          <div class="table tall" tabIndex={0} role="region" aria-label="Events" ref={table}>
            <table>
              <thead>
                {found.own
                  ? <tr><th scope="col">When</th><th scope="col">What</th><th scope="col">Where</th><th scope="col">Draft</th><th scope="col">Details</th></tr>
                  : <tr><th scope="col">Week of</th><th scope="col">What</th><th scope="col">Details</th></tr>}
              </thead>
              <tbody>
                {events.map((event, index) => (
                  <tr key={first + index}>
                    <td class="nowrap">{found.own ? when(Number(event.at)) : event.week ? dayName(String(event.week)) : "not told"}</td>
                    <td>{called[String(event.kind)] ?? String(event.kind)}</td>
                    {found.own && <td>{String(event.host)}</td>}
                    {found.own && <td><code>{short(String(event.draft))}</code></td>}
                    <td class="small">{details(event)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <div class="row between">
            {found.count > PAGE ? (
              <div class="row" role="group" aria-label="Pages of events">
                <button type="button" aria-disabled={turned.length === 0} onClick={() => turned.length > 0 && turn(turned.slice(0, -1))}>Earlier</button>
                <button type="button" aria-disabled={!more} onClick={() => more && turn([...turned, found.last])}>Later</button>
              </div>
            ) : <span />}
            {found.own && <button type="button" aria-disabled={saving} onClick={() => !saving && void keep()}>{saving ? "Saving…" : `Save ${found.count === 1 ? "this event" : `all ${count(found.count)} events`}`}</button>}
          </div>
        </>
      )}
    </dialog>
  );
}
