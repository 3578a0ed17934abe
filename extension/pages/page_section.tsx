/**
 * The panel's list of what is flagged in the page's field. Every act is carried out by the client in the page.
 */
import { useState } from "preact/hooks";
import { words } from "../client/words.ts";
import type { Flag, FlagAct, PageReply } from "../wire.ts";
import type { EnginePort } from "./engine_port.ts";
import { FlagList } from "./flag_list.tsx";
import { plural } from "./words.ts";

export type FieldReply = Extract<PageReply, { type: "field" }>;

export function PageSection({ port, field }: { port: EnginePort; field: FieldReply | undefined }) {
  const [notice, tell] = useState<{ flag: string; text: string } | undefined>();
  const act = async (flag: Flag, act: FlagAct) => {
    if (!field || field.client === null) return;
    tell(undefined);
    const reply = await port.ask({ type: "act", client: field.client, field: field.field, flag: flag.id, act });
    const text = said(reply, flag, act, field);
    if (text) tell({ flag: keyOf(flag), text });
  };
  return (
    <section aria-labelledby="page-title">
      <h2 id="page-title">In the page</h2>
      <p class="quiet small" role="status">{state(field)}</p>
      {field && field.flags.length > 0 && (
        <FlagList
          key={`${field.client} ${field.field}`}
          name="page"
          label="Flags of the field, in order"
          flags={field.flags}
          keyOf={keyOf}
          rules={field.rules}
          notice={notice}
          escalates
          dismisses
          onAct={(flag, does) => void act(flag, does)}
        />
      )}
    </section>
  );
}

const keyOf = (flag: Flag) => String(flag.id);

function state(field: FieldReply | undefined): string {
  if (!field) return "Starting…";
  if (field.host === "") return "Housestyle does not run on this page. Text can be checked below.";
  if (field.off === "paused") return "Paused. Nothing is read or logged.";
  if (field.off === "site") return `Switched off on ${field.host}. Nothing is read or logged there.`;
  if (field.client === null) return "Click into a field of the page to see its flags here.";
  if (field.flags.length === 0) return "Nothing is flagged in the field you wrote in last.";
  return `${plural(field.flags.length, "flag", "flags")} in the field you wrote in last.`;
}

/** What there is to say of an act; nothing where what it did can be seen. */
function said(reply: PageReply, flag: Flag, act: FlagAct, field: FieldReply): string | undefined {
  if (reply.type === "failed") return reply.message;
  if (reply.type !== "acted") return undefined;
  const rule = field.rules.find((rule) => rule.id === flag.rule);
  if (reply.outcome === "stale") return words.stale;
  if (reply.outcome === "unsettled") return words.unsettled;
  if (reply.outcome === "refused") {
    const module = act.type === "insert" ? rule?.modules.find((module) => module.id === act.module)?.text : undefined;
    return words.byHand(act.type === "apply" ? (flag.suggestions[act.choice] ?? "") : (module ?? ""));
  }
  return act.type === "escalate" ? words.escalated(rule?.route?.owner ?? "") : undefined;
}
