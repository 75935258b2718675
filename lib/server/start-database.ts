import "#server-only";
import { type Config, setConfig } from "#lib/platform/config/get-config.ts";
import { applyMigrations } from "#lib/platform/db/apply-migrations.ts";
import { log } from "#lib/platform/log/log.ts";
import { checkLogin, checkNoSample, checkReachable } from "./check-database.ts";
import { startEmbeddedPostgres } from "./embedded-postgres/start-embedded-postgres.ts";
import { isStartRefused, StartRefused } from "./refuse-start.ts";
import { reportStep } from "./report-step.ts";
import type { Lifecycle } from "./run-lifecycle.ts";
import { environment } from "./set-environment.ts";

type Urls = { owner: string; app: string; auth: string };

async function startEmbedded(config: Config, lifecycle: Lifecycle): Promise<Urls> {
  return reportStep("Database", async () => {
    const onTrouble = (sentence: string) => log.warn({}, sentence);
    const postgres = await startEmbeddedPostgres({ dataDir: config.dataDir, onTrouble });
    lifecycle.onStop("Postgres", postgres.stop);
    const said = postgres.isAdopted
      ? "embedded Postgres, left running by an earlier start"
      : "embedded Postgres";
    return { said, value: postgres.urls };
  });
}

async function reach(urls: Urls): Promise<Urls> {
  return reportStep("Database", async () => {
    await checkReachable("DATABASE_OWNER_URL", urls.owner);
    await checkReachable("DATABASE_URL", urls.app);
    await checkReachable("DATABASE_AUTH_URL", urls.auth);
    return { said: "reached", value: urls };
  });
}

async function migrate(ownerUrl: string): Promise<void> {
  await reportStep("Migrations", async () => {
    try {
      const applied = await applyMigrations(ownerUrl);
      return {
        said: applied.length === 0 ? "up to date" : `applied ${applied.join(", ")}`,
        value: undefined,
      };
    } catch (cause) {
      if (isStartRefused(cause)) throw cause;
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new StartRefused(`A migration failed and nothing was started: ${reason.trim()}`, { cause });
    }
  });
}

/** Brings up the database and leaves the configuration holding the two logins the product uses, never the owner's. */
export async function startDatabase(config: Config, lifecycle: Lifecycle): Promise<void> {
  const { databaseUrl: app, databaseAuthUrl: auth, databaseOwnerUrl: owner } = config;
  const urls =
    app && auth && owner ? await reach({ app, auth, owner }) : await startEmbedded(config, lifecycle);
  lifecycle.stopping.throwIfAborted();
  await migrate(urls.owner);
  await checkLogin("DATABASE_URL", urls.app);
  await checkLogin("DATABASE_AUTH_URL", urls.auth);
  if (!config.isLocal) await checkNoSample(urls.app);
  delete environment["DATABASE_OWNER_URL"];
  setConfig({ ...config, databaseUrl: urls.app, databaseAuthUrl: urls.auth, databaseOwnerUrl: undefined });
}
