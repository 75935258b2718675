export type Tone = "neutral" | "ok" | "info" | "warn" | "danger" | "ext";

/** Text on its soft ground, at least 4.5 to 1 in both themes. */
export const SOFT_TONES: Record<Tone, string> = {
  neutral: "bg-sunken text-muted",
  ok: "bg-ok-soft text-ok",
  info: "bg-info-soft text-info",
  warn: "bg-warn-soft text-warn",
  danger: "bg-danger-soft text-danger",
  ext: "bg-ext-soft text-ext",
};
