import "#server-only";
import { createHash } from "node:crypto";
import pg from "pg";
import { withSchemaEngine } from "./internal/open-schema-engine.ts";
import { MIGRATIONS_DIR, readMigrations } from "./internal/read-prisma-files.ts";

type Migration = Awaited<ReturnType<typeof readMigrations>>[number];

const LOCK_KEY = 7_246_842;
const NO_FILTERS = { externalTables: [], externalEnums: [] };
const LOCKFILE = { path: "migration_lock.toml", content: 'provider = "postgresql"\n' };

/** Loading the engine costs more than all else here, so a database that is up to date is recognised without it. */
async function isUpToDate(client: pg.Client, migrations: Migration[]): Promise<boolean> {
  const table = await client.query("SELECT to_regclass('public._prisma_migrations') IS NOT NULL AS found");
  if (!(table.rows[0] as { found: boolean }).found) return false;
  const { rows } = await client.query(
    "SELECT migration_name, checksum, finished_at IS NOT NULL AS finished FROM public._prisma_migrations WHERE rolled_back_at IS NULL",
  );
  const applied = rows as { migration_name: string; checksum: string; finished: boolean }[];
  const sums = new Map(
    applied.map((row) => [row.migration_name, row.finished ? row.checksum : "unfinished"]),
  );
  const isApplied = ({ name, script }: Migration) =>
    sums.get(name) === createHash("sha256").update(script).digest("hex");
  return sums.size === migrations.length && migrations.every(isApplied);
}

/** Holds the turn of one instance while others that start at the same moment wait. */
async function inTurn<T>(url: string, run: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on("error", () => {});
  await client.connect();
  try {
    await client.query(`SELECT pg_advisory_lock(${LOCK_KEY})`);
    return await run(client);
  } finally {
    await client.end().catch(() => {});
  }
}

/**
 * Brings the database to the newest migration, as `prisma migrate deploy` does and with the same bookkeeping.
 * Returns the names applied now. Each migration is one transaction; throws the engine's error if one fails.
 */
export async function applyMigrations(ownerUrl: string, directory = MIGRATIONS_DIR): Promise<string[]> {
  const migrations = await readMigrations(directory);
  const migrationDirectories = migrations.map(({ name, script }) => ({
    path: name,
    migrationFile: { path: "migration.sql", content: { tag: "ok" as const, value: script } },
  }));
  const migrationsList = {
    baseDir: directory,
    lockfile: LOCKFILE,
    shadowDbInitScript: "",
    migrationDirectories,
  };
  return inTurn(ownerUrl, async (client) => {
    if (await isUpToDate(client, migrations)) return [];
    return withSchemaEngine(ownerUrl, async (engine) => {
      const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters: NO_FILTERS });
      return appliedMigrationNames;
    });
  });
}
