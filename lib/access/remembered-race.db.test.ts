import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { GROUPS } from "#lib/catalog/groups.ts";
import { onRevocation, startRevocationWatch, stopRevocationWatch } from "#lib/grants/watch-revocations.ts";
import type { ClientActor } from "#lib/kernel/actor.ts";
import type { GrantId, TenantId } from "#lib/kernel/ids.ts";
import { startBus } from "#lib/platform/bus/start-bus.ts";
import { stopBus } from "#lib/platform/bus/stop-bus.ts";
import { getConfig, setConfig } from "#lib/platform/config/get-config.ts";
import { closePools } from "#lib/platform/db/sql.ts";
import { mintMember, mintTenant, mintUpstream } from "#lib/testing/mint.ts";
import { openSlowDatabase, type SlowDatabase } from "#lib/testing/open-slow-database.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { decide } from "./decide.ts";
import { listVisibleTools } from "./list-visible-tools.ts";

useDatabase();

let database: SlowDatabase;
let other: pg.Client;
beforeAll(async () => {
  const config = getConfig();
  database = await openSlowDatabase(String(config.databaseUrl));
  await closePools();
  setConfig({ ...config, databaseUrl: database.url, databaseDirectUrl: config.databaseUrl });
  other = new pg.Client({ connectionString: config.databaseUrl });
  await other.connect();
  await startBus();
  await startRevocationWatch();
});
afterAll(async () => {
  await stopRevocationWatch();
  await stopBus();
  await closePools();
  await other.end();
  await database.close();
});

async function makeActor(): Promise<ClientActor> {
  const tenant = await mintTenant();
  const tools = ["list_agents"];
  await mintUpstream(tenant, { url: "https://trinity.example.com/mcp", key: "trinity_mcp_none", tools });
  const grant = { grantId: crypto.randomUUID() as GrantId, clientId: "client", resource: "" };
  const groups = GROUPS.map(({ id }) => id);
  return { ...(await mintMember(tenant, "owner")), ...grant, kind: "client", groups, isSharedAddress: true };
}

/** Another process switches the tool; resolves when it was heard of here. */
async function switchTo(state: "off" | "approved", tenantId: TenantId): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const end = onRevocation(({ kind, id }) => kind === "access" && id === tenantId && resolve());
  await other.query("BEGIN");
  await other.query("SELECT set_config('app.tenant_id', $1, true)", [tenantId]);
  await other.query("UPDATE tenant.upstream_tools SET state = $1::tenant.upstream_tool_state", [state]);
  await other.query("COMMIT");
  await promise;
  end();
}

const callIt = async (actor: ClientActor) => (await decide(actor, "list_agents")).ok;
const listIt = async (actor: ClientActor) => (await listVisibleTools(actor)).length === 1;

test.each([
  ["G26: an allow", "find-call-route", callIt],
  ["G26: a list", "list-tools", listIt],
] as const)(
  "%s that was read before a change and arrives after it is remembered by nobody",
  async (_case, query, ask) => {
    for (const state of ["off", "approved"] as const) {
      const actor = await makeActor();
      if (state === "approved") await switchTo("off", actor.tenantId);
      const answered = database.holdAnswer(query);
      const asked = ask(actor);
      await answered;
      await switchTo(state, actor.tenantId);
      database.release();
      expect(await asked).toBe(state === "off");
      await closePools();
      expect(await ask(actor)).toBe(state === "approved");
    }
  },
);
