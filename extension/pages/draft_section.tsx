/**
 * What a person says of the draft in the page: where a passage came from, and that it leaves their hands. The client in
 * the page carries it out.
 */
import { useState } from "preact/hooks";
import type { FieldAct } from "../wire.ts";
import type { EnginePort } from "./engine_port.ts";
import type { FieldReply } from "./page_section.tsx";

export function DraftSection({ port, field }: { port: EnginePort; field: FieldReply | undefined }) {
  const [notice, tell] = useState("");
  if (!field || field.client === null || field.off !== null) return null;
  const { client } = field;
  const act = async (act: FieldAct, done: string, nothing: string) => {
    tell("");
    const reply = await port.ask({ type: "act_on_field", client, field: field.field, act });
    if (reply.type === "failed") tell(reply.message);
    else if (reply.type === "acted") tell(reply.outcome === "done" ? done : nothing);
  };
  const claim = (ai: boolean) =>
    act({ type: "claim", ai }, ai ? "Noted as AI’s text." : "Noted as your own words.", "Select a passage in the field first, and then say where it came from.");
  return (
    <section aria-labelledby="draft-title">
      <h2 id="draft-title">This draft</h2>
      <p class="quiet small">Select a passage in the page, and say where it came from if the log cannot know.</p>
      <div class="row">
        <button type="button" onClick={() => void claim(true)}>This is AI’s text</button>
        <button type="button" onClick={() => void claim(false)}>I wrote this</button>
        <button type="button" onClick={() => void act({ type: "ship" }, "Noted as shipped.", "The field is not there any more.")}>Mark as shipped</button>
      </div>
      <p class="quiet small" role="status">{notice}</p>
    </section>
  );
}
