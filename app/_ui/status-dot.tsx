import type { ReactNode } from "react";
import type { Tone } from "./tone.ts";

const DOTS: Record<Tone, string> = {
  neutral: "border-control",
  ok: "border-ok bg-ok",
  info: "border-info bg-info",
  warn: "border-warn bg-warn",
  danger: "border-danger bg-danger",
  ext: "border-ext bg-ext",
};

/** A state as dot and word: "Ready", "Paused", "Disconnected". Neutral is a ring, the others are filled. */
export function StatusDot({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className="inline-flex items-center gap-2 sm:whitespace-nowrap">
      <span aria-hidden="true" className={`size-2 shrink-0 rounded-full border-2 ${DOTS[tone]}`} />
      {children}
    </span>
  );
}
