import { type AttemptCause, CAUSES } from "#lib/activity/schema.ts";
import { type Query, readQuery } from "../../../../_ui/query.ts";
import { parseCursor, type Place } from "../../../place-cursor.ts";

const MONTH_MS = 30 * 86_400_000;

/** Since when attempts are kept. */
export function monthAgo(): Date {
  return new Date(Date.now() - MONTH_MS);
}

/** What the address of the list asks for; what cannot be read is left out. */
export function readAttemptsQuery(query: Query): {
  cause: AttemptCause | undefined;
  before: Place | undefined;
  number: string;
} {
  return {
    cause: CAUSES.find((word) => word === readQuery(query, "cause")),
    before: parseCursor(readQuery(query, "before") ?? ""),
    number: (readQuery(query, "number") ?? "").slice(0, 20),
  };
}
