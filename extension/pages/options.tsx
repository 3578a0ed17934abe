/**
 * The options page: which guide is in force, and what is stored. Shows and asks; the engine decides.
 */
import { render } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import type { PageReply, Problem } from "../wire.ts";
import { EnginePort } from "./engine_port.ts";
import { LogSection } from "./log_section.tsx";
import { useHeld } from "./settings.tsx";
import { plural } from "./words.ts";

type Guides = Extract<PageReply, { type: "guides" }>;
type Store = Extract<PageReply, { type: "store" }>;

function Options() {
  const [guides, setGuides] = useState<Guides>();
  const [store, setStore] = useState<Store>();
  const [refused, setRefused] = useState<{ file: string; problems: Problem[] }>();
  const [said, say] = useState("");
  const take = (reply: PageReply) => {
    if (reply.type === "guides") {
      setGuides(reply);
      setRefused(undefined);
    } else if (reply.type === "refused") setRefused(reply);
    else if (reply.type === "store") setStore(reply);
    else if (reply.type === "failed") say(reply.message);
  };
  const port = useMemo(() => new EnginePort(take), []);
  const ask = async (request: Parameters<EnginePort["ask"]>[0]) => {
    say("");
    const reply = await port.ask(request);
    take(reply);
    return reply;
  };
  useEffect(() => {
    void ask({ type: "guides" });
    void ask({ type: "store" });
  }, []);
  const load = async (file: File | undefined) => {
    if (!file) return;
    const reply = await ask({ type: "load_guide", file: file.name, text: await file.text() });
    if (reply.type === "guides") say(`“${reply.guide.name}” is in force.`);
  };
  return (
    <>
      <h1>Housestyle options</h1>
      <p class="quiet">{store?.collector ? "What is logged here is posted to the collector named below, and nowhere else." : "Everything here stays in this browser. Nothing is sent anywhere."}</p>
      <div role="status" aria-live="polite">{said && <p class="notice">{said}</p>}</div>
      <section aria-labelledby="guide">
        <h2 id="guide">Style guide</h2>
        {guides?.organisation && <OrganisationGuide guides={guides} organisation={guides.organisation} />}
        {guides && !guides.organisation && <GuideChoice guides={guides} choose={(id) => ask({ type: "use_guide", id })} />}
        {guides && guides.notices.length > 0 && <NotJudged notices={guides.notices} />}
        {!guides?.organisation && <GuideFile load={(file) => void load(file)} />}
        {refused && <Problems title={`${refused.file} was not loaded`} problems={refused.problems} />}
      </section>
      {store && <LogSection store={store} ask={ask} say={say} />}
      <section aria-labelledby="keys">
        <h2 id="keys">Keyboard</h2>
        <p>
          Next flag <kbd>Alt+Shift+J</kbd>, previous flag <kbd>Alt+Shift+K</kbd>, open the hint <kbd>Alt+Shift+H</kbd>,
          apply the first suggestion <kbd>Alt+Shift+U</kbd>.
        </p>
        <p class="quiet small">
          Other keys: <code>chrome://extensions/shortcuts</code> in Chromium; the gear menu of <code>about:addons</code> in Firefox.
        </p>
      </section>
    </>
  );
}

const card = (guide: Guides["guide"]) => (
  <span class="quiet small">Version {guide.version} · {plural(guide.rules, "rule", "rules")} · owner: {guide.owner}</span>
);

function OrganisationGuide({ guides, organisation }: { guides: Guides; organisation: NonNullable<Guides["organisation"]> }) {
  const { in_force: inForce, address, trouble, problems } = organisation;
  return (
    <div id="organisation-guide">
      <p class="choice"><span><b>{guides.guide.name}</b>{card(guides.guide)}</span></p>
      <p class="quiet small">
        {inForce ? "Set by your organisation" : "In force until your organisation’s guide is there"}{address ? <>: <code>{address}</code>, which is asked for it once an hour. Nothing of yours is sent there.</> : "."}
      </p>
      {trouble && <p class="notice bad" role="alert">Your organisation’s guide could not be had; it is asked for again. {trouble}</p>}
      {problems.length > 0 && <Problems title="Your organisation’s guide was not put in force" problems={problems} />}
    </div>
  );
}

function GuideChoice({ guides, choose }: { guides: Guides; choose(id: string): Promise<unknown> }) {
  const chosen = useHeld(guides.chosen);
  return (
    <fieldset>
      <legend>In force</legend>
      {guides.built_in.map(({ id, guide }) => (
        <label class="choice" key={id}>
          <input type="radio" name="guide" checked={chosen.shown === id} onChange={() => void chosen.during(id, () => choose(id))} />
          <span><b>{guide.name}</b>{card(guide)}</span>
        </label>
      ))}
      {guides.file !== null && (
        <label class="choice">
          <input type="radio" name="guide" checked readOnly />
          <span><b>{guides.guide.name}</b>{card(guides.guide)}<span class="quiet small">Loaded from {guides.file}</span></span>
        </label>
      )}
    </fieldset>
  );
}

function NotJudged({ notices }: { notices: Guides["notices"] }) {
  return (
    <ul class="small" aria-label="Rules that are not judged">
      {notices.map((notice) => (
        <li key={`${notice.rule} ${notice.message}`}><b>{notice.rule}</b> {notice.message}</li>
      ))}
    </ul>
  );
}

function GuideFile({ load }: { load(file: File | undefined): void }) {
  const [over, setOver] = useState(false);
  return (
    <div
      class={over ? "drop over" : "drop"}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        load(event.dataTransfer?.files[0]);
      }}
    >
      <label>
        <b>Load a guide file</b> <span class="quiet">(YAML or JSON; choose it or drop it here)</span><br />
        <input
          type="file"
          id="guide-file"
          accept=".yaml,.yml,.json"
          onChange={(event) => {
            load(event.currentTarget.files?.[0]);
            // The same file can be chosen again after it was put right.
            event.currentTarget.value = "";
          }}
        />
      </label>
      <p class="quiet small">It is checked first, its examples included; while anything is wrong with it, the guide above stays in force.</p>
    </div>
  );
}

function Problems({ title, problems }: { title: string; problems: Problem[] }) {
  return (
    <div role="alert" id="problems">
      <p class="notice bad">{title}: {plural(problems.length, "problem", "problems")}. The guide above stays in force.</p>
      <div class="table" tabIndex={0} role="region" aria-label="Problems">
        <table>
          <thead><tr><th scope="col">Line</th><th scope="col">Field</th><th scope="col">What is wrong</th><th scope="col">What to write</th></tr></thead>
          <tbody>
            {problems.map((problem, index) => (
              <tr key={index}><td>{problem.line || "—"}</td><td><code>{problem.field}</code></td><td>{problem.message}</td><td>{problem.fix}</td></tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

render(<Options />, document.getElementById("app")!);
