import { CALL_RESULTS, type CallResult } from "#lib/activity/schema.ts";
import { isUuid } from "#lib/kernel/ids.ts";
import { parseLocalTime } from "../../../../_ui/local-time.ts";
import type { Query } from "../../../../_ui/query.ts";
import { parseCursor, type Place } from "../../../place-cursor.ts";

export const RANGES = { "24h": 1, "7d": 7, "30d": 30, "90d": 90 } as const;
export type Range = keyof typeof RANGES | "custom";

/** The texts of the filter as they stand in the address and in its form. */
export type ActivityFields = {
  range: Range;
  from: string;
  to: string;
  result: string;
  app: string;
  instance: string;
  tool: string;
  email: string;
  connection: string;
};

export type ActivityQuery = {
  fields: ActivityFields;
  filter: {
    result?: CallResult | undefined;
    clientId?: string | undefined;
    upstreamId?: string | undefined;
    tool?: string | undefined;
    email?: string | undefined;
    grantId?: string | undefined;
    from: Date;
    to: Date;
  };
  before?: Place | undefined;
  /** Something in the address could not be read, and was left out. */
  isBad: boolean;
};

const isRange = (value: string): value is Range => value in RANGES || value === "custom";

const DAY_MS = 86_400_000;
const TEXT_MAX = 256;
const APP_MAX = 2_048;
const MAIL_MAX = 320;

/** What the address of the page asks for; a range that is not whole is the last seven days. */
export function readActivityQuery(query: Query, timeZone: string, now: Date = new Date()): ActivityQuery {
  let isBad = false;
  const text = (name: string, isGood: (value: string) => boolean): string => {
    const value = query[name];
    if (value === undefined || value === "") return "";
    if (typeof value === "string" && isGood(value.trim())) return value.trim();
    isBad = true;
    return "";
  };
  const isShort = (max: number) => (value: string) => value.length <= max;
  const isResult = (value: string): value is CallResult =>
    (CALL_RESULTS as readonly string[]).includes(value);
  const isTime = (value: string) => parseLocalTime(value, timeZone) !== null;
  const [from, to] = [text("from", isTime), text("to", isTime)];
  const asked = text("range", isRange) || "7d";
  // While one of the two is not typed yet, the form shows both and the list the last week.
  const range: Range = isRange(asked) ? asked : "7d";
  const result = text("result", isResult);
  const app = text("app", isShort(APP_MAX));
  const instance = text("instance", isUuid);
  const tool = text("tool", isShort(TEXT_MAX));
  const email = text("email", (value) => value.length >= 3 && value.length <= MAIL_MAX);
  const connection = text("connection", isUuid);
  const before = parseCursor(text("before", (value) => parseCursor(value) !== undefined));
  return {
    fields: { range, from, to, result, app, instance, tool, email, connection },
    filter: {
      ...toSpan(range, parseLocalTime(from, timeZone), parseLocalTime(to, timeZone), now),
      result: isResult(result) ? result : undefined,
      clientId: app || undefined,
      upstreamId: instance || undefined,
      tool: tool || undefined,
      email: email || undefined,
      grantId: connection || undefined,
    },
    before,
    isBad,
  };
}

function toSpan(range: Range, from: Date | null, to: Date | null, now: Date): { from: Date; to: Date } {
  if (range === "custom" && from && to && from < to) return { from, to };
  const days = range === "custom" ? RANGES["7d"] : RANGES[range];
  // A moment ahead, so that a call that ends meanwhile is in.
  return { from: new Date(now.getTime() - days * DAY_MS), to: new Date(now.getTime() + 60_000) };
}

/** The address of the page with this filter; what is empty or the default is left out. */
export function toActivityHref(base: string, fields: Partial<ActivityFields>, before?: string): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) {
    const isLeftOut = value === "" || (name === "range" && value === "7d");
    const isUnused = (name === "from" || name === "to") && fields.range !== "custom";
    if (!isLeftOut && !isUnused) params.set(name, value);
  }
  if (before !== undefined) params.set("before", before);
  return params.size === 0 ? base : `${base}?${params}`;
}
