// A policy file where a browser looks for an organisation's: written where this user may, and never over another.
import { existsSync, mkdirSync, rmSync, rmdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** Writes it; gives how to take it away again, or none where that is not allowed or another one is there. */
export function putPolicy(file, content) {
  if (existsSync(file)) return undefined;
  const made = [];
  const undo = () => {
    rmSync(file, { force: true });
    // Folders that were there before, or that somebody else has put something into, stay.
    for (const folder of made.toReversed()) {
      try {
        rmdirSync(folder);
      } catch {
        return;
      }
    }
  };
  const need = (folder) => {
    if (existsSync(folder)) return;
    need(dirname(folder));
    mkdirSync(folder);
    made.push(folder);
  };
  try {
    need(dirname(file));
    writeFileSync(file, JSON.stringify(content));
    return undo;
  } catch {
    undo();
    return undefined;
  }
}
