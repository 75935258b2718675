import type { TestProject } from "vitest/node";
import { applyMigrations } from "#lib/platform/db/apply-migrations.ts";
import { startThrowawayPostgres } from "#lib/server/embedded-postgres/start-throwaway-postgres.ts";

export type TestPostgres = {
  superuserUrl: string;
  /** The product's logins on the migrated template; a clone keeps their passwords. */
  urls: { owner: string; app: string; auth: string };
};

declare module "vitest" {
  interface ProvidedContext {
    postgres: TestPostgres;
  }
}

/** Vitest's global set-up: one real Postgres, one migrated template that every test file clones. */
export default async function startPostgres(project: TestProject): Promise<() => Promise<void>> {
  const server = await startThrowawayPostgres();
  await applyMigrations(server.urls.owner);
  project.provide("postgres", { superuserUrl: server.adminUrl, urls: server.urls });
  return server.stop;
}
