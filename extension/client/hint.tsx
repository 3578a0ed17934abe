/**
 * What the hint shows of a flag, and the acts it offers. Says everything in words; knows nothing of where it stands.
 */
import { useState } from "preact/hooks";
import type { DismissReason, Flag, ModuleCard, RuleCard } from "../wire.ts";
import { words } from "./words.ts";

export interface HintProps {
  flag: Flag;
  rule: RuleCard | undefined;
  /** Said instead of the acts, when something has come of one. */
  notice: string | undefined;
  onApply(choice: number): void;
  onInsert(module: ModuleCard): void;
  onDismiss(reason: DismissReason, wholeRule: boolean): void;
  onEscalate(): void;
  onClose(): void;
  /** How many flags a prompt was held back for, when it was. */
  held?: number | undefined;
  /** The person sends the prompt as it is. */
  onSend?(reason: DismissReason): void;
  /** The text is nobody's to change here: wordings are copied. */
  readOnly?: boolean | undefined;
  onCopy?(text: string): void;
}

const REASONS: DismissReason[] = ["false_positive", "quoted_or_legal", "approved_exception", "other"];

export function Hint(props: HintProps) {
  const { flag, rule, notice } = props;
  const [asking, ask] = useState<"once" | "rule" | "send" | undefined>();
  // What is said last of a prompt that was held back is that it may be sent now: the rest is done with.
  const isOver = props.held !== undefined && notice !== undefined;
  const suggestions = isOver ? [] : flag.suggestions.filter((text) => !props.readOnly || text !== "");
  const modules = isOver ? [] : (rule?.modules ?? []);
  const route = isOver || props.readOnly ? undefined : rule?.route;
  return (
    <div class={flag.verdict}>
      {props.held !== undefined && !isOver && <p class="held" role="alert">{words.held(props.held)}</p>}
      <header>
        <span class="verdict">{words.verdict[flag.verdict]} · {words.severity[flag.severity]}</span>
        <h2 id="headline">{flag.message}</h2>
        <div id="reason">
          {rule?.why && <p class="why">{rule.why}</p>}
          <p class="owner">
            {words.owner(rule?.owner ?? "")}
            {rule?.link && (
              <>
                {" · "}
                <a href={rule.link} target="_blank" rel="noopener noreferrer">{words.more}</a>
              </>
            )}
          </p>
        </div>
      </header>
      {notice && <p class="notice" role="status">{notice}</p>}
      {!asking && suggestions.length > 0 && (
        <section aria-label={words.suggestions}>
          <div class="choices">
            {suggestions.map((text, choice) => (
              <button type="button" class={choice === 0 ? "first" : ""} key={text} onClick={() => (props.readOnly ? props.onCopy?.(text) : props.onApply(choice))}>
                {props.readOnly ? words.copy(text) : text === "" ? words.leaveOut : text}
              </button>
            ))}
          </div>
        </section>
      )}
      {!asking && modules.length > 0 && (
        <section>
          <h3>{words.modules}</h3>
          {modules.map((module) => (
            <button type="button" class="module" key={module.id} onClick={() => (props.readOnly ? props.onCopy?.(module.text) : props.onInsert(module))}>
              <b>{module.title}</b>
              <span>{module.text}</span>
              <span>{words.approved(module.owner, module.reviewed)}</span>
            </button>
          ))}
        </section>
      )}
      {asking && (
        <section aria-label={words.reason}>
          <h3>{asking === "send" ? words.whySend : asking === "once" ? words.whyOnce : words.whyRule}</h3>
          <div class="choices">
            {REASONS.map((reason) => (
              <button type="button" key={reason} onClick={() => {
                ask(undefined);
                if (asking === "send") props.onSend?.(reason);
                else props.onDismiss(reason, asking === "rule");
              }}>
                {words.reasons[reason]}
              </button>
            ))}
            <button type="button" class="quiet" onClick={() => ask(undefined)}>{words.back}</button>
          </div>
        </section>
      )}
      {route && !asking && (
        <section>
          <button type="button" class={suggestions.length === 0 ? "first" : ""} onClick={() => props.onEscalate()}>
            {words.escalate(route.owner)}
          </button>
          {(route.respond_within || route.resolve_within) && (
            <p class="owner">{words.within(route.respond_within, route.resolve_within)}</p>
          )}
        </section>
      )}
      {!asking && (
        <footer>
          {props.held !== undefined && !isOver && (
            <button type="button" class="quiet" onClick={() => ask("send")}>{words.sendAnyway}</button>
          )}
          {props.held === undefined && !props.readOnly && (
            <>
              <button type="button" class="quiet" onClick={() => ask("once")}>{words.ignoreOnce}</button>
              <button type="button" class="quiet" onClick={() => ask("rule")}>{words.ignoreRule}</button>
            </>
          )}
          <button type="button" class="quiet" onClick={() => props.onClose()}>{words.close}</button>
        </footer>
      )}
    </div>
  );
}
