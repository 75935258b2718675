import { useTranslations } from "next-intl";
import type { CheckResult, PointResult, PointState } from "#lib/operations/schema.ts";
import { Card } from "../../_ui/card.tsx";
import { Disclosure } from "../../_ui/disclosure.tsx";
import { StatusDot } from "../../_ui/status-dot.tsx";

export type ShownPoint = Omit<PointResult, "state"> & { state: PointState | "unseen" };

const TONES = { passed: "ok", failed: "danger", needsOutside: "warn", unseen: "neutral" } as const;

/** Every point with its state; of what failed the cause and the fix, of what needs the outside whom it needs. */
export function PreflightPoints({ title, points }: { title: string; points: readonly ShownPoint[] }) {
  const t = useTranslations("ops.preflight.states");
  return (
    <Card title={title}>
      <ol className="grid grid-cols-[minmax(0,1fr)] gap-4">
        {points.map(({ number, title: name, state, checks }) => (
          <li
            key={number}
            id={`point-${number}`}
            className="grid grid-cols-[minmax(0,1fr)] gap-3 border-t pt-4 first:border-t-0 first:pt-0"
          >
            <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
              <h3 data-text="lib" className="font-medium">
                {number}. {name}
              </h3>
              <StatusDot tone={TONES[state]}>{t(state)}</StatusDot>
            </div>
            {checks
              .filter((check) => check.state !== "passed")
              .map((check) => (
                <Open key={check.id} check={check} />
              ))}
            <Good checks={checks.filter((check) => check.state === "passed")} />
          </li>
        ))}
      </ol>
    </Card>
  );
}

/** A check that did not pass: what was looked at, why it did not, and what to do. */
function Open({ check: { id, title, state, code, cause, fix, saw, why } }: { check: CheckResult }) {
  const t = useTranslations("ops.preflight");
  return (
    <div
      className={`grid max-w-[72ch] gap-1 border-s-4 ps-3 ${state === "failed" ? "border-danger" : "border-control"}`}
    >
      <p data-text="lib" className="font-medium">
        {title}
      </p>
      <p data-text="lib">{cause ?? why}</p>
      {saw && (
        <p>
          {t("saw")} <bdi className="wrap-anywhere">{saw}</bdi>
        </p>
      )}
      {fix && (
        <p>
          {t("fix")} <span data-text="lib">{fix}</span>
        </p>
      )}
      {code && <code className="wrap-anywhere text-muted">{`${id} ${code}`}</code>}
    </div>
  );
}

function Good({ checks }: { checks: readonly CheckResult[] }) {
  const t = useTranslations("ops.preflight");
  if (checks.length === 0) return null;
  return (
    <Disclosure summary={t("good", { count: checks.length })}>
      <ul data-text="lib" className="grid gap-1">
        {checks.map(({ id, title, saw }) => (
          <li key={id} className="max-w-[72ch]">
            {title} {saw && <bdi className="wrap-anywhere text-muted">{saw}</bdi>}
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}
