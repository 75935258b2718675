import "#server-only";
import type { Hints } from "#lib/catalog/terms.ts";
import type { ClientActor } from "#lib/kernel/actor.ts";
import type { TenantId, UpstreamId, UpstreamKeyId } from "#lib/kernel/ids.ts";
import type { Role } from "#lib/kernel/permissions.ts";
import { inTenantSql } from "#lib/platform/db/in-tenant-sql.ts";
import { appSql } from "#lib/platform/db/sql.ts";
import type { Tx } from "#lib/platform/db/tx.ts";
import type { OwnerKey } from "#lib/upstreams/lease-session.ts";
import type { KeyState } from "#lib/upstreams/schema.ts";
import type { KeyMode } from "#lib/upstreams/terms.ts";
import type { ToolRules, ToolState } from "./policy.ts";

export type CalledTool = {
  upstreamId: UpstreamId;
  upstreamName: string;
  url: string;
  /** How the instance is spoken to, and the header its key goes in. */
  transport: "http" | "sse";
  keyHeader: string;
  /** What an admin approved of what it offers beside tools. */
  features: readonly string[];
  problem: string | null;
  problemSince: Date | null;
  toolName: string;
  state: ToolState;
  key: OwnerKey | null;
  /** Since when Trinity refuses that key, if it does. */
  keyRefusedAt: Date | null;
  /** Why the caller has no key for it, where they are to bring their own. */
  lacksKey: MissingKey | null;
  isPaused: boolean;
  /** Who may use it at all. */
  roles: readonly Role[];
  rules: ToolRules;
  limits: readonly StoredLimit[];
  inputSchema: unknown;
  /** What an admin says of it instead of the catalogue. */
  hints: Hints | null;
};

/**
 * Which key is missing: the organisation's, or the caller's own, which they have not stored, which waits for an admin or
 * which one declined.
 */
export type MissingKey = "shared" | "own" | "waiting" | "declined";

/** The values an argument of a tool may take, as an organisation set them; `tool` is the instance's name for it. */
export type StoredLimit = { tool: string; argument: string; allowed: readonly string[] };

type CalledToolRow = {
  upstream_id: UpstreamId;
  upstream_name: string;
  url: string;
  transport: "http" | "sse";
  key_header: string;
  features: string[];
  problem: string | null;
  problem_since: Date | null;
  tool_name: string;
  state: ToolState;
  key_id: UpstreamKeyId | null;
  key_version: number | null;
  is_own_key: boolean | null;
  key_refused_at: Date | null;
  own_key_state: KeyState | null;
  key_mode: KeyMode;
  is_paused: boolean;
  roles: Role[];
  allowed: string[];
  denied: string[];
  limits: StoredLimit[] | null;
  input_schema: unknown;
  hints: Hints | null;
};

/** The tool that name stands for in the caller's organisation, with all that is decided about it, as of now. */
export async function findCalledTool(
  { tenantId, personId, role }: Pick<ClientActor, "tenantId" | "personId" | "role">,
  exposedName: string,
): Promise<CalledTool | null> {
  const { rows } = await appSql().query<CalledToolRow>({
    name: "find-call-route",
    text: "SELECT * FROM tenant.find_call_route($1, $2, $3, $4)",
    values: [tenantId, personId, role, exposedName],
  });
  const row = rows[0];
  if (row === undefined) return null;
  return {
    upstreamId: row.upstream_id,
    upstreamName: row.upstream_name,
    url: row.url,
    transport: row.transport,
    keyHeader: row.key_header,
    features: row.features,
    problem: row.problem,
    problemSince: row.problem_since,
    toolName: row.tool_name,
    state: row.state,
    key: toOwnerKey({ id: row.key_id, version: row.key_version, isOwn: row.is_own_key }),
    keyRefusedAt: row.key_refused_at,
    lacksKey: row.key_id === null ? toMissingKey(row.key_mode, row.own_key_state) : null,
    isPaused: row.is_paused,
    roles: row.roles,
    rules: { allowed: row.allowed, denied: row.denied },
    limits: row.limits ?? [],
    inputSchema: row.input_schema,
    hints: row.hints,
  };
}

type KeyColumns = { id: UpstreamKeyId | null; version: number | null; isOwn: boolean | null };

