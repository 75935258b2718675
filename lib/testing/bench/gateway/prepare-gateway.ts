import { applyMigrations } from "#lib/platform/db/apply-migrations.ts";
import { closePools } from "#lib/platform/db/sql.ts";
import { findFreePort } from "#lib/server/embedded-postgres/find-free-port.ts";
import { startThrowawayPostgres } from "#lib/server/embedded-postgres/start-throwaway-postgres.ts";
import { configureFor } from "../../configure-for.ts";
import { mintGrantWithToken, mintMember, mintTenant, mintUpstream } from "../../mint.ts";
import { type BenchProcess, startProcess } from "./start-process.ts";

export type BenchGateway = {
  gateway: BenchProcess;
  /** The headers of a connection to each upstream, in their order. */
  connections: Record<string, string>[];
  stop: () => Promise<void>;
};

/** Our gateway in a process of its own on a Postgres of its own, with one organisation and connection an upstream. */
export async function prepareGateway(upstreams: readonly BenchProcess[]): Promise<BenchGateway> {
  const postgres = await startThrowawayPostgres();
  await applyMigrations(postgres.urls.owner);
  const port = await findFreePort();
  const env = configureFor(postgres, {
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    LOG_LEVEL: "warn",
    OUTBOUND_ALLOW: upstreams.map(({ url }) => new URL(url).host).join(","),
  });
  const connections = await Promise.all(upstreams.map(({ url }) => mintConnection(url)));
  await closePools();
  const gateway = await startProcess("serve-gateway.ts", { env });
  return {
    gateway,
    connections,
    stop: async () => {
      await gateway.stop();
      await postgres.stop();
    },
  };
}

async function mintConnection(url: string): Promise<Record<string, string>> {
  const tenant = await mintTenant();
  await mintUpstream(tenant, { url: `${url}/mcp`, key: "trinity_mcp_bench", tools: ["list_agents"] });
  const member = await mintMember(tenant, "member");
  const { token } = await mintGrantWithToken(member, { groups: ["agents.read"] });
  return { authorization: `Bearer ${token}` };
}
