/**
 * The playground: fields to write in, with the extension, or with the same client and engine in this page.
 */
import { startEngine } from "./engine_in_page.ts";

const button = document.getElementById("engine-start") as HTMLButtonElement;
const state = document.getElementById("engine-state") as HTMLElement;

async function startHere(): Promise<void> {
  button.disabled = true;
  state.textContent = "Starting the engine in this page…";
  try {
    const connect = await startEngine();
    // The client is a file of its own, the very one that the extension ships.
    const client = (await import("./client.js" as string)) as typeof import("../extension/client/client.ts");
    client.start(() => client.messageChannel(connect()));
    state.textContent = "The engine runs in this page. Its log stays in this site's storage.";
    button.remove();
  } catch (error) {
    state.textContent = `The engine could not be started: ${String(error)}`;
    button.disabled = false;
  }
}

button.addEventListener("click", () => void startHere());
if (new URLSearchParams(location.search).get("engine") === "page") void startHere();
