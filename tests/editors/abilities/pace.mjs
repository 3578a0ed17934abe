// What a key costs the page's main thread in the extension's own scripts, in a text of 20,000 words. Told, and never a
// reason to fail: machines are noisy.
const KEYS = 200;

export async function pace(bench) {
  const { facts, page } = bench;
  if (!page.costs) return bench.unknown("measured in Chromium only");
  if (facts.unread) return bench.unknown("nothing is read in place");
  const line = "we leverage every plain word that people utilize to say what is guaranteed and what is not ".repeat(6).trim().split(" ").slice(0, 100).join(" ");
  await bench.begin(Array.from({ length: 200 }, () => line));
  await page.type(" x");
  await bench.rest(1_500);
  const typed = "plain words at the end of a long text, so we leverage them. ".repeat(KEYS).slice(0, KEYS);
  const length = async () => (await bench.model()).join("").length;
  const before = await length();
  const costs = await page.costs(typed);
  bench.same((await length()) - before, typed.trimEnd().length, "the keys reach the text");
  const sorted = costs.map(({ call }) => call).sort((a, b) => a - b);
  const at = (share) => sorted[Math.ceil(sorted.length * share) - 1];
  const forced = costs.reduce((sum, { forced }) => sum + forced, 0) / costs.length;
  bench.note(`p99 ${at(0.99).toFixed(1)} ms, p90 ${at(0.9).toFixed(1)}, median ${at(0.5).toFixed(1)}${forced >= 0.05 ? `, of it ${forced.toFixed(1)} layout on average` : ""}${costs[0].thread ? "" : " (by the clock)"}${facts.multiline ? "" : ", in one line"}`);
  if (process.env.PACE_CALLS) for (const { calls, call, forced } of costs.toSorted((a, b) => b.call - a.call).slice(0, 5)) console.log(call.toFixed(2), forced.toFixed(2), calls.map(({ name, line, column, ms, after }) => `${name}:${line}:${column} ${ms.toFixed(2)} @${after.toFixed(0)}`).join("; "));
  if (at(0.99) > 2) throw new Error("more than 2 ms");
}
