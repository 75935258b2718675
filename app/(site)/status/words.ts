import type * as operators from "#lib/operators/terms.ts";
import type { ComponentStatus, Day, OutageComponent, Reason } from "#lib/status/schema.ts";

export const COMPONENT_NAMES: Record<OutageComponent, string> = {
  "sign-in": "Sign-in page",
  connect: "Connect",
  mcp: "MCP address",
  database: "Database",
  jobs: "Background work",
  server: "Server",
};

export const COMPONENT_TEXTS: Record<ComponentStatus["component"], string> = {
  "sign-in": "The page people sign in at is shown.",
  connect: "Apps are told where to ask for access.",
  mcp: "An app without access is led to Connect.",
  database: "Both logins get an answer.",
  jobs: "Mails, exports and clean-up take their turns.",
};

export const REASON_WORDS: Record<Reason, string> = {
  unreachable: "no answer",
  late: "no answer within ten seconds",
  wrong: "a wrong answer",
  stopped: "standing still",
};

/** Of incidents, the parts and how bad it is, as the operators' pages say it too. */
export const PART_NAMES: Record<operators.Component, string> = {
  "sign-in": "Sign-in",
  connect: "Connecting apps",
  mcp: "Tool calls",
  console: "Console",
};

export const IMPACT_WORDS: Record<operators.Impact, string> = {
  degraded: "Slow or odd",
  partial: "Partly down",
  major: "Down",
  maintenance: "Maintenance",
};

export const INCIDENT_STATE_WORDS: Record<operators.IncidentState, string> = {
  investigating: "Looking into it",
  identified: "Cause known",
  monitoring: "Mended, being watched",
  resolved: "Resolved",
};

const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
const MOMENT = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });

export const toDayWords = (day: string) => DAY.format(new Date(day));
export const toMomentWords = (at: Date) => `${MOMENT.format(at)} UTC`;

/** "99.98 %": never rounded up to all of it, nor down to nothing. Null where nobody looked. */
export function toShare(checks: number, failures: number): string | null {
  if (checks === 0) return null;
  if (failures === 0) return "100 %";
  const share = Math.min(99.99, Math.max(0.01, ((checks - failures) / checks) * 100));
  return failures === checks ? "0 %" : `${share.toFixed(2)} %`;
}

export type Level = "good" | "some" | "much" | "none";
const MUCH = 0.05;

/** How a day went: without a failed look, with some, with more than one in twenty, or unseen. */
export function toLevel({ checks, failures }: Day): Level {
  if (checks === 0) return "none";
  if (failures === 0) return "good";
  return failures / checks < MUCH ? "some" : "much";
}

/** "12 minutes", "3 hours 5 minutes", "2 days 4 hours". */
export function toLength(ms: number): string {
  const minutes = Math.max(1, Math.round(ms / 60_000));
  const parts: (readonly [number, string])[] = [
    [Math.floor(minutes / 1_440), "day"],
    [Math.floor((minutes % 1_440) / 60), "hour"],
    [minutes % 60, "minute"],
  ];
  const told = parts.filter(([count]) => count > 0).slice(0, 2);
  return told.map(([count, unit]) => `${count} ${unit}${count === 1 ? "" : "s"}`).join(" ");
}
