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

/** By then a browser that has just started has told what the organisation has set. */
const POLICY_TOLD_MS = 6_000;

async function start(): Promise<void> {
  const app = document.getElementById("app")!;
  const port = new EnginePort();
  try {
    const [store] = await Promise.all([port.ask({ type: "store" }), init({ module_or_path: new URL("../log_bg.wasm", import.meta.url) })]);
    const { installation: me, shows_people: seesPeople } = store.type === "store" ? store : { installation: null, shows_people: false };
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
    const show = (seesPeople: boolean) =>
      render(<Scorecard log={log as unknown as LogModule} own={{ ...own, seesPeople }} door="mine" period={{ days: 90, from: "", to: "" }} />, app);
    show(seesPeople);
    setTimeout(() => void port.ask({ type: "store" }).then((again) => again.type === "store" && again.shows_people !== seesPeople && show(again.shows_people)), POLICY_TOLD_MS);
  } catch (error) {
    render(<p class="notice bad" role="alert">The scorecard could not be started: {String(error)}</p>, app);
  }
}

void start();
