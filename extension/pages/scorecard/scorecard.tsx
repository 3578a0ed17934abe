/**
 * The scorecard's page: two doors to the same numbers. Reads logs, asks the engine, and shows; decides nothing.
 */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { dateLocale } from "../region.ts";
import { NumberSetting } from "../settings.tsx";
import { plural, when } from "../words.ts";
import { AllFigures } from "./all_figures.tsx";
import { Comparison } from "./comparison.tsx";
import { Completeness } from "./completeness.tsx";
import { Doors, type Door } from "./doors.tsx";
import { DropArea } from "./drop_area.tsx";
import { EffortPanel } from "./effort.tsx";
import { Endings } from "./endings.tsx";
import { EventList } from "./event_list.tsx";
import { FigureCards } from "./figure_cards.tsx";
import { Sheet } from "./figures.ts";
import { Funnel } from "./funnel.tsx";
import { fileSource, Score, type Cut, type Definition, type LogModule, type Figure, type Source } from "./model.ts";
import { Page } from "./page_context.ts";
import { PeriodPicker, span, type Period } from "./period.tsx";
import { Routes } from "./routes.tsx";
import { RuleRanking } from "./rule_ranking.tsx";
import { SavedTime } from "./saved_time.tsx";
import { Tools } from "./tools.tsx";
import { Trend } from "./trend.tsx";

export interface Props {
  log: LogModule;
  /** What is read where nothing was dropped: this browser's own log, or the site's sample. */
  own: {
    sources: Source[];
    me: string | null;
    /** Whether the organisation lets numbers of few people be seen. */
    seesPeople?: boolean;
    about: string;
    keptWithFiles: boolean;
    now?: number;
    /** Logs time that was saved, where there is a log of one's own. */
    keepSaved?(minutes: number): Promise<void>;
  };
  /** The door that is open first. */
  door: Door;
  period: Period;
}

const RATE = "housestyle.rate_hundredths";
const savedRate = () => localStorage.getItem(RATE) ?? "";
const hundredths = (rate: string) => (rate === "" ? null : Number(rate));
const day = new Intl.DateTimeFormat(dateLocale, { dateStyle: "medium" });

