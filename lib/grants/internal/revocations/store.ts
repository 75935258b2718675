import "#server-only";
import type { Effect } from "#lib/kernel/effects.ts";
import type { GrantId } from "#lib/kernel/ids.ts";
import type { Role } from "#lib/kernel/permissions.ts";
import { appSql, authSql, watchSql } from "#lib/platform/db/sql.ts";

export type RevocationRow = { kind: string; subject: string };

/** What became visible since a snapshot (null: nothing is asked), and the snapshot this was read in. */
export async function readRevocations(
  since: string | null,
): Promise<{ snapshot: string; rows: RevocationRow[] }> {
  const { rows } = await watchSql().query<{ snapshot: string; kind: string | null; subject: string | null }>({
    name: "read-revocations",
    text: "SELECT snapshot, kind, subject FROM tenant.read_revocations($1::pg_snapshot)",
    values: [since],
  });
  const snapshot = rows[0]?.snapshot;
  if (snapshot === undefined) throw new Error("the database named no snapshot");
  const found = rows.flatMap(({ kind, subject }) =>
    kind === null || subject === null ? [] : [{ kind, subject }],
  );
  return { snapshot, rows: found };
}

/**
 * `groups` is null for a key that somebody came with: its role alone decides. `effectMax` is the most the app may do;
 * null where the organisation decided nothing about it.
 */
export type LiveAccess = { grantId: GrantId; role: Role; groups: string[] | null; effectMax: Effect | null };

/** What these grants allow now; none for one that is not live. */
export async function findLiveAccessOf(grantIds: readonly GrantId[]): Promise<LiveAccess[]> {
  const { rows } = await appSql().query<LiveAccess>({
    name: "find-live-access",
    text: 'SELECT grant_id AS "grantId", role, groups, effect_max AS "effectMax" FROM tenant.find_live_access($1)',
    values: [grantIds],
  });
  return rows;
}

/** Forgets revocations that every instance has long read. */
export async function deleteOldRevocations(olderThanSeconds: number): Promise<void> {
  await authSql().query("DELETE FROM auth.revocations WHERE at < now() - make_interval(secs => $1)", [
    olderThanSeconds,
  ]);
}
