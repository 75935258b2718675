import "#server-only";
import {
  type ChangePlace,
  countChangedAttempts,
  type FollowedAttempt,
  listChangedAttempts,
  readClock,
} from "#lib/activity/follow-attempts.ts";
import { type Cursor, type StreamSource, toTime } from "./source.ts";

const FIRST_ID = "00000000-0000-0000-0000-000000000000";

function toPlace(cursor: Cursor): ChangePlace {
  return { at: new Date(cursor["at"] ?? 0), id: String(cursor["id"] ?? FIRST_ID) };
}

/** Attempts in the order of their changes; one that changes after it was delivered comes again. */
export const attemptsSource: StreamSource = {
  start: { at: new Date(0).toISOString(), id: FIRST_ID },
  findEnd: async (tx) => ({ at: (await readClock(tx)).toISOString(), id: FIRST_ID }),
  async readPage(tx, tenantId, { after, until, limit }) {
    const page = { after: toPlace(after), until: until === null ? undefined : toPlace(until), limit };
    const attempts = await listChangedAttempts(tx, tenantId, page);
    return attempts.map((attempt) => ({
      members: toMembers(attempt),
      cursor: { at: attempt.changedAt.toISOString(), id: attempt.id },
    }));
  },
  count: (tx, _tenantId, { after, max }) => countChangedAttempts(tx, { after: toPlace(after), max }),
};

function toMembers(attempt: FollowedAttempt): { [name: string]: unknown } {
  const { startedAt, changedAt, person, verdict } = attempt;
  return {
    time: toTime(startedAt),
    changed: toTime(changedAt),
    id: attempt.id,
    number: attempt.number,
    person: person?.name ?? null,
    address: person?.email ?? null,
    app: attempt.clientName,
    "app id": attempt.clientId,
    connection: attempt.grantId,
    "returns to": attempt.redirectHost,
    state: verdict.state,
    reason: verdict.reason,
    stage: attempt.furthest,
    "failed at": attempt.failedStage,
    reference: attempt.reference,
  };
}
