import "#server-only";
import { sha256Hex } from "#lib/platform/crypto/hash-secret.ts";
import { authSql } from "#lib/platform/db/sql.ts";

export type ToldCount = { name: string; window: number; points: number; expiresAt: number };

/**
 * Adds to the counts all instances share, in one statement, and answers their sums in the same order. Names are stored as
 * hashes; rows of one key are touched in one order, so that two instances never wait for each other in a circle.
 */
export async function addCounts(told: readonly ToldCount[]): Promise<number[]> {
  const rows = told
    .map((one) => ({ ...one, key: `calls:${sha256Hex(`${one.name} ${one.window}`)}` }))
    .toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const found = await authSql().query<{ key: string; points: number }>({
    name: "add-call-counts",
    text: `INSERT INTO auth.rate_buckets AS b (key, points, expire)
           SELECT * FROM unnest($1::text[], $2::int[], $3::bigint[])
           ON CONFLICT (key) DO UPDATE SET points = b.points + excluded.points RETURNING key, points`,
    values: [
      rows.map(({ key }) => key),
      rows.map(({ points }) => points),
      rows.map(({ expiresAt }) => expiresAt),
    ],
  });
  const sums = new Map(found.rows.map(({ key, points }) => [key, points]));
  const byName = new Map(rows.map(({ name, key, points }) => [name, sums.get(key) ?? points]));
  return told.map(({ name, points }) => byName.get(name) ?? points);
}

export async function deleteOldCounts(now: Date): Promise<void> {
  await authSql().query("DELETE FROM auth.rate_buckets WHERE key LIKE 'calls:%' AND expire < $1", [
    now.getTime(),
  ]);
}