export function Scorecard({ log, own, door: first, period: initially }: Props) {
  const definitions = useMemo(() => new Map((JSON.parse(log.scorecard_definitions()) as Definition[]).map((each) => [each.name, each])), [log]);
  const [door, setDoor] = useState(first);
  const [period, setPeriod] = useState(initially);
  const [rate, setRate] = useState(savedRate);
  const [cut, setCut] = useState<Cut | "">("");
  const [files, setFiles] = useState<Source[]>([]);
  const [mine, setMine] = useState<string | null>(null);
  const [score, setScore] = useState<Score>();
  const [failed, setFailed] = useState("");
  const [reading, setReading] = useState<{ done: number; all: number }>();
  /** Counts what was logged from here. */
  const [version, setVersion] = useState(0);
  const [opened, setOpened] = useState<Figure>();
  const opener = useRef<Element | null>(null);
  const sources = files.length === 0 ? own.sources : own.keptWithFiles ? [...own.sources, ...files] : files;
  const me = files.length > 0 && !own.keptWithFiles ? mine : own.me;
  const read = door === "mine" && own.keptWithFiles ? own.sources : sources;
  // The sample's people live in a time of their own.
  const present = () => (files.length === 0 && own.now !== undefined ? own.now : Date.now());
  const shown = useRef<Score | undefined>(undefined);
  const show = (made: Score) => {
    shown.current?.close(made);
    shown.current = made;
    setScore(made);
  };
  const rateNow = useRef(rate);
  rateNow.current = rate;

  useEffect(() => {
    let wanted = true;
    const at = present();
    const choice = {
      settings: { now: at, rate_hundredths: hundredths(rate) },
      span: span(period, at),
      cut: cut === "" ? null : cut,
      viewer: { me, sees_people: own.seesPeople === true },
      mine: door === "mine",
    };
    Score.of(log, read, choice, () => wanted, (done, all) => wanted && setReading({ done, all }))
      .then((made) => {
        if (!made) return;
        if (!wanted) return made.close();
        setFailed("");
        setReading(undefined);
        show(made);
        if (rateNow.current !== rate) reprice();
      })
      .catch((error: unknown) => {
        if (!wanted) return;
        setReading(undefined);
        setFailed(String(error));
      });
    return () => void (wanted = false);
  }, [door, period, cut, files, me, version, own.seesPeople]);

  /** Another rate needs no log to be read again. */
  const reprice = () => {
    const made = shown.current;
    if (!made || made.choice.settings.rate_hundredths === hundredths(rateNow.current)) return;
    made.at({ ...made.choice.settings, rate_hundredths: hundredths(rateNow.current) }).then(show, (error: unknown) => setFailed(String(error)));
  };
  useEffect(reprice, [rate]);

  const card = score?.card;
  const sheet = useMemo(() => (card?.numbers ? new Sheet({ numbers: card.numbers, missing: card.missing ?? [], newer: card.newer ?? {}, withheld: card.withheld ?? [], owners: card.owners ?? {} }) : undefined), [card]);
  const named = sheet?.of("people").value ?? 0;
  // My work is one person's, whatever names they had in it.
  const people = score?.choice.mine ? Math.min(named, 1) : named;
  // What the log holds beyond the chosen time is not counted.
  const from = Math.max(card?.first ?? Infinity, score?.choice.span.from ?? 0);
  const to = Math.min(card?.last ?? -Infinity, (score?.choice.span.to ?? Infinity) - 1);
  const scope = [door === "mine" ? "My work" : `Our work, ${plural(people, "person", "people")}`, from <= to && day.formatRange(from, to)].filter(Boolean).join(", ");
  const page = useMemo(
    () => ({
      definition: (name: string) => definitions.get(name),
      unit: (name: string) => definitions.get(name)?.unit ?? "count",
      open: (figure: Figure) => {
        opener.current = document.activeElement;
        setOpened(figure);
      },
      scope,
    }),
    [definitions, scope],
  );
  const definition = opened && definitions.get(opened.name);
  const events = sheet?.of("events").value ?? 0;
  // Whose "my work" would be is not known of files that are dropped on the site, until somebody says so.
  const unclaimed = door === "mine" && me === null;
  const withheld = !sheet || unclaimed;
  return (
    <Page.Provider value={page}>
      <header class="score-head">
        <div>
          <h1>Scorecard</h1>
          <p class="quiet">{own.about}</p>
        </div>
        <button type="button" class="unprinted" onClick={() => print()}>Print</button>
      </header>
      <div class="unprinted choices">
        <Doors door={door} choose={setDoor} people={own.seesPeople === true} />
        <div class="row">
          <PeriodPicker period={period} now={present()} choose={setPeriod} />
          <RateField rate={rate} choose={(text) => { localStorage.setItem(RATE, text); setRate(text); }} />
          <label>Side by side{" "}
            <select id="cut" value={cut} onChange={(event) => setCut(event.currentTarget.value as Cut | "")}>
              <option value="">nothing</option>
              <option value="host">hosts</option>
              <option value="surface">surfaces</option>
              <option value="channel">channels</option>
              <option value="guide">guides</option>
            </select>
          </label>
        </div>
        {(door === "ours" || !own.keptWithFiles) && (
          <DropArea
            files={files}
            came={files.map((_, index) => (card?.logs.length === read.length ? card.logs[read.length - files.length + index] : undefined))}
            remove={(index) => {
              setFiles(files.toSpliced(index, 1));
              setMine(null);
            }}
            add={(more) => {
              setFiles((before) => [...before, ...more.map(fileSource)]);
              setMine(null);
            }}
            clear={() => {
              setFiles([]);
              setMine(null);
            }}
          />
        )}
        {door === "mine" && own.keepSaved && <SavedTime keep={(minutes) => own.keepSaved!(minutes).then(() => setVersion((before) => before + 1))} />}
      </div>
      <div class="state">
        <p role="status" id="read" class="small quiet">
          {failed ? "" : reading || !card ? "Reading the log…" : sheet && !unclaimed ? `${plural(events, "event", "events")} of ${plural(people, "person", "people")}${from <= to ? `, ${when(from)} to ${when(to)}` : ""}` : ""}
        </p>
        {reading && (reading.all > 0 ? <progress aria-label="How much of the logs is read" value={reading.done} max={reading.all} /> : <progress aria-label="The log is being read" />)}
      </div>
      {failed && <p class="notice bad" role="alert">The log could not be read: {failed}</p>}
      {card && withheld && <NotShown people={card.people} counted={unclaimed ? card.people.length : card.counted_people} claim={own.keptWithFiles ? undefined : () => setMine(card.people[0] ?? null)} />}
      {card && <Completeness card={card} sheet={sheet} />}
      {card && sheet && !unclaimed && events === 0 && <p class="notice" id="empty">Nothing was logged {door === "mine" ? "by you " : ""}in this time.</p>}
      {card && sheet && !unclaimed && events > 0 && (
        <div aria-busy={reading !== undefined}>
          <FigureCards sheet={sheet} />
          <Trend sheet={sheet} />
          <RuleRanking sheet={sheet} />
          <div class="pair"><Funnel sheet={sheet} /><Tools sheet={sheet} /></div>
          <Routes sheet={sheet} />
          <Endings sheet={sheet} />
          <EffortPanel sheet={sheet} />
          {cut !== "" && <Comparison card={card} cut={cut} />}
          <AllFigures sheet={sheet} />
        </div>
      )}
      {score && opened && definition && (
        <EventList
          score={score}
          figure={opened}
          definition={definition}
          measure={definition.unit === "mixed" ? definitions.get(opened.part) : undefined}
          close={() => {
            setOpened(undefined);
            (opener.current as HTMLElement | SVGElement | null)?.focus();
          }}
        />
      )}
    </Page.Provider>
  );
}

function RateField({ rate, choose }: { rate: string; choose(hundredths: string): void }) {
  return (
    <label>An hour costs{" "}
      <NumberSetting
        id="rate"
        kept={rate === "" ? null : Number(rate) / 100}
        min={0}
        max={1e7}
        step={0.01}
        none="unknown"
        set={(value) => choose(value === null ? "" : String(Math.round(value * 100)))}
      />
    </label>
  );
}

/** Numbers of fewer than five people are shown to nobody but, where it is one, to that person. */
function NotShown({ people, counted, claim }: { people: string[]; counted: number; claim: (() => void) | undefined }) {
  return (
    <div class="notice" role="alert" id="not-shown">
      <p><b>What was logged in this time is of {plural(counted, "person", "people")}.</b> Numbers of fewer than five people would tell about single ones, so they are not shown.{" "}
        {people.length === 1 && claim ? "If this is your own log, you may see it." : "Add the exports of more people, or look at your own work."}</p>
      {people.length === 1 && claim && <button type="button" onClick={claim}>This is my own log</button>}
    </div>
  );
}
