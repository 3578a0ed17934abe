// Typed, pasted, scripted and undone text is told apart in the log, and every character is counted once.
export async function log(bench) {
  const { page, listener } = bench;
  // The same field of the page before was the same draft: what is told of it may still be on its way.
  const began = Date.now();
  const own = () => listener.events.filter(({ at }) => at >= began);
  await bench.begin([""]);
  await bench.rest(450);
  await page.type("Typed words ");
  await bench.rest(450);
  await page.clipboard("pasted text");
  await page.key("Control+v");
  await bench.settles(async () => (await bench.model()).join("\n"), "Typed words pasted text", "the model");
  await bench.rest(450);
  await page.key("Control+z");
  await bench.rest(450);
  const undone = (await bench.model()).join("\n").length;
  const scripted = " By a script.";
  await page.evaluate(async (text) => void (await window.bench.setModel([`${(await window.bench.model()).join("\n")}${text}`])), scripted);
  await bench.rest(500);
  const end = (await bench.model()).join("\n").length;
  await page.evaluate(() => window.kit.field().setAttribute("data-housestyle", "off"));
  const closed = () => own().findLast((event) => event.kind === "draft_closed");
  for (let tries = 0; !closed() && tries < 60; tries++) await bench.rest(100);
  const draft = closed()?.draft;
  if (!draft) throw new Error("the draft is never closed in the log");
  const revisions = own().filter((event) => event.kind === "revision" && event.draft === draft);
  const sum = (origin, what) => revisions.filter((event) => !origin || event.origin === origin).reduce((total, event) => total + event[what], 0);
  const told = JSON.stringify(revisions.map(({ origin, inserted, deleted }) => [origin, inserted, deleted]));
  await bench.part("typed", async () => bench.same(sum("typed", "inserted"), 12, `characters of ${told}`));
  await bench.part("pasted", async () => bench.same(sum("pasted", "inserted"), 11, `characters of ${told}`));
  await bench.part("undone", async () => bench.same(sum("unknown", "deleted") >= 23 - undone && undone < 23, true, `taken back, of ${told}, ${undone} left`));
  await bench.part("by a script", async () => bench.same(sum("unknown", "inserted") >= scripted.length, true, `characters of ${told}`));
  await bench.part("in all", async () => bench.same(sum("", "inserted") - sum("", "deleted"), end, `characters of ${told}`));
}
