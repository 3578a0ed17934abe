// Texts of any length from the paragraphs under `texts/`. The same length is the same text, on every machine.
import { readFileSync } from "node:fs";
import { chance, pick, shuffled } from "./chance.mjs";

/** Paragraphs of public-domain English, in the order of the book. */
export const PARAGRAPHS = readFileSync(new URL("texts/persuasion.txt", import.meta.url), "utf8").trim().split("\n");

export const wordsOf = (text) => text.split(/\s+/).filter(Boolean);

/** The paragraph that every text has in its middle: keystrokes go there, so that they are the same in each. */
export const MIDDLE = PARAGRAPHS.find((paragraph) => {
  const words = wordsOf(paragraph).length;
  return words >= 66 && words <= 74;
});

/** So many words, a paragraph a line, the middle paragraph in the middle. */
export function plainText(words) {
  const others = PARAGRAPHS.filter((paragraph) => paragraph !== MIDDLE);
  const middle = wordsOf(MIDDLE).length;
  const random = chance(words);
  const lines = [];
  let left = words - middle;
  let placed = false;
  let order = [];
  while (left > 0) {
    if (order.length === 0) order = shuffled(random, others);
    if (!placed && left <= (words - middle) / 2) {
      lines.push(MIDDLE);
      placed = true;
    }
    const paragraph = wordsOf(order.pop()).slice(0, left);
    lines.push(paragraph.join(" "));
    left -= paragraph.length;
  }
  return lines.join("\n");
}

/** The index of the middle paragraph in a text's lines. */
export const middleOf = (text) => text.split("\n").indexOf(MIDDLE);

/** A text of which every 20th word on average gives way to a wording of the list. */
export function denseText(words, wordings) {
  const random = chance(words + 1);
  return plainText(words)
    .split("\n")
    .map((line) =>
      line === MIDDLE ? line : wordsOf(line).map((word) => (random() < 1 / 20 ? pick(random, wordings) : word)).join(" "),
    )
    .join("\n");
}

/** A text as an editor may leave it: a share of its words changed or gone, and every tenth paragraph moved. */
export function reworked(text, share) {
  const random = chance(7);
  const lines = text.split("\n").map((line) =>
    wordsOf(line).flatMap((word) => {
      if (random() >= share) return [word];
      return random() < 0.2 ? [] : random() < 0.3 ? [word, "moreover"] : ["another"];
    }).join(" "),
  );
  for (let at = 0; at + 5 < lines.length; at += 10) lines.splice(at + 5, 0, ...lines.splice(at, 1));
  return lines.join("\n");
}
