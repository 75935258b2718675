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
  const member = await one(
    `SELECT id::text AS id FROM tenant.memberships WHERE tenant_id = ${TENANT} AND id::text ~ '^.{14}[1-8].{4}[89ab]' ORDER BY name OFFSET 200 LIMIT 1`,
  );
  const client = await one(`SELECT id::text AS id FROM tenant.clients WHERE tenant_id = ${TENANT} LIMIT 1`);
  const deep = await one(
    `SELECT floor(extract(epoch FROM at) * 1000) || '-' || id AS id FROM tenant.tool_calls
     WHERE tenant_id = ${TENANT} AND at < now() - interval '20 days' ORDER BY at DESC LIMIT 1`,
  );
  const base = `/o/${SLUG}`;
  const page = (name: string, path: string): Page => ({ name, path: `${base}${path}` });
  return [
    page("overview", ""),
    page("connections", "/connections"),
    page("connections: by app", "/connections?view=apps"),
    page("connections: by person", "/connections?view=people"),
    page("connections: one person by name", "/connections?q=Person+1234"),
    page("connections: idle", "/connections?status=idle"),
    page("connections: last used first", "/connections?sort=-used"),
    page("connections: in the order of people", "/connections?sort=person"),
    page("connections: to destroy", "/connections?effect=destructive"),
    page("connection", `/connections/${connection}`),
    page("instances", "/instances"),
    page("tools", "/tools"),
    page("tools: most called", "/tools?sort=-calls"),
    page("tools: by group and role", "/tools?view=matrix"),
    page("tools: presets", "/tools?view=presets"),
    page("tools: preview", "/tools?view=preview"),
    page("tools: changes", "/tools/changes"),
    page("tool", `/tools/${rareTool}`),
    page("members", "/members"),
    page("members: by name", "/members?text=Person+1234"),
    page("members: auditors", "/members?role=auditor"),
    page("members: last active first", "/members?sort=-active"),
    page("members: in the order of roles", "/members?sort=role"),
    page("members: invitations", "/members?tab=invitations"),
    page("members: requests", "/members?tab=requests"),
    page("member", `/members/${member}`),
    page("apps", "/apps"),
    page("app", `/apps/${client}`),
    page("activity", "/activity"),
    page("activity: 30 days", "/activity?range=30d"),
    page("activity: far down", `/activity?range=30d&before=${deep}`),
    page("activity: failed", "/activity?range=30d&result=failed"),
    page("activity: a rare tool", `/activity?range=30d&tool=${rareTool}`),
    page(
      "activity: a rare instance",
      `/activity?range=30d&instance=${await one("SELECT md5('upstream2')::uuid::text AS id")}`,
    ),
    page("activity: one person", "/activity?range=30d&email=seed-1234%40people.example"),
    page(
      "activity: a busy app",
      "/activity?range=30d&app=https%3A%2F%2Fclaude.ai%2Foauth%2Fmcp-oauth-client-metadata",
    ),
    page("activity: a rare app", "/activity?range=30d&app=dcr_rare"),
    page("call", `/activity/${call}`),
    page("audit", "/audit"),
    page("audit: far down", "/audit?before=20000"),
    page("audit: one person", "/audit?who=Person+1"),
    page("audit: a rare target", "/audit?target=tool%3Arare"),
    page("audit: connections of an app by its name", "/audit?target=Claude"),
    page("audit: what is named nowhere", "/audit?target=no+such+name"),
    page("audit: refused", "/audit?outcome=refused"),
    page("audit: one month", "/audit?from=2026-03-01&to=2026-03-31"),
    page("audit row", "/audit/100000"),
    page("exports", "/exports"),
    page("attempts", "/attempts"),
    page("attempts: one cause", "/attempts?cause=denied"),
    page("attempt", `/attempts/${attempt}`),
    page("settings: general", "/settings/general"),
    page("settings: sign-in", "/settings/sign-in"),
    page("settings: connections", "/settings/connections"),
    page("settings: data", "/settings/data"),
    page("settings: danger", "/settings/danger"),
    { name: "my connections", path: "/me/connections" },
    { name: "my Trinity keys", path: "/me/trinity-keys" },
    { name: "my browsers", path: "/me/sessions" },
    { name: "me", path: "/me" },
  ];
}
