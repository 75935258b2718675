import type { ReactNode } from "react";
import { SOFT_TONES, type Tone } from "./tone.ts";

/** A word or two about the thing beside it. The words carry the meaning, the colour repeats it. */
export function Badge({
  tone = "neutral",
  icon,
  children,
}: {
  tone?: Tone;
  icon?: ReactNode;
  children: ReactNode;
}) {
  return (
    <span className={`badge ${SOFT_TONES[tone]}`}>
      {icon}
      {children}
    </span>
  );
}
