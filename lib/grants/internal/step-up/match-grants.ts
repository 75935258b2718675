import "#server-only";
import type { GrantId } from "#lib/kernel/ids.ts";

/** How long a refusal explains the request for more that follows it. */
export const STEP_UP_WINDOW_MS = 15 * 60_000;

export type AskedGrant = {
  id: GrantId;
  groups: string[];
  askedGroups: string[];
  createdAt: Date;
  endedAt: Date | null;
  redirectHost: string;
  resource: string;
};
export type AskedPlace = { redirectHost: string; resource: string };

/**
 * What a request for more is about: one connection that is to get more (`widen`), or a new one that starts from where
 * an app that said goodbye left off, or from what several lacked (`anew`).
 */
export type StepUp =
  | { kind: "widen"; grantId: GrantId; since: Date; has: string[]; asked: string[] }
  | { kind: "anew"; had: string[] | null; asked: string[] };

/**
 * Which of the connections with a recent refusal a request is about, newest refusal first. Only the single one there
 * is can be widened, and only for its own resource: with a second, live or just ended, nobody can tell whose request it
 * is. Apps that ask the root for its metadata come back for the shared address, whichever they were connected to.
 */
export function matchGrants(rows: readonly AskedGrant[], place: AskedPlace): StepUp | null {
  const matching = rows.filter((row) => isSamePlace(row.redirectHost, place.redirectHost));
  const [only] = matching;
  if (only === undefined) return null;
  if (matching.length === 1 && only.endedAt === null && only.resource === place.resource) {
    const asked = minus(only.askedGroups, only.groups);
    if (asked.length === 0) return null;
    return { kind: "widen", grantId: only.id, since: only.createdAt, has: only.groups, asked };
  }
  const ended = matching
    .filter(({ endedAt }) => endedAt !== null)
    .toSorted((a, b) => Number(b.endedAt) - Number(a.endedAt))[0];
  if (ended) return { kind: "anew", had: ended.groups, asked: minus(ended.askedGroups, ended.groups) };
  return { kind: "anew", had: null, asked: [...new Set(matching.flatMap((row) => row.askedGroups))] };
}

function minus(groups: readonly string[], others: readonly string[]): string[] {
  const taken = new Set(others);
  return groups.filter((group) => !taken.has(group));
}

/** An app on this computer listens on another port each time (RFC 8252 section 7.3). */
function isSamePlace(one: string, other: string): boolean {
  return withoutLoopbackPort(one) === withoutLoopbackPort(other);
}

function withoutLoopbackPort(host: string): string {
  return /^(localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/.exec(host)?.[1] ?? host;
}
