/**
 * The scorecard over this browser's own log, and over exports that are dropped in.
 */
import { render } from "preact";
import init, * as log from "../log.js";
import { EnginePort } from "./engine_port.ts";
import type { LogModule, Source } from "./scorecard/model.ts";
import { Scorecard } from "./scorecard/scorecard.tsx";

const ownLog: Source = {
  name: "log",
  kept: true,
  read: (take) => log.export_events("jsonl", false, (chunk: string) => take(chunk)),
};

async function start(): Promise<void> {
  const app = document.getElementById("app")!;
  try {
    const [store] = await Promise.all([
      new EnginePort().ask({ type: "store" }),
      init({ module_or_path: new URL("../log_bg.wasm", import.meta.url) }),
    ]);
    const me = store.type === "store" ? store.installation : null;
    const own = { sources: [ownLog], me, about: "Computed in this browser from its log; showing it sends nothing anywhere.", keptWithFiles: true };
    render(<Scorecard log={log as unknown as LogModule} own={own} door="mine" period={{ days: 90, from: "", to: "" }} />, app);
  } catch (error) {
    render(<p class="notice bad" role="alert">The scorecard could not be started: {String(error)}</p>, app);
  }
}

void start();
