import "#server-only";
import pg from "pg";
import { StartRefused } from "./refuse-start.ts";

const VERSION_MIN = 150_000;
const CONNECT_MS_MAX = 5000;

/** What a login must not be able to do: a `true` in any column is a way around row-level security. */
const RIGHTS_SQL = `SELECT
  current_setting('server_version_num')::int AS version,
  r.rolsuper AS superuser,
  r.rolbypassrls AS bypassrls,
  r.rolcreaterole AS createrole,
  EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
          WHERE n.nspname IN ('tenant', 'auth') AND c.relowner = r.oid)
    OR EXISTS (SELECT FROM pg_namespace n WHERE n.nspname IN ('tenant', 'auth') AND n.nspowner = r.oid)
    OR EXISTS (SELECT FROM pg_database d WHERE d.datname = current_database() AND d.datdba = r.oid) AS owner,
  EXISTS (SELECT FROM pg_roles other WHERE other.oid <> r.oid AND pg_has_role(r.oid, other.oid, 'MEMBER')) AS member
  FROM pg_roles r WHERE r.rolname = current_user`;

type Rights = { version: number } & Record<
  "superuser" | "bypassrls" | "createrole" | "owner" | "member",
  boolean
>;

const FORBIDDEN = {
  superuser: "is a superuser",
  bypassrls: "has BYPASSRLS",
  createrole: "has CREATEROLE",
  owner: "owns the schema",
  member: "can SET ROLE to another role",
} as const;

async function withClient<T>(name: string, url: string, run: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_MS_MAX });
  client.on("error", () => {});
  try {
    await client.connect();
  } catch (cause) {
    await client.end().catch(() => {});
    throw new StartRefused(
      `${name} cannot be reached (${describe(cause)}); check the address, the password and that Postgres runs.`,
      {
        cause,
      },
    );
  }
  try {
    return await run(client);
  } finally {
    await client.end().catch(() => {});
  }
}

/** The kind of failure in a word; the message may hold the address and the login's name. */
function describe(cause: unknown): string {
  const inner = cause instanceof AggregateError ? cause.errors[0] : cause;
  const { code, message } = inner as { code?: string; message?: string };
  if (code === "28P01" || code === "28000") return "the login was refused";
  if (code === "3D000") return "the database does not exist";
  return code ?? (message?.includes("timeout") ? "no answer in 5 s" : "the connection failed");
}

/** Refuses an address nobody answers at, and a Postgres that is too old. */
export async function checkReachable(name: string, url: string): Promise<void> {
  const version = await withClient(name, url, async (client) => {
    const { rows } = await client.query("SELECT current_setting('server_version_num')::int AS version");
    return (rows[0] as { version: number }).version;
  });
  if (version < VERSION_MIN)
    throw new StartRefused(`${name} leads to a Postgres older than 15; upgrade it first.`);
}

/** Refuses a login that could step around row-level security: owner, superuser, BYPASSRLS, or able to become one. */
export async function checkLogin(name: string, url: string): Promise<void> {
  const rights = await withClient(
    name,
    url,
    async (client) => (await client.query(RIGHTS_SQL)).rows[0] as Rights,
  );
  const [, fault] =
    Object.entries(FORBIDDEN).find(([right]) => rights[right as keyof typeof FORBIDDEN]) ?? [];
  if (!fault) return;
  throw new StartRefused(
    `${name} names a login that ${fault}, so tenants would not be kept apart; use a login of its own as prisma/roles.sql makes it.`,
  );
}

/** Refuses a database that holds sample data; asked under the job whose policy shows sample organisations only. */
export async function checkNoSample(url: string): Promise<void> {
  const hasSample = await withClient("DATABASE_URL", url, async (client) => {
    await client.query("BEGIN");
    await client.query("SELECT set_config('app.system_job', 'find_sample', true)");
    const { rowCount } = await client.query('SELECT 1 FROM "tenant"."tenants" WHERE is_sample LIMIT 1');
    await client.query("ROLLBACK");
    return (rowCount ?? 0) > 0;
  });
  if (!hasSample) return;
  throw new StartRefused(
    "This database still holds the sample organisation; remove it with `npm run sample:remove` before running in production.",
  );
}
