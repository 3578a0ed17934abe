/**
 * The side panel: the flags of the page's field as a list, and a box for text that cannot be read in place. Follows the
 * tab in front; shows, and passes acts on.
 */
import { render } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { DraftSection } from "./draft_section.tsx";
import { EnginePort } from "./engine_port.ts";
import { PageSection, type FieldReply } from "./page_section.tsx";
import { TextSection } from "./text_section.tsx";

/** A tab may be named in the address, so that this page can stand in a tab of its own. */
const named = Number(new URLSearchParams(location.search).get("tab")) || undefined;

function Panel() {
  const [tab, setTab] = useState<number | undefined>(named);
  const [field, setField] = useState<FieldReply | undefined>();
  const port = useMemo(() => new EnginePort((reply) => reply.type === "field" && setField(reply)), []);

  useEffect(() => {
    const watch = async (id: number) => {
      setTab(id);
      const reply = await port.ask({ type: "watch_field", tab: id });
      if (reply.type === "field") setField(reply);
    };
    if (named) {
      void watch(named);
      return;
    }
    const front = async () => {
      const [active] = await chrome.tabs.query({ active: true, currentWindow: true });
      if (active?.id !== undefined) await watch(active.id);
    };
    const updated = (_: number, change: { status?: string }, updated: chrome.tabs.Tab) => {
      if (updated.active && change.status === "complete") void front();
    };
    const activated = () => void front();
    chrome.tabs.onActivated.addListener(activated);
    chrome.tabs.onUpdated.addListener(updated);
    void front();
    return () => {
      chrome.tabs.onActivated.removeListener(activated);
      chrome.tabs.onUpdated.removeListener(updated);
    };
  }, []);

  return (
    <>
      <header>
        <h1 class="brand"><img src="../icons/32.png" alt="" />Housestyle</h1>
      </header>
      <PageSection port={port} field={field} />
      <DraftSection port={port} field={field} />
      <TextSection port={port} tab={tab} host={field?.host ?? ""} mayTake={!!field && field.host !== "" && field.off === null} />
    </>
  );
}

render(<Panel />, document.getElementById("app")!);
