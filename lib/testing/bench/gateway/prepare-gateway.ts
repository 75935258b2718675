import pg from "pg";
import { applyMigrations } from "#lib/platform/db/apply-migrations.ts";
import { closePools } from "#lib/platform/db/sql.ts";
import { findFreePort } from "#lib/server/embedded-postgres/find-free-port.ts";
import { startThrowawayPostgres } from "#lib/server/embedded-postgres/start-throwaway-postgres.ts";
import { configureFor } from "../../configure-for.ts";
import { mintGrantWithToken, mintMember, mintTenant, mintUpstream } from "../../mint.ts";
import type { Target } from "./measure.ts";
import { type BenchProcess, startProcess } from "./start-process.ts";

/** One person, or one organisation, may not hold all streams of a process. */
const CONNECTIONS_PER_PERSON = 16;
const CONNECTIONS_PER_TENANT = 256;

export type BenchGateway = {
  /** Our gateway behind its Node door, in a process of its own. */
  gateway: BenchProcess;
  /** A second one behind the Next door; the web application must be built. */
  openNextDoor: () => Promise<BenchProcess>;
  /** A new connection of a new organisation to the instance at that address. */
  connect: (upstreamUrl: string) => Promise<Target>;
  /** So many new connections of new people, of few new organisations. */
  connectMany: (upstreamUrl: string, count: number) => Promise<Target[]>;
  /** The superuser's connection to the database. */
  admin: pg.Client;
  postgresPid: () => number;
  stop: () => Promise<void>;
};

/** Our gateway on a Postgres of its own, allowed to reach these upstreams. */
export async function prepareGateway(upstreams: readonly BenchProcess[]): Promise<BenchGateway> {
  const postgres = await startThrowawayPostgres();
  await applyMigrations(postgres.urls.owner);
  const port = await findFreePort();
  const wish = {
    LOG_LEVEL: "warn",
    OUTBOUND_ALLOW: upstreams.map(({ url }) => new URL(url).host).join(","),
    MCP_CALLS_PER_MINUTE_PERSON: "100000000",
    MCP_CALLS_PER_MINUTE_CLIENT: "100000000",
    MCP_CALLS_PER_MINUTE_TENANT: "100000000",
  };
  const env = configureFor(postgres, { ...wish, PORT: String(port), PUBLIC_URL: `http://127.0.0.1:${port}` });
  const gateway = await startProcess("serve-gateway.ts", { env });
  const admin = new pg.Client({ connectionString: toDatabase(postgres.adminUrl, postgres.urls.app) });
  await admin.connect();
  const started = [gateway];
  const connectMany = async (url: string, count: number) => {
    configureFor(postgres, env);
    const addTenant = async () => {
      const tenant = await mintTenant();
      await mintUpstream(tenant, { url, key: "trinity_mcp_bench", tools: ["list_agents"] });
      return tenant;
    };
    let tenant = await addTenant();
    let member = await mintMember(tenant, "member");
    const targets: Target[] = [];
    while (targets.length < count) {
      const { length } = targets;
      if (length > 0 && length % CONNECTIONS_PER_TENANT === 0) tenant = await addTenant();
      if (length > 0 && length % CONNECTIONS_PER_PERSON === 0) member = await mintMember(tenant, "member");
      const { token } = await mintGrantWithToken(member, { groups: ["agents.read"] });
      targets.push({ url: `${gateway.url}/api/mcp`, headers: { authorization: `Bearer ${token}` } });
    }
    await closePools();
    return targets;
  };
  return {
    gateway,
    admin,
    connectMany,
    connect: async (url) => (await connectMany(url, 1))[0] as Target,
    postgresPid: () => postgres.pid,
    async openNextDoor() {
      const nextPort = await findFreePort();
      const door = await startProcess("serve-next-gateway.ts", { env: { ...env, PORT: String(nextPort) } });
      started.push(door);
      return door;
    },
    async stop() {
      await admin.end();
      await Promise.all(started.map((one) => one.stop()));
      await postgres.stop();
    },
  };
}

function toDatabase(adminUrl: string, appUrl: string): string {
  const url = new URL(adminUrl);
  url.pathname = new URL(appUrl).pathname;
  return url.href;
}
