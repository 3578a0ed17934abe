// Rules that need data: the dictionary and the tagger's model come out of the package, only where a guide asks for them.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { artefacts, log, plainMarks, stopWorker, texts, until } from "./browser.mjs";
import { stage } from "./pages.mjs";

let at;
before(async () => (at = await stage()));
after(() => at.end());

const GUIDE = (dictionary) => `housestyle: 1
name: Spelling guide
version: "1"
owner: Test owner
rules:
  - id: spell.words
    spell: {dictionary: ${dictionary}, words: [Acme]}
    examples: {flag: [We recieve it], pass: [Acme receives it]}
  - id: words.very
    sequence: [{pattern: very}, {tag: JJ}]
    examples: {flag: [It is very good], pass: [The very idea]}
`;

async function load(page, name, source) {
  const file = join(artefacts, name);
  writeFileSync(file, source);
  await page.locator("#guide-file").setInputFiles(file);
}

test("a guide with spelling and a sequence flags both, and a background that starts anew finds the same flags", async () => {
  const options = await at.browser.context.newPage();
  await options.goto(at.browser.url("pages/options.html"));
  await load(options, "spelling.yaml", GUIDE("en_US"));
  await options.getByText("“Spelling guide” is in force.").waitFor();
  assert.equal(await options.getByLabel("Rules that are not judged").count(), 0);
  const page = await at.open("fields.html");
  await page.locator("#area").click();
  await page.keyboard.type("Acme will recieve a very good parcel.", { delay: 20 });
  const wanted = ["recieve", "very good"];
  await until(() => plainMarks(page), (found) => texts(found).join() === wanted.join(), "both marks");
  await page.screenshot({ path: join(artefacts, "resources.png") });
  const flags = (events) => events.filter((event) => event.kind.startsWith("flag_")).map((event) => `${event.kind} ${event.rule}`);
  const before = await until(async () => flags(await log(at.browser)), (found) => found.length === 2, "both in the log");
  await stopWorker(at.browser);
  await page.locator("#area").click();
  await page.keyboard.press("End");
  await page.keyboard.type(" Thanks.", { delay: 20 });
  await until(() => plainMarks(page), (found) => texts(found).join() === wanted.join(), "the same marks");
  await page.waitForTimeout(2_500);
  assert.deepEqual(flags(await log(at.browser)), before);
  await page.close();
  await options.close();
});

test("pages cannot read the data", async () => {
  const page = await at.open("fields.html");
  const read = (path) => page.evaluate((url) => fetch(url).then(() => true, () => false), at.browser.url(path));
  assert.equal(await read("dictionaries/en_US.dic"), false);
  assert.equal(await read("models/english/tagger.txt"), false);
  await page.close();
});

test("a dictionary that is not in the package is told of, and no example fails for it", async () => {
  const options = await at.browser.context.newPage();
  await options.goto(at.browser.url("pages/options.html"));
  await load(options, "spelling.yaml", GUIDE("xx_XX"));
  const list = options.getByLabel("Rules that are not judged");
  await list.waitFor();
  assert.match(await list.innerText(), /spell\.words Not judged, nor were its examples run: it needs the spelling dictionary xx_XX/);
  await options.screenshot({ path: join(artefacts, "resources_missing.png") });
  await options.close();
});
