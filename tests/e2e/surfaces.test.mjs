// AI tools, on a page that imitates one and says so: prompts that are held back once, and answers that are marked as
// they stream in, without a change to the page.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { artefacts, axeHint, hint, log, plainMarks, press, richMarks, root, texts, until, worker } from "./browser.mjs";
import { stage } from "./pages.mjs";

const GUIDE = `housestyle: 1
name: Imitation guide
version: "1"
owner: Test owner
routes:
  security: {owner: Security, respond_within: 1h}
surfaces:
  - {name: Imitation, hosts: [localhost], prompt: "#prompt, #rich", send: "#send", response: "[data-role=tool]"}
rules:
  - {id: prompt.codename, verdict: restrict, hold: true, where: {surface: prompt}, terms: [Nightjar], suggest: [the project], keep_case: false, why: Code names stay in the house.}
  - {id: prompt.client, verdict: restrict, hold: true, where: {surface: prompt}, terms: [Initech], suggest: [a client]}
  - {id: prompt.price, verdict: restrict, where: {surface: prompt}, terms: [price list]}
  - {id: words.leverage, where: {surface: [response, draft]}, replace: {leverage: use}}
  - {id: claims.guarantee, verdict: restrict, where: {surface: [response, draft]}, terms: [guaranteed]}
`;

let at;
before(async () => {
  at = await stage();
  await load("imitation.yaml", GUIDE, "Imitation guide");
});
after(() => at.end());

/** Puts a guide in force. */
async function load(file, text, name) {
  const options = await at.browser.context.newPage();
  await options.goto(at.browser.url("pages/options.html"));
  await options.locator("#guide-file").setInputFiles({ name: file, mimeType: "text/yaml", buffer: Buffer.from(text) });
  await until(() => options.locator("main").innerText(), (said) => said.includes(`“${name}” is in force`));
  await options.close();
}

const sent = (page) => page.evaluate(() => window.sent);
const shown = (page) => until(() => hint(page), (found) => found !== undefined, "the hint");
const gone = (page) => until(() => hint(page), (found) => found === undefined, "no hint");
const pause = (page) => page.waitForTimeout(700);

async function prompted(words, id = "prompt", marks = plainMarks) {
  const page = await at.open("imitation.html");
  await page.locator(`#${id}`).click();
  await page.keyboard.type(words, { delay: 3 });
  await until(() => marks(page), (found) => found.length > 0, "marks in the prompt");
  return page;
}

test("Enter is held once, the hint fixes, and then the prompt goes out", async () => {
  const page = await prompted("Write about Nightjar");
  await page.keyboard.press("Enter");
  const said = await shown(page);
  assert.match(said.text, /Not sent yet/);
  assert.match(said.text, /Code names stay in the house/);
  assert.deepEqual(said.buttons, ["the project", "Send anyway", "Close"]);
  assert.deepEqual(await axeHint(page), []);
  await page.bringToFront();
  await page.screenshot({ path: join(artefacts, "held.png") });
  assert.deepEqual(await sent(page), []);
  assert.equal(await page.locator("#prompt").inputValue(), "Write about Nightjar", "the text is as it was");
  assert.equal(await page.evaluate(() => document.activeElement.id), "prompt");
  await press(page, "the project");
  await until(() => page.locator("#prompt").inputValue(), (text) => text === "Write about the project");
  await gone(page);
  await until(() => plainMarks(page), (found) => found.length === 0);
  await page.keyboard.press("Enter");
  assert.deepEqual(await sent(page), ["Write about the project"]);
  await page.close();
});

test("a prompt goes out anyway with a reason, which is logged for each flag it was held for", async () => {
  const page = await prompted("Nightjar for Initech");
  await page.keyboard.press("Enter");
  assert.match((await shown(page)).text, /2 places must not go out/);
  await press(page, "Send anyway");
  await until(() => hint(page), (found) => found?.buttons.includes("Approved exception"));
  await page.screenshot({ path: join(artefacts, "held-reasons.png") });
  await press(page, "Approved exception");
  const over = await until(() => hint(page), (found) => /Send it once more/.test(found?.text ?? ""));
  assert.deepEqual(over.buttons, ["Close"]);
  assert.deepEqual(await sent(page), [], "nothing is sent for the person");
  await page.keyboard.press("Enter");
  assert.deepEqual(await sent(page), ["Nightjar for Initech"]);
  await gone(page);
  const all = await until(() => log(at.browser), (events) => events.filter((event) => event.kind === "flag_dismissed").length === 2);
  const told = all.filter((event) => event.kind === "flag_dismissed").map(({ rule, reason, surface }) => [rule, reason, surface].join());
  assert.deepEqual(told.sort(), ["prompt.client,approved_exception,prompt", "prompt.codename,approved_exception,prompt"]);
  await page.close();
});

