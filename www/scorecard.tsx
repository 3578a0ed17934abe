/**
 * The scorecard as a page of the site: on made-up logs, and on exports that are dropped in, so that a leader can read
 * several people's together.
 */
import { render } from "preact";
import init, * as log from "./log.js";
import { inPieces, type LogModule, type Source } from "../extension/pages/scorecard/model.ts";
import { Scorecard } from "../extension/pages/scorecard/scorecard.tsx";

interface Sample {
  files: string[];
  /** Whose the sample's own work is. */
  me: string;
  /** The present of the made-up people. */
  now: number;
}

const sample = (name: string): Source => ({
  name,
  async read(take) {
    const response = await fetch(`logs/${name}`);
    if (!response.ok) throw new Error(`${name} is not there`);
    await inPieces(await response.text(), take);
  },
});

async function start(): Promise<void> {
  const app = document.getElementById("app")!;
  try {
    const [{ files, me, now }] = await Promise.all([
      fetch("logs/index.json").then((response) => response.json() as Promise<Sample>),
      init({ module_or_path: new URL("log_bg.wasm", document.baseURI) }),
    ]);
    const own = { sources: files.map(sample), me, about: "On the logs of made-up people, until you drop in your own. Everything is computed in this page; nothing is sent anywhere.", keptWithFiles: false, now };
    render(<Scorecard log={log as unknown as LogModule} own={own} door="ours" period={{ days: null, from: "", to: "" }} />, app);
  } catch (error) {
    render(<p class="notice bad" role="alert">The scorecard could not be started: {String(error)}</p>, app);
  }
}

void start();
