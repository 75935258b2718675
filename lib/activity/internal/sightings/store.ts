import "#server-only";
import type pg from "pg";
import { authSql } from "#lib/platform/db/sql.ts";
import { SIGHTING_MINUTES } from "../../policy.ts";
import type { AttemptPatch } from "../merge-patches.ts";

const BACK_MINUTES = 10;
const PER_STAGE_MAX = 3;

/**
 * Gives an attempt that has just begun what was seen before it. A registration of a client id that one installation
 * alone can have is its own for certain. The rest is only probable: of the same address, no older than ten minutes, and
 * of the same client id, from the same network, from Anthropic's where the app is Claude's, or by a program of the
 * app's maker; the latest three a stage, since others may be connecting at the same time.
 */
export async function attachSightings(
  client: pg.PoolClient,
  patches: readonly AttemptPatch[],
): Promise<void> {
  const begun = JSON.stringify(patches.map(({ id, agents }) => ({ id, agents })));
  await client.query({ name: "activity-attach-exact", text: EXACT, values: [begun, BACK_MINUTES] });
  await client.query({
    name: "activity-attach-probable",
    text: PROBABLE,
    values: [begun, BACK_MINUTES, PER_STAGE_MAX],
  });
}

const BEGUN = `begun AS (
  SELECT a.id, a.started_at, a.client_id, a.resource, a.network, a.family,
         ARRAY(SELECT jsonb_array_elements_text(p.agents)) AS agents
  FROM jsonb_to_recordset($1) p (id uuid, agents jsonb) JOIN auth.attempts a ON a.id = p.id)`;

/** A document's address, and the fingerprint that is a public registration's id, belong to everybody with that app. */
const EXACT = `WITH ${BEGUN}
  UPDATE auth.attempt_events e SET attempt_id = b.id, link = 'exact' FROM begun b
  WHERE e.attempt_id IS NULL AND e.client_id = b.client_id AND b.client_id ~ '^dcr_.{22}$'
    AND e.at > b.started_at - make_interval(mins => $2) AND e.at <= b.started_at`;

const PROBABLE = `WITH ${BEGUN}, near AS (
    SELECT b.*, r.network AS own_network, r.agent AS own_agent
    FROM begun b LEFT JOIN auth.attempt_events r ON r.attempt_id = b.id AND r.stage = 4 AND r.link = 'exact'
  ), candidates AS (
    SELECT DISTINCT ON (e.id) e.id AS event_id, n.id AS attempt_id, e.stage, e.at
    FROM near n JOIN auth.attempt_events e ON e.attempt_id IS NULL AND e.stage <= 5
      AND e.at > n.started_at - make_interval(mins => $2) AND e.at <= n.started_at
      AND (e.resource IS NULL OR e.resource = n.resource)
      AND (e.client_id = n.client_id
           OR e.agent = ANY (n.agents)
           OR (n.family = 'claude' AND 'anthropic' = ANY (e.facts))
           OR (e.network = n.network AND (n.network <> 'local' OR n.family = 'other'))
           OR (e.network = n.own_network AND e.agent = n.own_agent))
    ORDER BY e.id, n.started_at
  ), latest AS (
    SELECT event_id, attempt_id, row_number() OVER (PARTITION BY attempt_id, stage ORDER BY at DESC, event_id DESC) AS place
    FROM candidates
  )
  UPDATE auth.attempt_events e SET attempt_id = l.attempt_id, link = 'probable' FROM latest l
  WHERE e.id = l.event_id AND l.place <= $3`;

export type SightingGroup = {
  agent: string;
  network: string;
  furthest: number;
  reason: string | null;
  requests: number;
  lastAt: Date;
  quietSeconds: number;
};

/** What was seen in the last quarter of an hour and belongs to no attempt, by program and network. */
export async function listSightingGroups(): Promise<SightingGroup[]> {
  const { rows } = await authSql().query<SightingGroup>(
    `SELECT agent, network, max(stage) AS furthest, count(*)::int AS requests, max(at) AS "lastAt",
            (array_agg(CASE WHEN outcome = 'failed' THEN reason END ORDER BY at DESC, id DESC))[1] AS reason,
            extract(epoch FROM now() - max(at))::float8 AS "quietSeconds"
     FROM auth.attempt_events WHERE attempt_id IS NULL AND at > now() - interval '15 minutes'
     GROUP BY agent, network ORDER BY max(at) DESC LIMIT 20`,
  );
  return rows;
}

/** Forgets sightings after a quarter of an hour; returns how many. */
export async function deleteSightings(): Promise<number> {
  const { rowCount } = await authSql().query(
    "DELETE FROM auth.attempt_events WHERE attempt_id IS NULL AND at < now() - make_interval(mins => $1)",
    [SIGHTING_MINUTES],
  );
  return rowCount ?? 0;
}