test("nobody is kept in: the second Enter goes through, and a new flag holds again", async () => {
  const page = await prompted("Nightjar");
  await page.keyboard.press("Enter");
  await shown(page);
  await page.keyboard.press("Enter");
  assert.deepEqual(await sent(page), [], "a second key at once is the same act");
  await page.keyboard.press("Shift+Enter");
  await page.keyboard.type("for Initech");
  await until(() => plainMarks(page), (found) => found.length === 2);
  await pause(page);
  await page.keyboard.press("Enter");
  assert.deepEqual(await sent(page), [], "Initech is new");
  await pause(page);
  await page.keyboard.press("Enter");
  assert.deepEqual(await sent(page), ["Nightjar\nfor Initech"]);
  await gone(page);
  // The next prompt is another one.
  await page.keyboard.type("Nightjar again");
  await until(() => plainMarks(page), (found) => texts(found).join() === "Nightjar");
  await page.keyboard.press("Enter");
  await shown(page);
  assert.equal((await sent(page)).length, 1);
  await page.close();
});

test("the form's button, the button that a surface names, and submit are held as well; what the guide does not name is not", async () => {
  let page = await prompted("Nightjar");
  await page.locator("#submit").click();
  await shown(page);
  assert.deepEqual(await sent(page), []);
  await page.keyboard.press("Escape");
  await gone(page);
  await pause(page);
  await page.locator("#submit").click();
  assert.deepEqual(await sent(page), ["Nightjar"]);
  await page.close();
  page = await prompted("Nightjar", "rich", richMarks);
  const html = await page.locator("#rich").innerHTML();
  await page.locator("#arrow").click();
  await shown(page);
  assert.deepEqual(await sent(page), []);
  assert.equal(await page.locator("#rich").innerHTML(), html);
  await press(page, "the project");
  await until(() => page.locator("#rich").innerText(), (text) => text === "the project");
  await until(() => richMarks(page), (found) => found.length === 0);
  await page.locator("#send").click();
  assert.deepEqual(await sent(page), ["the project"]);
  await page.close();
  page = await prompted("Our price list");
  await page.keyboard.press("Enter");
  assert.deepEqual(await sent(page), ["Our price list"], "a rule without hold holds nothing");
  await page.locator("#note").click();
  await page.keyboard.type("Nightjar");
  await page.waitForTimeout(300);
  await page.keyboard.press("Enter");
  assert.equal(await page.locator("#note").inputValue(), "Nightjar\n", "only prompts are held");
  await page.close();
});

test("Enter that ends a composition is not held, and a text the engine has not answered yet goes out", async () => {
  const page = await prompted("Nightjar");
  const session = await page.context().newCDPSession(page);
  await session.send("Input.imeSetComposition", { text: "に", selectionStart: 1, selectionEnd: 1 });
  await session.send("Input.dispatchKeyEvent", { type: "rawKeyDown", key: "Enter", code: "Enter", windowsVirtualKeyCode: 229 });
  await page.waitForTimeout(200);
  assert.equal(await hint(page), undefined);
  await session.send("Input.insertText", { text: "に" });
  await page.close();
  const quick = await prompted("Nightjar");
  // Changed and sent in one task of the page's: no answer to this text can have come, and none is waited for.
  await quick.locator("#prompt").evaluate((area) => {
    area.setRangeText(" and more", 8, 8);
    area.form.requestSubmit();
  });
  assert.deepEqual(await sent(quick), ["Nightjar and more"]);
  await quick.close();
});

test("an answer is marked as it streams in, at a bounded rate, and the page stays as its script made it", async () => {
  const page = await at.open("imitation.html");
  await page.locator("#note").click();
  const background = await worker(at.browser);
  await background.evaluate(() => {
    globalThis.heard = [];
    chrome.runtime.onConnect.addListener((port) => port.onMessage.addListener((message) => globalThis.heard.push(message)));
  });
  // Another client connects, so that its messages are counted.
  await page.reload();
  await page.locator("#note").click();
  await page.keyboard.type("x");
  await page.waitForTimeout(400);
  const before = (await log(at.browser)).length;
  const paragraphs = ["We leverage every tool there is, and it is guaranteed to work.", "Then we wait for the end of this sentence, which is long enough."];
  const began = Date.now();
  const streaming = page.evaluate((all) => window.stream(all, 16), paragraphs);
  // Marked before the stream is over.
  await until(() => richMarks(page), (found) => texts(found).join() === "leverage", "the first mark while it streams", 3_000);
  const html = await streaming;
  const took = Date.now() - began;
  await until(() => richMarks(page), (found) => texts(found).join() === "leverage,guaranteed");
  assert.equal(await page.locator("[data-role=tool]").evaluate((answer) => answer.outerHTML), html);
  assert.equal(html, `<div data-role="tool">${paragraphs.map((text) => `<p>${text}</p>`).join("")}</div>`);
  const heard = await background.evaluate(() => globalThis.heard.filter((message) => message.type === "field_opened" && message.surface === "response").map(({ field }) => field));
  assert.equal(heard.length, 1);
  const changes = await background.evaluate((field) => globalThis.heard.filter((message) => message.type === "field_changed" && message.field === field).length, heard[0]);
  assert.ok(changes >= 2 && changes <= took / 250 + 2, `${changes} changes in ${took} ms`);
  const [mark] = await richMarks(page);
  await page.mouse.move(mark.rect.x + mark.rect.width / 2, mark.rect.y + mark.rect.height / 2);
  const said = await shown(page);
  assert.deepEqual(said.buttons, ["Copy “use”", "Close"]);
  assert.deepEqual(await axeHint(page), []);
  await page.bringToFront();
  await page.screenshot({ path: join(artefacts, "answer.png") });
  await at.browser.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await press(page, "Copy “use”");
  await until(() => hint(page), (found) => /Copied: “use”/.test(found?.text ?? ""));
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), "use");
  assert.equal(await page.locator("[data-role=tool]").evaluate((answer) => answer.outerHTML), html);
  const logged = (await log(at.browser)).slice(before);
  assert.ok(logged.every((event) => event.surface !== "response"), "what a tool answers is not the person's work");
  await page.close();
});

