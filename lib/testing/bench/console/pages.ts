import type pg from "pg";
import { SLUG, TENANT } from "./seed-organisation.ts";

/** A page by name, and its address; where it has filters, with those that find little in much. */
export type Page = { name: string; path: string };

/** Every page of the console, as its owner opens them in the seeded organisation. */
export async function listPages(admin: pg.Client): Promise<Page[]> {
  const one = async (sql: string) => (await admin.query<{ id: string }>(sql)).rows[0]?.id ?? "";
  const call = await one(
    `SELECT floor(extract(epoch FROM at) * 1000) || '-' || id AS id FROM tenant.tool_calls WHERE tenant_id = ${TENANT} LIMIT 1`,
  );
  const attempt = await one(`SELECT number AS id FROM auth.attempts WHERE tenant_id = ${TENANT} LIMIT 1`);
  const connection = await one(
    `SELECT id::text AS id FROM tenant.grants WHERE tenant_id = ${TENANT} AND ended_at IS NULL LIMIT 1`,
  );
  const rareTool = await one(
    `SELECT name AS id FROM tenant.upstream_tools WHERE tenant_id = ${TENANT} ORDER BY name LIMIT 1`,
  );
  const base = `/o/${SLUG}`;
  const page = (name: string, path: string): Page => ({ name, path: `${base}${path}` });
  return [
    page("overview", ""),
    page("connections", "/connections"),
    page("connection", `/connections/${connection}`),
    page("instances", "/instances"),
    page("tools", "/tools"),
    page("tools: most called", "/tools?sort=-calls"),
    page("tools: by group and role", "/tools?view=matrix"),
    page("tools: presets", "/tools?view=presets"),
    page("tools: preview", "/tools?view=preview"),
    page("tools: changes", "/tools/changes"),
    page("tool", `/tools/${rareTool}`),
    page("activity", "/activity"),
    page("activity: 30 days", "/activity?range=30d"),
    page("activity: failed", "/activity?range=30d&result=failed"),
    page("activity: a rare tool", `/activity?range=30d&tool=${rareTool}`),
    page(
      "activity: a busy app",
      "/activity?range=30d&app=https%3A%2F%2Fclaude.ai%2Foauth%2Fmcp-oauth-client-metadata",
    ),
    page("activity: a rare app", "/activity?range=30d&app=dcr_rare"),
    page("call", `/activity/${call}`),
    page("attempts", "/attempts"),
    page("attempts: one cause", "/attempts?cause=denied"),
    page("attempt", `/attempts/${attempt}`),
    { name: "my connections", path: "/me/connections" },
    { name: "my browsers", path: "/me/sessions" },
  ];
}