/** The key as calls name it. */
export function toOwnerKey({ id, version, isOwn }: KeyColumns): OwnerKey | null {
  return id === null ? null : { id, version: version ?? 0, ...(isOwn === true ? { isOwn } : {}) };
}

function toMissingKey(mode: KeyMode, own: KeyState | null): MissingKey {
  if (mode === "shared") return "shared";
  return own === "waiting" || own === "declined" ? own : "own";
}

export type ListedTool = {
  upstreamId: UpstreamId;
  roles: readonly Role[];
  exposedName: string;
  toolName: string;
  definition: { [member: string]: unknown };
  state: ToolState;
  hints: Hints | null;
};

/** Every tool of the organisation's instances in a stable order, each name once: the first instance's wins, then the oldest's. */
export async function listTools(
  tenantId: TenantId,
  role: Role,
): Promise<{ tools: ListedTool[]; rules: ToolRules; limits: StoredLimit[] }> {
  return await inTenantSql(tenantId, async (client) => {
    const tools = await client.query<ListedTool>({
      name: "list-tools",
      text: `SELECT "upstreamId", roles, "exposedName", "toolName", definition, state, hints FROM (
          SELECT DISTINCT ON (e.exposed) i.id AS "upstreamId", i.roles, e.exposed AS "exposedName", t.name AS "toolName", t.definition,
            t.state::text AS state, t.hints, i.place
          FROM (SELECT u.id, u.slug, u.roles::text[] AS roles, row_number() OVER (ORDER BY u.slug <> '', u.created_at, u.id) AS place
                FROM tenant.upstreams u WHERE u.tenant_id = $1 AND u.status <> 'draft') i
          JOIN tenant.upstream_tools t ON t.tenant_id = $1 AND t.upstream_id = i.id
          CROSS JOIN LATERAL tenant.expose_tool(i.slug, t.name) e(exposed)
          ORDER BY e.exposed, i.place
        ) listed ORDER BY place, "toolName"`,
      values: [tenantId],
    });
    const policies = await client.query<{ rule: string; allowed: boolean }>({
      name: "list-tool-rules",
      text: `SELECT p.subject || ':' || p.name AS rule, p.allowed FROM tenant.tool_policies p
             WHERE p.tenant_id = $1 AND p.role = $2`,
      values: [tenantId, role],
    });
    const limits = await client.query<StoredLimit>({
      name: "list-argument-limits",
      text: `SELECT a.tool, a.argument, a.allowed FROM tenant.argument_limits a
             WHERE a.tenant_id = $1 AND a.role IN ('all', $2) ORDER BY a.argument, a.role`,
      values: [tenantId, role],
    });
    const rulesOf = (allowed: boolean) =>
      policies.rows.filter((row) => row.allowed === allowed).map(({ rule }) => rule);
    return {
      tools: tools.rows,
      rules: { allowed: rulesOf(true), denied: rulesOf(false) },
      limits: limits.rows,
    };
  });
}

type PolicyKey = { role: Role; subject: "group" | "tool"; name: string };

export async function findToolPolicy(
  tx: Tx,
  tenantId: TenantId,
  { role, subject, name }: PolicyKey,
): Promise<{ allowed: boolean } | null> {
  return await tx.toolPolicy.findFirst({
    where: { tenantId, role, subject, name },
    select: { allowed: true },
  });
}

export async function saveToolPolicy(
  tx: Tx,
  tenantId: TenantId,
  { role, subject, name, allowed }: PolicyKey & { allowed: boolean },
): Promise<void> {
  await tx.toolPolicy.upsert({
    where: { tenantId_role_subject_name: { tenantId, role, subject, name } },
    create: { tenantId, id: crypto.randomUUID(), role, subject, name, allowed },
    update: { allowed },
    select: { id: true },
  });
}

export async function removeToolPolicy(
  tx: Tx,
  tenantId: TenantId,
  { role, subject, name }: PolicyKey,
): Promise<void> {
  await tx.toolPolicy.deleteMany({ where: { tenantId, role, subject, name } });
}

/** True when one of the organisation's instances has a tool of that name. */
export async function hasTool(tx: Tx, tenantId: TenantId, name: string): Promise<boolean> {
  return (await tx.upstreamTool.count({ where: { tenantId, name } })) > 0;
}