test("where there are no surfaces, nothing is looked for", async () => {
  const page = await at.browser.context.newPage();
  await page.goto(at.address("imitation.html", "127.0.0.1"));
  await page.locator("#prompt").click();
  await page.keyboard.type("Nightjar is guaranteed");
  await until(() => plainMarks(page), (found) => texts(found).join() === "guaranteed", "a draft as any other");
  await page.evaluate(() => window.stream(["It is guaranteed."], 1));
  await page.waitForTimeout(600);
  assert.deepEqual(await richMarks(page), []);
  await page.locator("#prompt").click();
  await page.keyboard.press("Enter");
  assert.deepEqual(await sent(page), ["Nightjar is guaranteed"]);
  await page.close();
});

test("the selectors that ship know prompts, buttons and answers on pages that imitate the tools", async (t) => {
  // The file that ships, under hosts of this machine.
  const shipped = readFileSync(join(root, "guides/surfaces.yaml"), "utf8");
  const entries = shipped.slice(shipped.indexOf("surfaces:"), shipped.indexOf("rules: []"));
  const hosts = new Map();
  const local = entries.replace(/- name: (\w+)\n(\s+)hosts: \[.*\]/g, (_, name, indent) => {
    hosts.set(name, `${name.toLowerCase()}.localhost`);
    return `- name: ${name}\n${indent}hosts: [${hosts.get(name)}]`;
  });
  assert.ok(hosts.size >= 10);
  await load("shipped.yaml", GUIDE.replace(/surfaces:\n.*\n/, local).replace("name: Imitation guide", "name: Shipped surfaces"), "Shipped surfaces");
  for (const name of ["ChatGPT", "Claude", "Gemini", "Copilot", "Perplexity", "Notion", "WordPress"]) {
    await t.test(name, async () => {
      const page = await at.browser.context.newPage();
      await page.goto(`${at.address("imitations.html", hosts.get(name))}#${name}`);
      const field = page.locator("#composer textarea, #composer [contenteditable]");
      const marks = (await field.evaluate((element) => element.localName)) === "textarea" ? plainMarks : richMarks;
      await field.click();
      await page.keyboard.type("Nightjar");
      await until(() => marks(page), (found) => texts(found).join() === "Nightjar", "the prompt's own rule");
      await page.keyboard.press("Enter");
      await shown(page);
      assert.deepEqual(await sent(page), []);
      await pause(page);
      await page.keyboard.press("Enter");
      assert.equal((await sent(page)).length, 1);
      if (await page.locator("#composer button").count()) {
        await field.click();
        await page.keyboard.press("End");
        await page.keyboard.type(" Initech");
        await until(() => marks(page), (found) => texts(found).includes("Initech"));
        await pause(page);
        await page.locator("#composer button i").click();
        await shown(page);
        assert.equal((await sent(page)).length, 1, "the button is held");
        await page.evaluate(() => window.answer("It is guaranteed."));
        await until(() => richMarks(page), (found) => texts(found).includes("guaranteed"), "the answer's mark");
      }
      await page.close();
    });
  }
  for (const name of ["Jasper", "HubSpot", "LinkedIn"]) {
    await t.test(`${name}, whose prompts no selector is shipped for`, async () => {
      const page = await at.browser.context.newPage();
      await page.goto(`${at.address("imitations.html", hosts.get(name))}#${name}`);
      await page.locator("#composer [contenteditable]").click();
      await page.keyboard.type("Nightjar is guaranteed");
      await until(() => richMarks(page), (found) => texts(found).join() === "guaranteed", "it is a draft");
      await page.keyboard.press("Enter");
      assert.equal(await page.locator("#composer [contenteditable]").evaluate((field) => field.innerText.includes("\n")), true, "Enter is the page's");
      await page.evaluate(() => window.assist("Here the tool goes on to write a sentence of its own, and another one behind it."));
      const all = await until(() => log(at.browser), (events) => events.some((event) => event.kind === "generation" && event.host === hosts.get(name)), "what the tool wrote is its own", 15_000);
      const told = all.find((event) => event.kind === "generation" && event.host === hosts.get(name));
      assert.deepEqual([told.tool, told.evidence], [name, "streamed"]);
      await page.close();
    });
  }
});
