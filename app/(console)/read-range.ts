import { parseLocalTime, toLocalTime } from "../_ui/local-time.ts";
import type { Query } from "../_ui/query.ts";
import { endOfDay, startOfDay } from "./day-bounds.ts";

/** The spans up to now that a list offers, in days. */
export const RANGES = { "24h": 1, "7d": 7, "30d": 30, "90d": 90 } as const;
export type Range = keyof typeof RANGES | "custom";

export type AskedRange = {
  /** Undefined: the list's own. */
  range: Range | undefined;
  /** What was typed for `custom`, as a form's fields want it; empty where nothing was. */
  from: string;
  to: string;
  /** The moments they mean; `from` is included, `to` is not. An end that is not named is open. */
  span: { from?: Date; to?: Date };
  /** Something in the address could not be read, and was left out. */
  isBad: boolean;
};

const DAY_MS = 86_400_000;

/** How far back that span reaches. */
export function toStart(range: keyof typeof RANGES, now: Date): Date {
  return new Date(now.getTime() - RANGES[range] * DAY_MS);
}

/** The time an address asks for. Moments and days are the reader's; a last day is included. */
export function readRange(query: Query, timeZone: string, now: Date = new Date()): AskedRange {
  const { range: asked = "", from: first = "", to: last = "" } = query;
  const from = readMoment(first, timeZone, startOfDay);
  const to = readMoment(last, timeZone, endOfDay);
  const isUnread = (text: string | readonly string[], at: Date | undefined) => text !== "" && !at;
  const isBad = isUnread(first, from) || isUnread(last, to) || !(asked === "" || isRange(asked));
  const typed = { from: from ? toLocalTime(from, timeZone) : "", to: to ? toLocalTime(to, timeZone) : "" };
  const isTyped = query["range"] === undefined && Boolean(from ?? to);
  if (asked !== "custom" && !isTyped) {
    if (!isRange(asked) || asked === "custom") return { range: undefined, ...typed, span: {}, isBad };
    return { range: asked, ...typed, span: { from: toStart(asked, now) }, isBad };
  }
  if (from && to && from >= to) return { range: "custom", ...typed, span: {}, isBad: true };
  return { range: "custom", ...typed, span: { ...(from && { from }), ...(to && { to }) }, isBad };
}

function isRange(value: unknown): value is Range {
  return typeof value === "string" && (Object.hasOwn(RANGES, value) || value === "custom");
}

type OfDay = typeof startOfDay;

function readMoment(text: string | readonly string[], timeZone: string, ofDay: OfDay): Date | undefined {
  if (typeof text !== "string") return undefined;
  return ofDay(text, timeZone) ?? parseLocalTime(text, timeZone) ?? undefined;
}
