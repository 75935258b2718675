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
    <span
      className={`inline-flex w-fit items-center gap-1 rounded-sm border border-transparent px-1.5 py-0.5 text-xs font-medium sm:whitespace-nowrap [&_svg]:size-3.5 ${SOFT_TONES[tone]}`}
    >
      {icon}
      {children}
    </span>
  );
}
