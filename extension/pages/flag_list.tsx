/**
 * Flags as a list in the order of the text, each with the acts that its hint offers. Knows nothing of where the text
 * stands; whoever shows the list carries the acts out.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import { words } from "../client/words.ts";
import type { DismissReason, Flag, FlagAct, RuleCard } from "../wire.ts";

export interface FlagListProps {
  /** Begins the ids of its elements. */
  name: string;
  label: string;
  flags: readonly Flag[];
  /** What makes a flag the same one the next time. */
  keyOf(flag: Flag): string;
  rules: readonly RuleCard[];
  /** What came of an act on a flag, said beside it. */
  notice: { flag: string; text: string } | undefined;
  /** Which acts make sense where the text stands. */
  escalates: boolean;
  /** Whether a flag can be set aside with its whole rule and a reason, or only taken off the list. */
  dismisses: boolean;
  onAct(flag: Flag, act: FlagAct): void;
}

const REASONS: DismissReason[] = ["false_positive", "quoted_or_legal", "approved_exception", "other"];

export function FlagList(props: FlagListProps) {
  const [open, setOpen] = useState<string | undefined>();
  const list = useRef<HTMLOListElement>(null);
  const rules = new Map(props.rules.map((rule) => [rule.id, rule]));
  const at = useRef(0);
  const index = props.flags.findIndex((flag) => props.keyOf(flag) === open);
  // When an act took its flag away, and the focus with it, the focus goes to the one that comes after.
  const acted = useRef(false);
  if (index >= 0) at.current = index;
  useEffect(() => {
    if (!acted.current || index >= 0) return;
    acted.current = false;
    if (document.activeElement !== document.body) return;
    const heads = list.current?.querySelectorAll<HTMLElement>("button.head");
    if (heads?.length) heads[Math.min(at.current, heads.length - 1)]!.focus();
  });
  const keys = (event: KeyboardEvent) => {
    const heads = [...(list.current?.querySelectorAll<HTMLElement>("button.head") ?? [])];
    const here = heads.indexOf(document.activeElement as HTMLElement);
    if (here < 0) return;
    const to = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: heads.length - 1 }[event.key];
    if (to === undefined || !heads[to]) return;
    event.preventDefault();
    heads[to].focus();
  };
  return (
    <ol class="entries" ref={list} aria-label={props.label} onKeyDown={keys}>
      {props.flags.map((flag, place) => {
        const key = props.keyOf(flag);
        const body = `${props.name}-${place}`;
        const isOpen = key === open;
        return (
          <li class={flag.verdict} key={key}>
            <button
              type="button"
              class="head"
              aria-expanded={isOpen}
              aria-controls={body}
              onClick={() => {
                setOpen(isOpen ? undefined : key);
                if (!isOpen) props.onAct(flag, { type: "show" });
              }}
            >
              <span class="verdict">{words.verdict[flag.verdict]} · {words.severity[flag.severity]}</span>
              <b>{flag.message}</b>
              {flag.quote !== "" && <q>{flag.quote}</q>}
            </button>
            <div id={body} hidden={!isOpen}>
              {isOpen && (
                <Acts
                  flag={flag}
                  rule={rules.get(flag.rule)}
                  escalates={props.escalates}
                  dismisses={props.dismisses}
                  onAct={(act) => {
                    acted.current = true;
                    props.onAct(flag, act);
                  }}
                />
              )}
              {props.notice?.flag === key && <p class="notice" role="status">{props.notice.text}</p>}
            </div>
          </li>
        );
      })}
    </ol>
  );
}

interface ActsProps {
  flag: Flag;
  rule: RuleCard | undefined;
  escalates: boolean;
  dismisses: boolean;
  onAct(act: FlagAct): void;
}

function Acts({ flag, rule, escalates, dismisses, onAct }: ActsProps) {
  const [asking, ask] = useState<"once" | "rule" | undefined>();
  const route = escalates ? rule?.route : undefined;
  return (
    <>
      {rule?.why && <p class="small">{rule.why}</p>}
      <p class="quiet small">
        {words.owner(rule?.owner ?? "")}
        {rule?.link && (
          <>
            {" · "}
            <a href={rule.link} target="_blank" rel="noopener noreferrer">{words.more}</a>
          </>
        )}
      </p>
      {!asking && (
        <div class="row" role="group" aria-label={words.suggestions}>
          {flag.suggestions.map((text, choice) => (
            <button type="button" class={choice === 0 ? "first" : ""} key={text} onClick={() => onAct({ type: "apply", choice })}>
              {text === "" ? words.leaveOut : text}
            </button>
          ))}
          {(rule?.modules ?? []).map((module) => (
            <button type="button" class="module" key={module.id} onClick={() => onAct({ type: "insert", module: module.id })}>
              <b>{module.title}</b>
              <span>{module.text}</span>
              <span>{words.approved(module.owner, module.reviewed)}</span>
            </button>
          ))}
          {route && <button type="button" onClick={() => onAct({ type: "escalate" })}>{words.escalate(route.owner)}</button>}
          {dismisses ? (
            <>
              <button type="button" onClick={() => ask("once")}>{words.ignoreOnce}</button>
              <button type="button" onClick={() => ask("rule")}>{words.ignoreRule}</button>
            </>
          ) : (
            <button type="button" onClick={() => onAct({ type: "dismiss", reason: "other", whole_rule: false })}>Take off the list</button>
          )}
        </div>
      )}
      {asking && (
        <div class="row" role="group" aria-label={asking === "once" ? words.whyOnce : words.whyRule}>
          <p class="small">{asking === "once" ? words.whyOnce : words.whyRule}</p>
          {REASONS.map((reason) => (
            <button type="button" key={reason} onClick={() => onAct({ type: "dismiss", reason, whole_rule: asking === "rule" })}>
              {words.reasons[reason]}
            </button>
          ))}
          <button type="button" onClick={() => ask(undefined)}>{words.back}</button>
        </div>
      )}
    </>
  );
}
