import "#server-only";
import { inAuth } from "#lib/platform/db/in-auth.ts";
import { authSql } from "#lib/platform/db/sql.ts";
import type { ProbeStep } from "../../schema.ts";

export type ProbeRow = {
  at: Date;
  ok: boolean;
  /** The step that failed; null where none did. */
  failed: ProbeStep | null;
  ms: number;
  /** How many tools were listed. */
  tools: number;
};

export async function insertProbe(probe: ProbeRow): Promise<void> {
  await inAuth((tx) => tx.sandboxProbe.create({ data: probe, select: { id: true } }));
}

/** The newest looks, or those that failed. */
export async function findProbes({
  isFailed = false,
  limit,
}: {
  isFailed?: boolean;
  limit: number;
}): Promise<ProbeRow[]> {
  const rows = await inAuth((tx) =>
    tx.sandboxProbe.findMany({
      where: isFailed ? { ok: false } : {},
      orderBy: [{ at: "desc" }, { id: "asc" }],
      take: limit,
      select: { at: true, ok: true, failed: true, ms: true, tools: true },
    }),
  );
  return rows as ProbeRow[];
}

export async function countProbes(since: Date): Promise<{ day: Date; probes: number; failed: number }[]> {
  const { rows } = await authSql().query<{ day: Date; probes: number; failed: number }>(
    `SELECT date_trunc('day', p.at, 'UTC') AS day, count(*)::int AS probes, (count(*) FILTER (WHERE NOT p.ok))::int AS failed
     FROM auth.sandbox_probes p WHERE p.at >= $1 GROUP BY 1 ORDER BY 1`,
    [since],
  );
  return rows;
}

export async function deleteProbes(before: Date): Promise<number> {
  return (await inAuth((tx) => tx.sandboxProbe.deleteMany({ where: { at: { lt: before } } }))).count;
}
