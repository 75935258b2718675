import "#server-only";
import type pg from "pg";
import { isUuid } from "#lib/kernel/ids.ts";
import { authSql } from "#lib/platform/db/sql.ts";
import { withClient } from "#lib/platform/db/with-client.ts";
import type { QueuedEvent } from "./internal/event-queue.ts";
import {
  ageOf,
  type AttemptPatch,
  mergePatches,
  type ResolvedEvent,
  stageIndex,
} from "./internal/merge-patches.ts";
import { attachSightings } from "./internal/sightings/store.ts";

const EVENTS_MAX = 200;
const PRESENTED = {
  code: "authorization_codes",
  refresh: "refresh_tokens",
  access: "access_tokens",
} as const;

/**
 * Writes a batch in one transaction and attaches to each attempt that begins in it what was seen shortly before.
 * Returns the events whose grant belongs to no attempt yet.
 */
export async function saveEvents(batch: readonly QueuedEvent[]): Promise<QueuedEvent[]> {
  return await withClient(authSql(), async (client) => {
    // The two clocks meet here: what the database calls now is when it hears of the transaction.
    const now = performance.now();
    await client.query("BEGIN");
    const { resolved, unresolved } = await resolveAttempts(client, await resolvePresented(client, batch));
    const patches = mergePatches(resolved, now);
    const begun = await beginAttempts(
      client,
      patches.filter(({ begins }) => begins),
    );
    await insertEvents(client, resolved, now);
    await changeAttempts(client, patches);
    if (begun.length > 0)
      await attachSightings(
        client,
        patches.filter(({ id }) => begun.includes(id)),
      );
    await client.query("COMMIT");
    return unresolved;
  });
}

type PresentedRow = { id: string; grantId: string; isExpired: boolean; isEnded: boolean };

/** The grant behind a code or token that was refused; where its row is gone the event stays nobody's. */
async function resolvePresented(
  client: pg.PoolClient,
  batch: readonly QueuedEvent[],
): Promise<QueuedEvent[]> {
  const grants = new Map<string, PresentedRow>();
  for (const [kind, table] of Object.entries(PRESENTED)) {
    const hashes = batch
      .filter(({ presented, grantId }) => grantId === undefined && presented?.kind === kind)
      .map(({ presented }) => presented?.hash);
    if (hashes.length === 0) continue;
    const { rows } = await client.query<PresentedRow>(
      `SELECT r.id, r.grant_id AS "grantId", coalesce(r.expires_at <= now(), false) AS "isExpired",
              NOT EXISTS (SELECT FROM tenant.find_live_grant(r.grant_id::uuid)) AS "isEnded"
       FROM auth.${table} r WHERE r.id = ANY($1) AND r.grant_id ~ '^[0-9a-f-]{36}$'`,
      [hashes],
    );
    for (const row of rows) grants.set(row.id, row);
  }
  return batch.map((event) => {
    const found = event.presented && grants.get(event.presented.hash);
    if (!found) return event;
    return { ...event, grantId: event.grantId ?? found.grantId, ...explainRefusal(event, found) };
  });
}

/** Why a token was refused, which the gateway does not tell apart. An expired one is how an app learns to renew it. */
function explainRefusal({ reason }: QueuedEvent, { isEnded, isExpired }: PresentedRow): Partial<QueuedEvent> {
  if (reason !== "token_refused") return {};
  if (isEnded) return { reason: "grant_ended" };
  return isExpired ? { outcome: "seen", reason: "token_expired" } : { reason: "token_address_mismatch" };
}

async function resolveAttempts(
  client: pg.PoolClient,
  batch: readonly QueuedEvent[],
): Promise<{ resolved: ResolvedEvent[]; unresolved: QueuedEvent[] }> {
  const wanted = batch.filter(({ attempt, grantId }) => attempt === undefined && grantId !== undefined);
  const grantIds = [...new Set(wanted.map(({ grantId }) => grantId ?? "").filter(isUuid))];
  const { rows } =
    grantIds.length === 0
      ? { rows: [] }
      : await client.query<{ grantId: string; id: string }>({
          name: "activity-attempts-of-grants",
          text: `SELECT DISTINCT ON (grant_id) grant_id AS "grantId", id FROM auth.attempts
                 WHERE grant_id = ANY($1::uuid[]) ORDER BY grant_id, started_at DESC`,
          values: [grantIds],
        });
  const byGrant = new Map(rows.map(({ grantId, id }) => [grantId, id]));
  for (const { attempt, grantId } of batch) if (attempt && grantId) byGrant.set(grantId, attempt.id);
  const resolved: ResolvedEvent[] = [];
  const unresolved: QueuedEvent[] = [];
  for (const event of batch) {
    const attemptId = event.attempt?.id ?? (event.grantId ? byGrant.get(event.grantId) : undefined) ?? null;
    if (event.grantId !== undefined && attemptId === null) unresolved.push(event);
    else resolved.push({ ...event, attemptId });
  }
  return { resolved, unresolved };
}

const PATCH_COLUMNS = `id uuid, number text, first_age float8, last_age float8, passed smallint, passed_age float8,
  failed smallint, failed_age float8, reason text, client_id text, client_name text, redirect_host text, resource text,
  family text, network text, person_id uuid, tenant_id uuid, grant_id uuid, agents jsonb`;

