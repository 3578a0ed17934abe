/**
 * The scorecard over this browser's own log, and over exports that are dropped in.
 */
import { render } from "preact";
import init, * as log from "../log.js";
import type { PageReply } from "../wire.ts";
import { EnginePort } from "./engine_port.ts";
import { inPieces, type LogModule, type Source } from "./scorecard/model.ts";
import { Scorecard } from "./scorecard/scorecard.tsx";

const ownLog: Source = {
  name: "This browser's own log",
  kept: true,
  read: (take) => log.export_events("jsonl", false, (chunk: string) => inPieces(chunk, take)),
};

async function start(): Promise<void> {
  const app = document.getElementById("app")!;
  let told: PageReply | undefined;
  let show = (): void => undefined;
  // What the organisation has set may come to be known, or change, while the page is open.
  const port = new EnginePort((reply) => {
    if (reply.type !== "store") return;
    told = reply;
    show();
  });
  try {
    const [store] = await Promise.all([port.ask({ type: "store" }), init({ module_or_path: new URL("../log_bg.wasm", import.meta.url) })]);
    const me = store.type === "store" ? store.installation : null;
    const own = {
      sources: [ownLog],
      me,
      about: "Computed in this browser from its log; showing it sends nothing anywhere.",
      keptWithFiles: true,
      async keepSaved(minutes: number) {
        const reply = await port.ask({ type: "log_saved", minutes, offset: 0 - new Date().getTimezoneOffset() });
        if (reply.type === "failed") throw new Error(reply.message);
      },
    };
    show = () => {
      const seesPeople = told?.type === "store" && told.shows_people;
      render(<Scorecard log={log as unknown as LogModule} own={{ ...own, seesPeople }} door="mine" period={{ days: 90, from: "", to: "" }} />, app);
    };
    told ??= store;
    show();
  } catch (error) {
    render(<p class="notice bad" role="alert">The scorecard could not be started: {String(error)}</p>, app);
  }
}

void start();
