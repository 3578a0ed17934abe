// What keys cost a page's main thread, by the browser's own trace: all of its tasks, and of these the calls of the
// client's functions with whatever they made the browser do at once. Never counts time in which the machine did other
// things, where the browser tells processor time.

const CATEGORIES = ["devtools.timeline", "disabled-by-default-devtools.timeline", "v8", "toplevel", "__metadata"];
/** What a script makes the browser do at once by asking where something stands. */
const FORCED = new Set(["Layout", "UpdateLayoutTree", "PrePaint", "HitTest"]);

/** Strikes these keys one after another, each followed by `rest` milliseconds, and gives for each the milliseconds of
 * all `task`s, of the client's `call`s, of what was `forced` within these, and the single calls. `names`, where given,
 * takes the sum of each kind of event's own time. */
export async function traceKeys(session, keys, strike, { rest, names }) {
  const events = [];
  const gather = ({ value }) => events.push(...value);
  session.on("Tracing.dataCollected", gather);
  await session.send("Tracing.start", { transferMode: "ReportEvents", traceConfig: { includedCategories: CATEGORIES } });
  for (const key of keys) {
    await strike(key);
    await new Promise((done) => setTimeout(done, rest));
  }
  await new Promise((done) => setTimeout(done, 150));
  const complete = new Promise((done) => session.once("Tracing.tracingComplete", done));
  await session.send("Tracing.end");
  await complete;
  session.off("Tracing.dataCollected", gather);
  const heard = events.filter((event) => event.name === "EventDispatch" && event.args?.data?.type === "keydown").sort((a, b) => a.ts - b.ts);
  // An editor in a frame may repeat a key for the page around it.
  const downs = heard.filter(({ ts }, index) => index === 0 || ts - heard[index - 1].ts > 20_000);
  if (downs.length !== keys.length) throw new Error(`${downs.length} keys in the trace, not ${keys.length}`);
  const [{ pid, tid }] = downs;
  const own = events.filter((event) => event.pid === pid && event.tid === tid && event.ph === "X").sort((a, b) => a.ts - b.ts);
  const spent = (event) => (event.tdur ?? event.dur ?? 0) / 1000;
  const within = (event, outer) => event.ts < outer.ts + (outer.dur ?? 0);
  const outermost = (list) => {
    const kept = [];
    for (const event of list) if (!kept.length || !within(event, kept.at(-1))) kept.push(event);
    return kept;
  };
  const tasks = outermost(own.filter((event) => event.name === "RunTask" || event.name === "ThreadControllerImpl::RunTask"));
  const calls = outermost(own.filter((event) => event.name === "FunctionCall" && event.args?.data?.url?.includes("client.js")));
  const forced = outermost(own.filter((event) => FORCED.has(event.name)));
  if (names) sumUp(own, spent, names);
  return downs.map((down, index) => {
    // A task begins before the key's event is dispatched in it.
    const begin = down.ts - 1_000;
    const end = (downs[index + 1]?.ts ?? down.ts + 150_000) - 1_000;
    const mine = (list) => list.filter(({ ts }) => ts >= begin && ts < end);
    const sum = (list) => list.reduce((total, event) => total + spent(event), 0);
    const ours = mine(calls);
    const inside = mine(forced).filter((event) => ours.some((call) => event.ts >= call.ts && within(event, call)));
    return {
      task: sum(mine(tasks)), call: sum(ours), forced: sum(inside),
      calls: ours.map((call) => ({ name: call.args.data.functionName, line: call.args.data.lineNumber, column: call.args.data.columnNumber, ms: spent(call), after: (call.ts - down.ts) / 1000 })),
      thread: own.some((event) => event.tdur !== undefined),
    };
  });
}

/** Each event's own time, without that of the events within it. */
function sumUp(own, spent, names) {
  const stack = [];
  for (const event of own) {
    while (stack.length && event.ts >= stack.at(-1).ts + (stack.at(-1).dur ?? 0)) stack.pop();
    const time = spent(event);
    names.set(event.name, (names.get(event.name) ?? 0) + time);
    const outer = stack.at(-1);
    if (outer) names.set(outer.name, names.get(outer.name) - time);
    stack.push(event);
  }
}
