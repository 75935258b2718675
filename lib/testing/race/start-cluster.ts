import { setTimeout as pause } from "node:timers/promises";
import { applyMigrations } from "#lib/platform/db/apply-migrations.ts";
import { closePools } from "#lib/platform/db/sql.ts";
import { findFreePort } from "#lib/server/embedded-postgres/find-free-port.ts";
import type { EmbeddedPostgres } from "#lib/server/embedded-postgres/start-embedded-postgres.ts";
import { startThrowawayPostgres } from "#lib/server/embedded-postgres/start-throwaway-postgres.ts";
import { configureFor } from "../configure-for.ts";
import { type Instance, startInstance } from "./start-instance.ts";

export type Cluster = {
  publicUrl: string;
  instances: [Instance, Instance];
  /** Stops Postgres without letting it write or say anything, and waits until it is back. */
  crashPostgres: (signal: "SIGQUIT" | "SIGKILL") => Promise<void>;
  stop: () => Promise<void>;
};

const POLL_MS = 10;

/** Two server processes on one Postgres of their own that keeps what it has committed, as in production. */
export async function startCluster(): Promise<Cluster> {
  const postgres = await startThrowawayPostgres({ isDurable: true });
  await applyMigrations(postgres.urls.owner);
  const port = await findFreePort();
  const env = configureFor(postgres, { PUBLIC_URL: `http://127.0.0.1:${port}` });
  const instances: [Instance, Instance] = [await startInstance(env), await startInstance(env)];
  return {
    publicUrl: env.PUBLIC_URL,
    instances,
    crashPostgres: (signal) => crash(postgres, signal),
    stop: async () => {
      await Promise.all(instances.map((instance) => instance.stop()));
      await closePools();
      await postgres.stop();
    },
  };
}

async function crash(postgres: EmbeddedPostgres, signal: "SIGQUIT" | "SIGKILL"): Promise<void> {
  const { pid } = postgres;
  process.kill(pid, signal);
  while (postgres.pid === pid) await pause(POLL_MS);
}
