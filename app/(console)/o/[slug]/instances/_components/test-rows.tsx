import { CircleCheck, CircleMinus, CircleX } from "lucide-react";
import type { CheckRow } from "#lib/upstreams/schema.ts";
import { CHECK_PROBLEMS, CHECK_TITLES } from "./check-texts.ts";

const OUTCOMES = {
  ok: { Icon: CircleCheck, word: "Passed", tone: "text-ok" },
  failed: { Icon: CircleX, word: "Failed", tone: "text-danger" },
  untold: { Icon: CircleMinus, word: "Not known", tone: "text-muted" },
  skipped: { Icon: CircleMinus, word: "Not tried", tone: "text-muted" },
} as const;

/** The checks of an instance with result and time; a failed one says why and what to do. */
export function TestRows({ rows }: { rows: readonly CheckRow[] }) {
  const failed = rows.some(({ outcome }) => outcome === "failed");
  return (
    <section aria-label="Test" role={failed ? "alert" : "status"} className="rounded-lg border bg-surface">
      <ol className="divide-y divide-line">
        {rows.map(({ check, outcome, problem, ms }) => {
          const { Icon, word, tone } = OUTCOMES[outcome];
          return (
            <li key={check} className="grid gap-1 p-4">
              <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <Icon aria-hidden="true" className={`size-5 shrink-0 ${tone}`} />
                <span className="font-medium">{CHECK_TITLES[check]}</span>
                <span className={`text-table ${tone}`}>{word}</span>
                {outcome !== "skipped" && (
                  <span className="text-table text-muted tabular-nums">{formatMs(ms)}</span>
                )}
              </div>
              {problem && (
                <p className="ms-8 max-w-[72ch]">
                  {CHECK_PROBLEMS[problem].cause}{" "}
                  <strong className="font-medium">{CHECK_PROBLEMS[problem].fix}</strong>
                </p>
              )}
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function formatMs(ms: number): string {
  return ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`;
}
