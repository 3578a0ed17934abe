// What a key costs the page's main thread in the extension's own scripts, in a text of 20,000 words. Told, and never a
// reason to fail: machines are noisy.
const KEYS = 40;

export async function pace(bench) {
  const { facts, page } = bench;
  if (!page.share) return bench.unknown("measured in Chromium only");
  const line = "we leverage every plain word that people utilize to say what is guaranteed and what is not ".repeat(6).trim().split(" ").slice(0, 100).join(" ");
  await bench.begin(Array.from({ length: 200 }, () => line));
  await page.type(" x");
  await bench.rest(1_500);
  const shares = (await page.share("plain words at the end of a long text, so.".slice(0, KEYS))).sort((a, b) => a - b);
  const p99 = shares[Math.ceil(shares.length * 0.99) - 1];
  bench.note(`p99 ${p99.toFixed(1)} ms, median ${shares[shares.length >> 1].toFixed(1)} ms${facts.multiline ? "" : ", in one line"}`);
  if (p99 > 2) throw new Error("more than 2 ms");
}
