import { joinClasses } from "./join-classes.ts";

export type ButtonTone = "primary" | "secondary" | "quiet" | "danger";
/** control 36 px, dense 28 px, touch 44 px (sign-in and consent); any of them is 44 px under a finger. */
export type ButtonSize = "control" | "dense" | "touch";

const TONES: Record<ButtonTone, string> = {
  primary: "border-transparent bg-accent text-accent-ink hover:not-disabled:not-aria-disabled:bg-accent-text",
  secondary: "border-control bg-surface text-ink hover:not-disabled:not-aria-disabled:bg-sunken",
  quiet:
    "border-transparent bg-transparent text-accent-text hover:not-disabled:not-aria-disabled:bg-accent-soft",
  danger: "border-transparent bg-danger text-danger-ink hover:not-disabled:not-aria-disabled:opacity-90",
};
const SIZES: Record<ButtonSize, string> = {
  control: "min-h-9 px-3",
  dense: "min-h-7 px-2 text-table",
  touch: "min-h-11 px-4",
};

/** The look shared by buttons and by links that stand among buttons. */
export function buttonClass(
  tone: ButtonTone = "secondary",
  size: ButtonSize = "control",
  isWide = false,
): string {
  return joinClasses(
    "inline-flex items-center justify-center gap-2 rounded-md border text-center font-medium transition-colors duration-[120ms]",
    "pointer-coarse:min-h-11 disabled:border-line disabled:bg-sunken disabled:text-muted aria-disabled:border-line aria-disabled:bg-sunken aria-disabled:text-muted",
    TONES[tone],
    SIZES[size],
    isWide && "w-full",
  );
}
