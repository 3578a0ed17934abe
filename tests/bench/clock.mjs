// The time that work takes, in milliseconds. In Node on Linux it is the processor time of the main thread, so that what
// else the machine does is not counted as ours or a peer's; elsewhere, and in pages, the time by the clock.

/** Whether a clock sees a fraction of a millisecond. */
function isFine(ask) {
  let seen = 0;
  for (let round = 0; round < 20; round++) {
    const began = ask();
    let sum = 0;
    for (let at = 0; at < 50_000; at++) sum = (sum + at * at) % 1_000_003;
    const took = ask() - began;
    if (took > 0 && took < 3 && sum >= 0) seen++;
  }
  return seen > 10;
}

let read = () => performance.now();
/** Which of the two it is, for the report. */
export let clockName = "by the clock";

if (globalThis.process?.platform === "linux") {
  try {
    const { openSync, readSync } = await import("node:fs");
    const file = openSync(`/proc/self/task/${process.pid}/schedstat`);
    const room = Buffer.alloc(64);
    const ask = () => {
      // Linux brings the file up to date at its ticks, milliseconds apart, but whenever it is asked for this.
      process.cpuUsage();
      return told();
    };
    const told = () => Number.parseInt(room.latin1Slice(0, readSync(file, room, 0, 64, 0)), 10) / 1e6;
    if (told() > 0 && isFine(ask)) {
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
