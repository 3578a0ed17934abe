// An approved text goes in the same way as a suggestion, be it of one line or of many.
export async function module(bench) {
  const { facts, page } = bench;
  await bench.part("one line", async () => {
    const before = await bench.begin(["Borrow at 9.9% interest", "Plain after"]);
    await page.type("!");
    before[before.length - 1] += "!";
    await bench.rest(300);
    await bench.fix("9.9% interest", "Representative APR");
    const after = facts.multiline ? ["Borrow at 9.9% interest Representative 19.9% APR (variable).", "Plain after!"] : [`${before[0]} Representative 19.9% APR (variable).`];
    await bench.settles(() => bench.model(), after, "the model");
    if (facts.multiline) await bench.settles(() => page.evaluate(() => window.kit.beforeCaret()), after.join(""), "before the caret");
    await page.key("Control+z");
    await bench.settles(() => bench.model(), before, "undone");
    await bench.settles(() => bench.read(), before, "the checker's text");
  });
  if (!facts.multiline) return bench.note("one line: a module of several is left to the person");
  await bench.part("several lines", async () => {
    const before = await bench.begin(["Take a signature loan", "Plain after"]);
    await page.type("!");
    before[before.length - 1] += "!";
    await bench.rest(300);
    await bench.fix("signature loan", "Loan steps");
    const after = "Take a signature loan Ask us first.\nRead every term.\nThen sign.\nPlain after!";
    // The first line may come behind the words or begin a block of its own, as the editor has it with a person's paste.
    const one = (texts) => texts.join("\n").replace("loan\nAsk", "loan Ask");
    const joined = async () => one(await bench.model());
    await bench.settles(joined, after, "the model");
    await bench.settles(async () => one(await bench.read()), after, "the checker's text");
    await page.key("Control+z");
    await bench.settles(() => bench.model(), before, "undone");
    await bench.redone(joined, after);
  });
}
