import "#server-only";
import pg from "pg";
import { getConfig } from "../config/get-config.ts";
import { log } from "../log/log.ts";
import { once, takeOnce } from "../registry/once.ts";

const POOL_MAX = 10;
const STATEMENT_TIMEOUT_MS = 15_000;
/** Longer than the database itself takes to give up: only one that is gone without a word has not answered by then. */
const SILENCE_MS_MAX = 20_000;
const WATCH = {
  max: 1,
  connectionTimeoutMillis: 1_000,
  statement_timeout: 1_000,
  query_timeout: 1_000,
  keepAlive: true,
} satisfies pg.PoolConfig;

/** The process's one pool of the tenant-data login, for prepared statements on the hot path. */
export function appSql(): pg.Pool {
  return once("db.app-pool", () => openPool("app", getConfig().databaseUrl));
}

/** The process's one pool of the sign-in and OAuth store's login. */
export function authSql(): pg.Pool {
  return once("db.auth-pool", () => openPool("auth", getConfig().databaseAuthUrl));
}

/**
 * One connection of the tenant-data login for whoever looks at the database all the time: it waits behind nobody's
 * work and gives up within a second.
 */
export function watchSql(): pg.Pool {
  return once("db.watch-pool", () => openPool("watch", getConfig().databaseUrl, WATCH));
}

/** Closes all pools; for drain and tests. */
export async function closePools(): Promise<void> {
  const pools = ["db.app-pool", "db.auth-pool", "db.watch-pool"].map((name) => takeOnce<pg.Pool>(name));
  takeOnce("db.app-client");
  takeOnce("db.auth-client");
  await Promise.all(pools.filter((pool) => pool !== undefined).map((pool) => pool.end()));
}

function openPool(
  name: string,
  connectionString: string | undefined,
  differing: pg.PoolConfig = {},
): pg.Pool {
  if (!connectionString) throw new Error(`The ${name} database address is not configured.`);
  const pool = new pg.Pool({
    connectionString,
    max: POOL_MAX,
    application_name: `trinity-connect-${name}`,
    connectionTimeoutMillis: 5_000,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    query_timeout: SILENCE_MS_MAX,
    idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
    ...differing,
  });
  // Without a listener a database restart would end the process.
  pool.on("error", (error) => log.warn({ pool: name, reason: error.message }, "database connection lost"));
  // While one is out of the pool the pool does not listen to it.
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
}
