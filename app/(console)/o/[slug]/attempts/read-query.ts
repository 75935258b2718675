import { type AttemptCause, CAUSES } from "#lib/activity/schema.ts";
import { isUuid } from "#lib/kernel/ids.ts";

type Query = { [name: string]: string | string[] | undefined };

const MONTH_MS = 30 * 86_400_000;

/** Since when attempts are kept. */
export function monthAgo(): Date {
  return new Date(Date.now() - MONTH_MS);
}

/** What the address of the list asks for; what cannot be read is left out. */
export function readAttemptsQuery(query: Query): {
  cause: AttemptCause | undefined;
  before: { at: Date; id: string } | undefined;
  number: string;
} {
  const text = (name: string) => (typeof query[name] === "string" ? query[name] : "");
  return {
    cause: CAUSES.find((word) => word === text("cause")),
    before: parseCursor(text("before")),
    number: text("number").slice(0, 20),
  };
}

export function toCursor({ at, id }: { at: Date; id: string }): string {
  return `${at.getTime()}-${id}`;
}

function parseCursor(text: string): { at: Date; id: string } | undefined {
  const [, at, id = ""] = /^(\d{1,15})-(.+)$/.exec(text) ?? [];
  return isUuid(id) ? { at: new Date(Number(at)), id } : undefined;
}
