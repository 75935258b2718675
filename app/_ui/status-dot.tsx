import type { ReactNode } from "react";
import type { Tone } from "./tone.ts";

const DOTS: Record<Tone, string> = {
  neutral: "before:border-control",
  ok: "before:border-ok before:bg-ok",
  info: "before:border-info before:bg-info",
  warn: "before:border-warn before:bg-warn",
  danger: "before:border-danger before:bg-danger",
  ext: "before:border-ext before:bg-ext",
};

/** A state as dot and word: "Ready", "Paused", "Disconnected". Neutral is a ring, the others are filled. */
export function StatusDot({ tone, children }: { tone: Tone; children: ReactNode }) {
  return <span className={`status-dot ${DOTS[tone]}`}>{children}</span>;
}
