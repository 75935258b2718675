import "#server-only";
import { escapeLike } from "#lib/platform/db/escape-like.ts";
import { appSql } from "#lib/platform/db/sql.ts";

export type TenantReport = {
  slug: string;
  name: string;
  state: "active" | "suspended" | "deleted";
  isSample: boolean;
  isSandbox: boolean;
  createdAt: Date;
  suspendedAt: Date | null;
  deletedAt: Date | null;
  members: number;
  connections: number;
  instances: number;
  failing: number;
  /** Tool calls of the last seven days. */
  calls: number;
};

type Row = {
  slug: string;
  name: string;
  status: string;
  is_sample: boolean;
  is_sandbox: boolean;
  created_at: Date;
  suspended_at: Date | null;
  deleted_at: Date | null;
} & Record<"members" | "connections" | "instances" | "failing" | "calls", string>;

type Page = { search?: string | undefined; exact?: string; after?: string | undefined; limit: number };

/** Organisations by their short names, with counts. */
export async function findTenants({ search, exact, after, limit }: Page): Promise<TenantReport[]> {
  const like = search ? `%${escapeLike(search)}%` : null;
  const { rows } = await appSql().query<Row>("SELECT * FROM tenant.list_for_operator($1, $2, $3, $4)", [
    like,
    exact ?? null,
    after ?? null,
    limit,
  ]);
  return rows.map(toReport);
}

function toReport(row: Row): TenantReport {
  return {
    slug: row.slug,
    name: row.name,
    state: row.deleted_at ? "deleted" : row.status === "active" ? "active" : "suspended",
    isSample: row.is_sample,
    isSandbox: row.is_sandbox,
    createdAt: row.created_at,
    suspendedAt: row.suspended_at,
    deletedAt: row.deleted_at,
    members: Number(row.members),
    connections: Number(row.connections),
    instances: Number(row.instances),
    failing: Number(row.failing),
    calls: Number(row.calls),
  };
}
