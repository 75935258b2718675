import "#server-only";
import pg from "pg";
import { getConfig } from "../config/get-config.ts";
import { log } from "../log/log.ts";
import { once, takeOnce } from "../registry/once.ts";

const POOL_MAX = 10;
const STATEMENT_TIMEOUT_MS = 15_000;

/** The process's one pool of the tenant-data login, for prepared statements on the hot path. */
export function appSql(): pg.Pool {
  return once("db.app-pool", () => openPool("app", getConfig().databaseUrl));
}

/** The process's one pool of the sign-in and OAuth store's login. */
export function authSql(): pg.Pool {
  return once("db.auth-pool", () => openPool("auth", getConfig().databaseAuthUrl));
}

/** Closes both pools; for drain and tests. */
export async function closePools(): Promise<void> {
  const pools = [takeOnce<pg.Pool>("db.app-pool"), takeOnce<pg.Pool>("db.auth-pool")];
  takeOnce("db.app-client");
  takeOnce("db.auth-client");
  await Promise.all(pools.filter((pool) => pool !== undefined).map((pool) => pool.end()));
}

function openPool(name: string, connectionString: string | undefined): pg.Pool {
  if (!connectionString) throw new Error(`The ${name} database address is not configured.`);
  const pool = new pg.Pool({
    connectionString,
    max: POOL_MAX,
    application_name: `trinity-connect-${name}`,
    connectionTimeoutMillis: 5_000,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
  });
  // Without a listener a database restart would end the process.
  pool.on("error", (error) => log.warn({ pool: name, reason: error.message }, "database connection lost"));
  return pool;
}
