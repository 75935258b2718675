import "#server-only";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import pg from "pg";
import { SUPERUSER } from "./init-cluster.ts";
import type { PostgresState } from "./keep-state.ts";

export const DATABASE = "trinity_connect";
const ROLES_FILE = resolve(import.meta.dirname, "../../../prisma/roles.sql");

export type PostgresUrls = { owner: string; app: string; auth: string };

const address = (state: PostgresState, user: string, password: string, database: string) =>
  `postgresql://${user}:${password}@127.0.0.1:${state.port}/${database}`;

/** The superuser's address; for preparing the cluster and for tests, never for the product. */
export const toAdminUrl = (state: PostgresState, database = "postgres") =>
  address(state, SUPERUSER, state.passwords.superuser, database);

/** The addresses of the three logins the product uses. */
export function toUrls(state: PostgresState): PostgresUrls {
  const { owner, app, auth } = state.passwords;
  return {
    owner: address(state, "connect_owner", owner, DATABASE),
    app: address(state, "connect_app", app, DATABASE),
    auth: address(state, "connect_auth", auth, DATABASE),
  };
}

async function connected<T>(url: string, run: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on("error", () => {});
  try {
    await client.connect();
    return await run(client);
  } finally {
    await client.end().catch(() => {});
  }
}

/** Whether the server on the kept port is the cluster in the kept directory and knows the kept password. */
export async function answersAs(state: PostgresState, realDataPath: string): Promise<boolean> {
  try {
    const { rows } = await connected(toAdminUrl(state), (client) => client.query("SHOW data_directory"));
    return (rows[0] as { data_directory: string }).data_directory === realDataPath;
  } catch {
    return false;
  }
}

/** Makes the database, the roles and the logins' passwords once per roles file. Returns that file's hash. */
export async function prepareDatabase(state: PostgresState): Promise<string> {
  const script = await readFile(ROLES_FILE, "utf8");
  const hash = createHash("sha256").update(script).digest("hex");
  if (hash === state.rolesHash) return hash;
  await connected(toAdminUrl(state), async (client) => {
    const found = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [DATABASE]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  });
  await connected(toAdminUrl(state, DATABASE), async (client) => {
    await client.query(script);
    for (const login of ["owner", "app", "auth"] as const) {
      await client.query(
        `ALTER ROLE connect_${login} PASSWORD ${client.escapeLiteral(state.passwords[login])}`,
      );
    }
  });
  return hash;
}
