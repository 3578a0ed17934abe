/**
 * The panel's box for text that cannot be read in place, as in code editors and in editors that paint their own text: it
 * is taken from the page's selection or the clipboard when the person asks, checked in the background, and given back
 * to copy. Nothing of it is kept, logged or written into the page.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import { withOneSpace } from "../client/apply.ts";
import type { Flag, FlagAct, RuleCard } from "../wire.ts";
import type { EnginePort } from "./engine_port.ts";
import { FlagList } from "./flag_list.tsx";
import { selectedText } from "./selected_text.ts";
import { plural } from "./words.ts";

/** Text is checked when nothing was typed for so long. */
const REST_MS = 150;

interface Checked {
  text: string;
  flags: readonly Flag[];
  rules: readonly RuleCard[];
}

export function TextSection({ port, tab, host, mayTake }: { port: EnginePort; tab: number | undefined; host: string; mayTake: boolean }) {
  const [text, setText] = useState("");
  const [checked, setChecked] = useState<Checked | undefined>();
  const [hidden, hide] = useState<ReadonlySet<string>>(new Set());
  const [status, say] = useState("");
  const box = useRef<HTMLTextAreaElement>(null);

  useEffect(() => {
    if (text.trim() === "") {
      setChecked(undefined);
      return;
    }
    let current = true;
    const timer = setTimeout(async () => {
      const reply = await port.ask({ type: "check_text", text, host });
      if (current && reply.type === "checked") setChecked({ text, flags: reply.flags, rules: reply.rules });
    }, REST_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [text, host]);

  const take = (taken: string, from: string) => {
    if (taken.trim() === "") {
      say(`There is no text in ${from}.`);
      return;
    }
    say("");
    hide(new Set());
    setText(taken.replace(/\r\n?/g, "\n"));
    box.current?.focus();
  };
  const paste = async () => {
    try {
      take(await navigator.clipboard.readText(), "the clipboard");
    } catch {
      box.current?.focus();
      say("The browser does not let the clipboard be read from here. Press Ctrl+V, or ⌘V, to paste into the box.");
    }
  };
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      say("Copied. Paste it over your text.");
    } catch {
      box.current?.focus();
      box.current?.select();
      say("The browser does not let the clipboard be written from here. Press Ctrl+C, or ⌘C, to copy the selected text.");
    }
  };

  /** Puts a text in the place of a flag's words, as the person's own typing would: undo takes it back. */
  const act = (flag: Flag, act: FlagAct) => {
    const area = box.current;
    if (!area || !checked || area.value !== checked.text) return;
    const line = lineAt(checked.text, flag.block);
    let span = flag.span;
    let wording: string | undefined;
    if (act.type === "apply") {
      wording = flag.suggestions[act.choice] ?? "";
      if (wording === "") span = withOneSpace(line.text, span);
    } else if (act.type === "insert") {
      const module = checked.rules.find((rule) => rule.id === flag.rule)?.modules.find((module) => module.id === act.module);
      const end = line.text.trimEnd().length;
      span = { start: end, end };
      wording = (end > 0 ? " " : "") + (module?.text.trim() ?? "");
    } else if (act.type === "dismiss") {
      hide(new Set([...hidden, keyOf(flag)]));
      return;
    }
    const focus = document.activeElement as HTMLElement | null;
    area.focus();
    area.setSelectionRange(line.start + span.start, line.start + span.end);
    if (wording === undefined) {
      showSelection(area);
      // The words are shown; the person goes on in the list.
      focus?.focus();
      return;
    }
    const done = wording === "" ? document.execCommand("delete") : document.execCommand("insertText", false, wording);
    if (!done) say("The box would not take the change. Please write it by hand.");
    else say("");
    focus?.focus();
  };

  const flags = checked?.text === text ? checked.flags.filter((flag) => !hidden.has(keyOf(flag))) : (checked?.flags ?? []);
  return (
    <section aria-labelledby="text-title">
      <h2 id="text-title">Check a text</h2>
      <p class="quiet small">
        For code editors and for documents that are drawn, not written, in the page. The text stays on your machine and is not kept.
      </p>
      <div class="row">
        <button type="button" disabled={!mayTake} onClick={() => void (async () => tab !== undefined && take(await selectedText(tab), "the page’s selection"))()}>
          Take the page’s selection
        </button>
        <button type="button" onClick={() => void paste()}>Paste from the clipboard</button>
      </div>
      <label for="text-box">Text to check</label>
      <textarea
        id="text-box"
        ref={box}
        rows={7}
        spellcheck={false}
        value={text}
        onInput={(event) => {
          hide(new Set());
          setText(event.currentTarget.value);
        }}
      />
      <div class="row between">
        <p class="quiet small" role="status" id="text-status">
          {status || (text.trim() === "" ? "" : !checked ? "Checking…" : flags.length === 0 ? "Nothing is flagged." : plural(flags.length, "flag", "flags"))}
        </p>
        <button type="button" disabled={text === ""} onClick={() => void copy()}>Copy corrected text</button>
      </div>
      {flags.length > 0 && (
        <FlagList
          name="text"
          label="Flags of the text, in order"
          flags={flags}
          keyOf={keyOf}
          rules={checked?.rules ?? []}
          notice={undefined}
          escalates={false}
          dismisses={false}
          onAct={act}
        />
      )}
    </section>
  );
}

/** A flag of the same rule on the same words of the same line, whatever number it has this time. */
const keyOf = (flag: Flag) => [flag.rule, flag.block, flag.span.start, flag.quote].join("\u001f");

/** A line of a text, by its number from 0, and where it begins. */
function lineAt(text: string, number: number): { text: string; start: number } {
  const lines = text.split("\n");
  const start = lines.slice(0, number).reduce((length, line) => length + line.length + 1, 0);
  return { text: lines[number] ?? "", start };
}

/** Browsers do not scroll to a selection that a script made. */
function showSelection(area: HTMLTextAreaElement): void {
  const lines = area.value.slice(0, area.selectionStart).split("\n").length - 1;
  const height = parseFloat(getComputedStyle(area).lineHeight) || 20;
  area.scrollTop = Math.max(0, lines * height - area.clientHeight / 2);
}
