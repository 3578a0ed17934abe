/**
 * The scorecard over this browser's own log, and over exports that are dropped in.
 */
import { render } from "preact";
import init, * as log from "../log.js";
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
  const port = new EnginePort();
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
    render(<Scorecard log={log as unknown as LogModule} own={own} door="mine" period={{ days: 90, from: "", to: "" }} />, app);
  } catch (error) {
    render(<p class="notice bad" role="alert">The scorecard could not be started: {String(error)}</p>, app);
  }
}

void start();
