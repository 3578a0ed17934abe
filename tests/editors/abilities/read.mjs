// The text the checker sees is what a person sees, block by block.
export async function read(bench) {
  const { facts, page } = bench;
  const text = await bench.begin(["We use every pound.", "A second block, with a bold word and more.", "The third and last."]);
  if (facts.bold) await page.evaluate(() => window.bench.bold(1, 22, 26));
  await bench.part("at first", async () => {
    await bench.settles(() => bench.read(), text, "the checker's blocks");
    await bench.settles(() => page.evaluate(() => window.kit.seen()), text, "the person's blocks");
  });
  await bench.part("after typing", async () => {
    await bench.toEnd();
    await page.type(" And more");
    const wanted = [...text.slice(0, -1), `${text.at(-1)} And more`];
    await bench.settles(() => bench.model(), wanted, "the model");
    await bench.settles(() => bench.read(), wanted, "the checker's blocks");
  });
  if (!facts.multiline) return bench.note("one line");
  await bench.part("after Enter", async () => {
    await page.key("Enter");
    await page.type("A new block");
    await bench.settles(async () => (await bench.model()).at(-1), "A new block", "the model");
    await bench.settles(() => bench.read(), await page.evaluate(() => window.kit.seen()), "the checker's blocks");
    bench.same((await bench.read()).at(-1), "A new block", "the last block");
  });
}
