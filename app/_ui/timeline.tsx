import { Check, CircleDashed, Eye, LoaderCircle, X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { joinClasses } from "./join-classes.ts";

/** `seen`: it happened, and says neither that the step passed nor that it failed. */
export type Mark = "passed" | "failed" | "seen" | "notReached" | "waiting";
export type TimelineItem = {
  key: string;
  title: ReactNode;
  mark: Mark;
  /** When, or how long: "12 ms". */
  time?: ReactNode;
  children?: ReactNode;
};

const MARKS = {
  passed: { Icon: Check, look: "border-ok bg-ok-soft text-ok" },
  failed: { Icon: X, look: "border-danger bg-danger-soft text-danger" },
  seen: { Icon: Eye, look: "border-info bg-info-soft text-info" },
  notReached: { Icon: CircleDashed, look: "border-dashed border-control text-muted" },
  waiting: { Icon: LoaderCircle, look: "border-info bg-info-soft text-info" },
} as const satisfies Record<Mark, unknown>;

/** Steps in their order, each with mark and word: what was never reached is a dashed ring. */
export function Timeline({ label, items }: { label: string; items: readonly TimelineItem[] }) {
  const t = useTranslations("ui.marks");
  return (
    <ol aria-label={label} className="grid">
      {items.map(({ key, title, mark, time, children }) => {
        const { Icon, look } = MARKS[mark];
        return (
          <li key={key} className="group relative flex gap-3 pb-5 last:pb-0">
            <span
              aria-hidden="true"
              className="absolute start-3 top-6 bottom-0 -ms-px border-s-2 group-last:hidden"
            />
            <span
              className={joinClasses(
                "relative grid size-6 shrink-0 place-items-center rounded-full border-2",
                look,
              )}
            >
              {mark !== "notReached" && <Icon aria-hidden="true" className="size-3.5" />}
            </span>
            <div className="grid min-w-0 flex-1 gap-1">
              <p className="flex flex-wrap items-baseline gap-x-3">
                <span className={mark === "notReached" ? "text-muted" : "font-medium"}>{title}</span>
                <span className="text-table text-muted">{t(mark)}</span>
                {time && <span className="text-table text-muted tabular-nums">{time}</span>}
              </p>
              {children && <div className="max-w-[72ch] break-words">{children}</div>}
            </div>
          </li>
        );
      })}
    </ol>
  );
}
