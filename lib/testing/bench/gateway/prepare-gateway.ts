import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { setConfig } from "#lib/platform/config/get-config.ts";
import { parseConfig } from "#lib/platform/config/parse-config.ts";
import { applyMigrations } from "#lib/platform/db/apply-migrations.ts";
import { closePools } from "#lib/platform/db/sql.ts";
import { startThrowawayPostgres } from "#lib/server/embedded-postgres/start-throwaway-postgres.ts";
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
  const env = {
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    SECRETS: randomBytes(32).toString("base64url"),
    LOG_LEVEL: "warn",
    DATABASE_URL: postgres.urls.app,
    DATABASE_AUTH_URL: postgres.urls.auth,
    DATABASE_OWNER_URL: postgres.urls.owner,
    OUTBOUND_ALLOW: upstreams.map(({ url }) => new URL(url).host).join(","),
  };
  const parsed = parseConfig(env);
  if (!parsed.ok) throw new Error(parsed.reason);
  setConfig(parsed.config);
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

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
