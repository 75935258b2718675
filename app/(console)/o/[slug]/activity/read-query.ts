import { CALL_RESULTS, type CallResult } from "#lib/activity/schema.ts";
import { isUuid } from "#lib/kernel/ids.ts";
import type { Query } from "../../../../_ui/query.ts";
import { parseCursor, type Place, toCursor } from "../../../place-cursor.ts";
import { type AskedRange, type Range, readRange, toStart } from "../../../read-range.ts";

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

const TEXT_MAX = 256;
const APP_MAX = 2_048;
const MAIL_MAX = 320;

/** What the address of the page asks for; without a range it is the last seven days. */
export function readActivityQuery(query: Query, timeZone: string, now: Date = new Date()): ActivityQuery {
  const asked = readRange(query, timeZone, now);
  let { isBad } = asked;
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
  const result = text("result", isResult);
  const app = text("app", isShort(APP_MAX));
  const instance = text("instance", isUuid);
  const tool = text("tool", isShort(TEXT_MAX));
  const email = text("email", (value) => value.length >= 3 && value.length <= MAIL_MAX);
  const connection = text("connection", isUuid);
  const before = parseCursor(text("before", (value) => parseCursor(value) !== undefined));
  return {
    fields: {
      range: asked.range ?? "7d",
      from: asked.from,
      to: asked.to,
      result,
      app,
      instance,
      tool,
      email,
      connection,
    },
    filter: {
      ...toSpan(asked.span, now),
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

/** What has no end goes on to now, and what has no beginning begins as long before as any span does. */
function toSpan({ from, to }: AskedRange["span"], now: Date): { from: Date; to: Date } {
  if (to) return { from: from ?? toStart("90d", to), to };
  const begin = from ?? toStart("7d", now);
  // A moment ahead, so that a call that ends meanwhile is in.
  return { from: begin, to: new Date(Math.max(now.getTime(), begin.getTime()) + 60_000) };
}

/** Where in the list one is, and which call is open beside it. */
type Shown = { before?: Place | undefined; open?: string | undefined };

/** The address of the page with this filter; what is empty or the default is left out. */
export function toActivityHref(
  base: string,
  fields: Partial<ActivityFields>,
  { before, open }: Shown = {},
): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) {
    const isLeftOut = value === "" || (name === "range" && value === "7d");
    const isUnused = (name === "from" || name === "to") && fields.range !== "custom";
    if (!isLeftOut && !isUnused) params.set(name, value);
  }
  if (before) params.set("before", toCursor(before));
  if (open) params.set("open", open);
  return params.size === 0 ? base : `${base}?${params}`;
}
