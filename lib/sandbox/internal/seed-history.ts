import "#server-only";
import { recordPastAttempts } from "#lib/activity/record-past-attempts.ts";
import { recordPastCalls } from "#lib/activity/record-past-calls.ts";
import { putSeededGrants } from "#lib/grants/put-seeded-grants.ts";
import type { UpstreamId } from "#lib/kernel/ids.ts";
import { listUpstreams } from "#lib/upstreams/list-upstreams.ts";
import type { AuditEntry } from "#lib/verbs/append-audit.ts";
import { INSTANCE_NAME, SANDBOX_OWNER } from "../schema.ts";
import { addAudits } from "../store.ts";
import type { People } from "./find-people.ts";
import { attemptsOf, seededAttempts } from "./seeded-attempts.ts";
import { seededCalls } from "./seeded-calls.ts";
import { APPS, type SeededConnection, seededConnections } from "./seeded-connections.ts";

const DAY_MS = 24 * 3_600_000;
/** How far back the history of a new sandbox reaches. */
export const HISTORY_DAYS = 30;

/**
 * The connections of the sandbox's people, and in a new one's audit log the rows about them: rows follow each other in
 * time there, so what happened long ago comes first or not at all.
 */
export async function seedConnections(
  people: People,
  now: Date,
  { isNew }: { isNew: boolean },
): Promise<void> {
  const connections = seededConnections(people, now);
  await putConnections(people, connections, now);
  if (isNew) await addAudits(auditsOf(connections, people));
  await recordPastAttempts(attemptsOf(connections, people));
}

/** The connections as they are to be; one somebody ended after `keptSince` stays as it is. */
export async function putConnections(
  { tenantId }: People,
  connections: readonly SeededConnection[],
  keptSince: Date,
): Promise<void> {
  const grants = connections.map(({ who: _who, app: _app, ...grant }) => grant);
  await putSeededGrants(tenantId, grants, keptSince);
}

function auditsOf(connections: readonly SeededConnection[], { tenantId, byName }: People): AuditEntry[] {
  const made = connections.map(({ id, who, app, groups, createdAt }) => ({
    actor: byName(who),
    action: "connection.approve",
    target: id,
    after: { client: { name: APPS[app].clientName }, redirectHost: APPS[app].redirectHost, groups },
    at: createdAt,
  }));
  const ended = connections.flatMap(({ id, who, endedAt, endedReason }) =>
    endedAt === null
      ? []
      : [
          {
            actor: byName(endedReason === "person" ? who : "samuel"),
            action: "connection.end",
            target: id,
            before: { status: "active" },
            after: { status: "disconnected", endedReason },
            at: endedAt,
          },
        ],
  );
  const inTime = [...made, ...ended].toSorted((a, b) => a.at.getTime() - b.at.getTime());
  return inTime.map((row) => ({ tenantId, outcome: "done", ...row }));
}

/** What was called and tried between two moments, through the connections there are. */
export async function seedTraffic(people: People, from: Date | null, until: Date): Promise<void> {
  const { tenantId } = people;
  const start = from ?? new Date(until.getTime() - HISTORY_DAYS * DAY_MS);
  const owner = people.byName(SANDBOX_OWNER.email.slice(0, SANDBOX_OWNER.email.indexOf("@")));
  const upstream = (await listUpstreams(owner, {})).find(({ name }) => name === INSTANCE_NAME);
  if (!upstream) return;
  const connections = seededConnections(people, until);
  const upstreamId = upstream.id as UpstreamId;
  await recordPastCalls(tenantId, seededCalls({ tenantId, upstreamId, connections, from: start, until }));
  await recordPastAttempts(seededAttempts(people, start, until));
}