/** The ids that are new. A resource that is an organisation's own address names the organisation. */
async function beginAttempts(client: pg.PoolClient, patches: readonly AttemptPatch[]): Promise<string[]> {
  if (patches.length === 0) return [];
  const { rows } = await client.query<{ id: string }>({
    name: "activity-begin-attempts",
    text: `INSERT INTO auth.attempts
             (id, number, started_at, last_at, furthest, furthest_at, resource, family, network, tenant_id)
           SELECT p.id, p.number, now() - make_interval(secs => p.first_age), now() - make_interval(secs => p.last_age), 0,
                  now() - make_interval(secs => p.first_age), p.resource, p.family, p.network,
                  (SELECT f.tenant_id FROM tenant.find_address(substring(p.resource FROM '/api/mcp/([a-z0-9-]+)$')) f)
           FROM jsonb_to_recordset($1) p (${PATCH_COLUMNS})
           ON CONFLICT (id) DO NOTHING RETURNING id`,
    values: [JSON.stringify(patches)],
  });
  return rows.map(({ id }) => id);
}

/**
 * A stage that passes later than a failure, and no earlier in the order, has overcome it. A failure before the token,
 * of an attempt that is further already (somebody pressed Back), changes nothing.
 */
async function changeAttempts(client: pg.PoolClient, patches: readonly AttemptPatch[]): Promise<void> {
  if (patches.length === 0) return;
  const overcome = "(p.failed IS NULL AND p.passed >= a.failed_stage)";
  const counts = "(p.failed >= 8 OR p.failed > a.furthest)";
  await client.query({
    name: "activity-change-attempts",
    text: `UPDATE auth.attempts a SET
             last_at = greatest(a.last_at, now() - make_interval(secs => p.last_age)),
             furthest = greatest(a.furthest, p.passed),
             furthest_at = CASE WHEN p.passed >= a.furthest THEN now() - make_interval(secs => p.passed_age) ELSE a.furthest_at END,
             failed_stage = CASE WHEN ${overcome} THEN NULL WHEN ${counts} THEN p.failed ELSE a.failed_stage END,
             failed_at = CASE WHEN ${overcome} THEN NULL WHEN ${counts} THEN now() - make_interval(secs => p.failed_age)
                              ELSE a.failed_at END,
             reason = CASE WHEN ${overcome} THEN NULL WHEN ${counts} THEN p.reason ELSE a.reason END,
             client_id = coalesce(p.client_id, a.client_id), client_name = coalesce(p.client_name, a.client_name),
             redirect_host = coalesce(p.redirect_host, a.redirect_host), resource = coalesce(p.resource, a.resource),
             person_id = coalesce(p.person_id, a.person_id), tenant_id = coalesce(p.tenant_id, a.tenant_id),
             grant_id = coalesce(p.grant_id, a.grant_id)
           FROM jsonb_to_recordset($1) p (${PATCH_COLUMNS}) WHERE a.id = p.id`,
    values: [JSON.stringify(patches)],
  });
}

/**
 * Events of an attempt that was never written, or has had its share, are left out, and so is a late stage's pass that
 * another process has told of. Sightings always go in.
 */
async function insertEvents(
  client: pg.PoolClient,
  events: readonly ResolvedEvent[],
  now: number,
): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map((event) => ({
    attempt_id: event.attemptId,
    age: ageOf(event, now),
    stage: stageIndex(event),
    outcome: event.outcome,
    reason: event.reason ?? null,
    agent: event.from.agent,
    product: event.from.product,
    network: event.from.network,
    status: event.status ?? null,
    ms: event.ms ?? null,
    client_id: event.clientId ?? null,
    resource: event.resource ?? null,
    facts: [...event.from.facts, ...(event.facts ?? [])],
  }));
  await client.query({
    name: "activity-insert-events",
    text: `WITH inserted AS (
             INSERT INTO auth.attempt_events
               (attempt_id, link, at, stage, outcome, reason, agent, product, network, status, ms, client_id, resource, facts)
             SELECT e.attempt_id, 'exact', now() - make_interval(secs => e.age), e.stage, e.outcome, e.reason, e.agent,
                    e.product, e.network, e.status, e.ms, e.client_id, e.resource,
                    ARRAY(SELECT jsonb_array_elements_text(e.facts))
             FROM ROWS FROM (jsonb_to_recordset($1) AS (attempt_id uuid, age float8, stage smallint, outcome text,
               reason text, agent text, product text, network text, status smallint, ms integer, client_id text,
               resource text, facts jsonb)) WITH ORDINALITY AS e (attempt_id, age, stage, outcome, reason, agent, product,
               network, status, ms, client_id, resource, facts, place)
             LEFT JOIN auth.attempts a ON a.id = e.attempt_id
             WHERE e.attempt_id IS NULL OR (a.event_count < $2 AND NOT (
               e.stage >= 9 AND e.outcome = 'passed' AND a.failed_stage IS NULL AND EXISTS (
                 SELECT FROM auth.attempt_events x
                 WHERE x.attempt_id = e.attempt_id AND x.stage = e.stage AND x.outcome = 'passed')))
             ORDER BY e.place
             RETURNING attempt_id
           ), counted AS (SELECT attempt_id, count(*) AS more FROM inserted WHERE attempt_id IS NOT NULL GROUP BY 1)
           UPDATE auth.attempts a SET event_count = a.event_count + c.more FROM counted c WHERE a.id = c.attempt_id`,
    values: [JSON.stringify(rows), EVENTS_MAX],
  });
}
