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
}

const REASONS: DismissReason[] = ["false_positive", "quoted_or_legal", "approved_exception", "other"];

export function Hint(props: HintProps) {
  const { flag, rule, notice } = props;
  const [asking, ask] = useState<"once" | "rule" | undefined>();
  const suggestions = flag.suggestions;
  const modules = rule?.modules ?? [];
  const route = rule?.route;
  return (
    <div class={flag.verdict}>
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
              <button type="button" class={choice === 0 ? "first" : ""} key={text} onClick={() => props.onApply(choice)}>
                {text === "" ? words.leaveOut : text}
              </button>
            ))}
          </div>
        </section>
      )}
      {!asking && modules.length > 0 && (
        <section>
          <h3>{words.modules}</h3>
          {modules.map((module) => (
            <button type="button" class="module" key={module.id} onClick={() => props.onInsert(module)}>
              <b>{module.title}</b>
              <span>{module.text}</span>
              <span>{words.approved(module.owner, module.reviewed)}</span>
            </button>
          ))}
        </section>
      )}
      {asking && (
        <section aria-label={words.reason}>
          <h3>{asking === "once" ? words.whyOnce : words.whyRule}</h3>
          <div class="choices">
            {REASONS.map((reason) => (
              <button type="button" key={reason} onClick={() => props.onDismiss(reason, asking === "rule")}>
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
          <button type="button" class="quiet" onClick={() => ask("once")}>{words.ignoreOnce}</button>
          <button type="button" class="quiet" onClick={() => ask("rule")}>{words.ignoreRule}</button>
          <button type="button" class="quiet" onClick={() => props.onClose()}>{words.close}</button>
        </footer>
      )}
    </div>
  );
}
