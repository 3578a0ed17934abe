// What the side panel does for an editor whose text cannot be read in place: the text is taken when the person asks,
// checked, corrected, and goes back by the person's own paste. For such an editor these stand for the abilities of the
// same name.
import { until } from "../../e2e/browser.mjs";

/** The text as the panel's box has it, taken from the editor by what a person would try in turn. */
async function taken(bench, panel) {
  const box = panel.getByLabel("Text to check");
  const { page } = bench;
  await page.key("Control+a");
  await panel.bringToFront();
  const take = panel.getByRole("button", { name: "Take the page’s selection" });
  await until(() => take.isEnabled(), Boolean, "the panel to know the page");
  await take.click();
  await bench.rest(300);
  if ((await box.inputValue()) !== "") return { box, from: "what is selected" };
  await page.front();
  await page.key("Control+c");
  await panel.bringToFront();
  await panel.getByRole("button", { name: "Paste from the clipboard" }).click();
  await until(() => box.inputValue(), Boolean, "the text in the panel");
  return { box, from: "the clipboard" };
}

const flags = (panel) => panel.locator('ol[aria-label^="Flags of the text"] .head q').allInnerTexts();

/** From the editor to the panel, with what is done there, and back into the editor. */
async function corrected(bench, lines, word, button, wanted) {
  const { page } = bench;
  const before = await bench.begin(lines);
  await page.type("!");
  before[before.length - 1] += "!";
  await bench.settles(() => bench.model(), before, "before");
  await bench.rest(600);
  const panel = await bench.panel();
  try {
    await taken(bench, panel);
    await bench.settles(async () => (await flags(panel)).includes(word), true, `“${word}” in the panel's list`);
    await panel.locator(".head", { hasText: word }).click();
    await panel.getByRole("button", { name: button, exact: typeof button === "string" }).first().click();
    await panel.getByRole("button", { name: "Copy corrected text" }).click();
    await until(() => panel.locator("#text-status").innerText(), (text) => /Copied/.test(text), "the copy");
  } finally {
    await panel.close();
  }
  await page.front();
  await page.key("Control+a");
  await page.key("Control+v");
  await bench.settles(() => bench.model(), wanted, "the model");
  await page.key("Control+z");
  await bench.settles(() => bench.model(), before, "undone");
  await page.key("Control+Shift+z");
  await bench.settles(() => bench.model(), wanted, "redone");
}

export async function read(bench) {
  const lines = ["We leverage every pound.", "A second block, guaranteed.", "The third and last."];
  await bench.begin(lines);
  const panel = await bench.panel();
  try {
    const { box, from } = await taken(bench, panel);
    bench.same((await box.inputValue()).split("\n"), lines, "the panel's text");
    await bench.settles(() => flags(panel), ["leverage", "guaranteed"], "the panel's list");
    bench.note(`the text comes from ${from}`);
  } finally {
    await panel.close();
  }
}

export const apply = (bench) => corrected(bench, ["Plain before.", "We can leverage it very well.", "Plain after"], "leverage", "use", ["Plain before.", "We can use it very well.", "Plain after!"]);

export async function module(bench) {
  await bench.part("one line", () =>
    corrected(bench, ["Borrow at 9.9% interest", "Plain after"], "9.9% interest", /^Representative APR/, ["Borrow at 9.9% interest Representative 19.9% APR (variable).", "Plain after!"]));
  await bench.part("several lines", () =>
    corrected(bench, ["Take a signature loan", "Plain after"], "signature loan", /^Loan steps/, ["Take a signature loan Ask us first.", "Read every term.", "Then sign.", "Plain after!"]));
}

/** What there is none of, and why that is no fault. */
export const none = {
  mark: "nothing is marked in place: the panel lists the flags, and shows each in its own box",
  log: "a text that is checked in the panel is no draft, and is not logged",
};
