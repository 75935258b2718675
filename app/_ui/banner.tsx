import { CircleAlert, CircleCheck, Info, type LucideIcon, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { SOFT_TONES } from "./tone.ts";

type BannerTone = "info" | "ok" | "warn" | "danger";
type BannerProps = {
  tone: BannerTone;
  title: ReactNode;
  children?: ReactNode;
  /** A link or a button that is the next step. */
  action?: ReactNode;
  /** For a banner that appears after an action: "alert" interrupts, "status" waits. */
  live?: "status" | "alert" | undefined;
};

const ICONS: Record<BannerTone, LucideIcon> = {
  info: Info,
  ok: CircleCheck,
  warn: TriangleAlert,
  danger: CircleAlert,
};

export function Banner({ tone, title, children, action, live }: BannerProps) {
  const Icon = ICONS[tone];
  return (
    <div
      role={live}
      className={`flex flex-wrap items-start gap-x-4 gap-y-3 rounded-lg border border-current/25 p-4 ${SOFT_TONES[tone]}`}
    >
      <div className="flex min-w-0 flex-1 basis-64 items-start gap-3">
        <Icon aria-hidden="true" className="size-5 shrink-0" />
        <div className="grid min-w-0 gap-1 break-words">
          <p className="font-semibold">{title}</p>
          {children && <div className="max-w-[72ch] text-ink">{children}</div>}
        </div>
      </div>
      {action}
    </div>
  );
}
