// The time that work takes, in milliseconds. In Node on Linux it is the processor time of the main thread, so that what
// else the machine does is not counted as ours or a peer's; elsewhere, and in pages, the time by the clock.

let read = () => performance.now();
/** Which of the two it is, for the report. */
export let clockName = "by the clock";

if (globalThis.process?.platform === "linux") {
  try {
    const { openSync, readSync } = await import("node:fs");
    const file = openSync(`/proc/self/task/${process.pid}/schedstat`);
    const room = Buffer.alloc(64);
    const ask = () => Number.parseInt(room.latin1Slice(0, readSync(file, room, 0, 64, 0)), 10) / 1e6;
    if (ask() > 0) {
      read = ask;
      clockName = "processor time of the main thread";
    }
  } catch {
    // A kernel that does not tell: the clock will do.
  }
}

/** What asking for the time costs by itself. */
const cost = (() => {
  const gaps = [];
  for (let round = 0; round < 400; round++) {
    const began = read();
    gaps.push(read() - began);
  }
  return gaps.sort((a, b) => a - b)[200];
})();

/** A point in time. */
export const now = () => read();

/** Milliseconds since a point in time. */
export const since = (began) => Math.max(0, read() - began - cost);
