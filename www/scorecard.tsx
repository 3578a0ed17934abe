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

/** A made-up log. It is fetched while the engine is made ready, and kept: another choice reads it again. */
function sample(name: string): Source {
  const text = fetch(`logs/${name}`).then((response) => {
    if (!response.ok) throw new Error(`${name} is not there`);
    return response.text();
  });
  // Whoever reads it is told.
  text.catch(() => undefined);
  return { name, read: async (take) => inPieces(await text, take) };
}

async function start(): Promise<void> {
  const app = document.getElementById("app")!;
  try {
    const [{ sources, me, now }] = await Promise.all([
      fetch("logs/index.json").then(async (response) => {
        const { files, ...rest } = (await response.json()) as Sample;
        return { ...rest, sources: files.map(sample) };
      }),
      init({ module_or_path: new URL("log_bg.wasm", document.baseURI) }),
    ]);
    const own = { sources, me, about: "On the logs of made-up people, until you drop in your own. Everything is computed in this page; nothing is sent anywhere.", keptWithFiles: false, now };
    render(<Scorecard log={log as unknown as LogModule} own={own} door="ours" period={{ days: null, from: "", to: "" }} />, app);
  } catch (error) {
    render(<p class="notice bad" role="alert">The scorecard could not be started: {String(error)}</p>, app);
  }
}

void start();
