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
  const now = performance.now();
  return await withClient(authSql(), async (client) => {
    await client.query("BEGIN");
    const { resolved, unresolved } = await resolveAttempts(client, await resolvePresented(client, batch));
    const patches = mergePatches(resolved, now);
    const begun = await beginAttempts(
      client,
      patches.filter(({ begins }) => begins),
    );
    await changeAttempts(client, patches);
    await insertEvents(client, resolved, now);
    if (begun.length > 0)
      await attachSightings(
        client,
        patches.filter(({ id }) => begun.includes(id)),
      );
    await client.query("COMMIT");
    return unresolved;
  });
}

/** The grant behind a code or token that was refused; where its row is gone the event stays nobody's. */
async function resolvePresented(
  client: pg.PoolClient,
  batch: readonly QueuedEvent[],
): Promise<QueuedEvent[]> {
  const grants = new Map<string, { grantId: string; isExpired: boolean }>();
  for (const [kind, table] of Object.entries(PRESENTED)) {
    const hashes = batch
      .filter(({ presented, grantId }) => grantId === undefined && presented?.kind === kind)
      .map(({ presented }) => presented?.hash);
    if (hashes.length === 0) continue;
    const { rows } = await client.query<{ id: string; grantId: string; isExpired: boolean }>(
      `SELECT id, grant_id AS "grantId", coalesce(expires_at <= now(), false) AS "isExpired"
       FROM auth.${table} WHERE id = ANY($1) AND grant_id IS NOT NULL`,
      [hashes],
    );
    for (const row of rows) grants.set(row.id, row);
  }
  return batch.map((event) => {
    const found = event.presented && grants.get(event.presented.hash);
    if (!found) return event;
    const isQuiet = found.isExpired && event.reason === "token_refused";
    return {
      ...event,
      grantId: event.grantId ?? found.grantId,
      ...(isQuiet ? { outcome: "seen" as const, reason: "token_expired" as const } : {}),
    };
  });
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

/** A stage that passes later than a failure, and no earlier in the order, has overcome it. */
async function changeAttempts(client: pg.PoolClient, patches: readonly AttemptPatch[]): Promise<void> {
  if (patches.length === 0) return;
  const overcome = "(p.failed IS NULL AND p.passed >= a.failed_stage)";
  await client.query({
    name: "activity-change-attempts",
    text: `UPDATE auth.attempts a SET
             last_at = greatest(a.last_at, now() - make_interval(secs => p.last_age)),
             furthest = greatest(a.furthest, p.passed),
             furthest_at = CASE WHEN p.passed >= a.furthest THEN now() - make_interval(secs => p.passed_age) ELSE a.furthest_at END,
             failed_stage = CASE WHEN ${overcome} THEN NULL ELSE coalesce(p.failed, a.failed_stage) END,
             failed_at = CASE WHEN ${overcome} THEN NULL
                              ELSE coalesce(now() - make_interval(secs => p.failed_age), a.failed_at) END,
             reason = CASE WHEN ${overcome} THEN NULL ELSE coalesce(p.reason, a.reason) END,
             client_id = coalesce(p.client_id, a.client_id), client_name = coalesce(p.client_name, a.client_name),
             redirect_host = coalesce(p.redirect_host, a.redirect_host), resource = coalesce(p.resource, a.resource),
             person_id = coalesce(p.person_id, a.person_id), tenant_id = coalesce(p.tenant_id, a.tenant_id),
             grant_id = coalesce(p.grant_id, a.grant_id)
           FROM jsonb_to_recordset($1) p (${PATCH_COLUMNS}) WHERE a.id = p.id`,
    values: [JSON.stringify(patches)],
  });
}

/** Events of an attempt that was never written (or has had its share) are left out; sightings always go in. */
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
             WHERE e.attempt_id IS NULL OR a.event_count < $2
             ORDER BY e.place
             RETURNING attempt_id
           ), counted AS (SELECT attempt_id, count(*) AS more FROM inserted WHERE attempt_id IS NOT NULL GROUP BY 1)
           UPDATE auth.attempts a SET event_count = a.event_count + c.more FROM counted c WHERE a.id = c.attempt_id`,
    values: [JSON.stringify(rows), EVENTS_MAX],
  });
}
