/**
 * The popup: what is flagged in this tab, the guide in force, and the switches. Shows; decides nothing.
 */
import { render } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import type { PageReply } from "../wire.ts";
import { EnginePort } from "./engine_port.ts";
import { openPanel } from "./open_panel.ts";
import { count, plural, time, troubles, verdicts } from "./words.ts";

type Tab = Extract<PageReply, { type: "tab" }>;

function Popup() {
  const [tab, setTab] = useState<Tab>();
  const [inWindow, setWindow] = useState<number>();
  const port = useMemo(() => new EnginePort((reply) => reply.type === "tab" && setTab(reply)), []);
  useEffect(() => {
    void (async () => {
      const [active] = await chrome.tabs.query({ active: true, currentWindow: true });
      setWindow(active?.windowId);
      // A tab may be named in the address, so that this page can stand in a tab of its own.
      const named = Number(new URLSearchParams(location.search).get("tab"));
      const reply = await port.ask({ type: "watch_tab", tab: named || active?.id || -1 });
      if (reply.type === "tab") setTab(reply);
    })();
  }, []);
  if (!tab) return <p class="notice" role="status">Starting…</p>;
  const paused = tab.paused_until !== null;
  const of = (verdict: string) => tab.flags.filter((flag) => flag.verdict === verdict).length;
  return (
    <>
      <header>
        <h1 class="brand"><img src="../icons/32.png" alt="" />Housestyle</h1>
        {tab.host !== "" && (
          <button type="button" class="switch" role="switch" aria-checked={tab.on} onClick={() => void port.ask({ type: "set_site", host: tab.host, on: !tab.on })}>
            <span>On {tab.host}</span><i aria-hidden="true" />
          </button>
        )}
      </header>
      {tab.trouble && <p class="notice bad" role="alert" id="trouble">{troubles[tab.trouble]}</p>}
      <section aria-label="Flags in this tab">
        {tab.host === "" ? (
          <p class="quiet">Housestyle does not run on this page.</p>
        ) : paused ? (
          <p class="quiet">Paused until {time(tab.paused_until!)}. Nothing is read or logged.</p>
        ) : !tab.on ? (
          <p class="quiet">Switched off on {tab.host}. Nothing is read or logged here.</p>
        ) : (
          <>
            <ul class="counts">
              {(["restrict", "escalate", "prefer"] as const).map((verdict) => (
                <li class={verdict} key={verdict}><b>{count(of(verdict))}</b>{verdicts[verdict].title} <span class="sign">({verdicts[verdict].sign})</span></li>
              ))}
            </ul>
            {tab.flags.length === 0 ? (
              <p class="quiet small" role="status">Nothing is flagged in the fields you have written in.</p>
            ) : (
              <ol class="flags" tabIndex={0} aria-label="Flags in order">
                {tab.flags.map((flag) => (
                  <li class={flag.verdict} key={`${flag.block}-${flag.id}`}>{flag.message}<span>{flag.rule}</span></li>
                ))}
              </ol>
            )}
          </>
        )}
      </section>
      <section>
        <h2>Guide in force</h2>
        <p class="small">
          <b>{tab.guide.name}</b> {tab.guide.version}
          <span class="quiet"> · {plural(tab.guide.rules, "rule", "rules")} · owner: {tab.guide.owner}</span>
        </p>
        {tab.notices.length > 0 && (
          <ul class="small" aria-label="Rules that are not wholly judged">
            {tab.notices.map((notice) => (
              <li key={`${notice.rule} ${notice.message}`}><b>{notice.rule}</b> {notice.message}</li>
            ))}
          </ul>
        )}
      </section>
      <section class="row">
        {paused ? (
          <button type="button" onClick={() => void port.ask({ type: "pause", minutes: 0 })}>Go on now</button>
        ) : (
          <button type="button" onClick={() => void port.ask({ type: "pause", minutes: 60 })}>Pause for an hour</button>
        )}
        <button type="button" onClick={() => void openPanel(inWindow).then(() => close(), () => undefined)}>Side panel</button>
        <a class="button" href="scorecard.html" target="_blank">Scorecard</a>
        <a class="button" href="options.html#log" target="_blank">Export</a>
        <a class="button" href="options.html" target="_blank">Options</a>
      </section>
    </>
  );
}

render(<Popup />, document.getElementById("app")!);
