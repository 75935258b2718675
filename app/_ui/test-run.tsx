import { CircleCheck, CircleDashed, CircleMinus, CircleX, LoaderCircle } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

export type TestState = "waiting" | "running" | "passed" | "failed" | "skipped";

const STATES = {
  waiting: { Icon: CircleDashed, tone: "text-muted" },
  running: { Icon: LoaderCircle, tone: "text-info" },
  passed: { Icon: CircleCheck, tone: "text-ok" },
  failed: { Icon: CircleX, tone: "text-danger" },
  skipped: { Icon: CircleMinus, tone: "text-muted" },
} as const satisfies Record<TestState, unknown>;

/** A test whose rows fill in while it runs: read out as they come. Each row may be streamed by its own Suspense. */
export function TestRun({ label, children }: { label: string; children: ReactNode }) {
  return (
    <section aria-label={label} role="status" aria-live="polite" className="rounded-lg border bg-surface">
      <ol className="divide-y divide-line">{children}</ol>
    </section>
  );
}

type TestRowProps = {
  title: ReactNode;
  state: TestState;
  /** How long it took, in words. */
  time?: string | undefined;
  /** Of a failure: what was wrong, and what to do. */
  cause?: ReactNode;
  fix?: ReactNode;
  /** Of a success: what was seen. */
  children?: ReactNode;
};

/** One check. A failure interrupts once, when its row comes. */
export function TestRow({ title, state, time, cause, fix, children }: TestRowProps) {
  const t = useTranslations("ui.test");
  const { Icon, tone } = STATES[state];
  return (
    <li className="grid gap-1 p-4" aria-busy={state === "running" || undefined}>
      <div className="flex items-start gap-3">
        <Icon
          aria-hidden="true"
          className={`size-5 shrink-0 ${tone} ${state === "running" ? "animate-spin" : ""}`}
        />
        <div className="flex min-w-0 flex-wrap items-baseline gap-x-3 gap-y-1">
          <span className="font-medium">{title}</span>
          <span className={`text-table ${tone}`}>{t(state)}</span>
          {time && <span className="text-table text-muted tabular-nums">{time}</span>}
        </div>
      </div>
      {state === "failed" && (cause || fix) && (
        <div role="alert" className="ms-8 grid max-w-[72ch] gap-1">
          {cause && <p>{cause}</p>}
          {fix && <p className="font-medium">{fix}</p>}
        </div>
      )}
      {children && <div className="ms-8 max-w-[72ch] text-muted">{children}</div>}
    </li>
  );
}
