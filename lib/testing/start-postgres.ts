import { readFile } from "node:fs/promises";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { startThrowawayPostgres } from "./start-throwaway-postgres.ts";

export type TestPostgres = { superuserUrl: string; template: string };

declare module "vitest" {
  interface ProvidedContext {
    postgres: TestPostgres;
  }
}

/** Vitest's global set-up: one real Postgres, one migrated template that every test file clones. */
export default async function startPostgres(project: TestProject): Promise<() => Promise<void>> {
  const server = await startThrowawayPostgres();
  const template = `template_${process.pid}`;
  await run(server.superuserUrl, `CREATE DATABASE ${template}`);
  const templateUrl = withDatabase(server.superuserUrl, template);
  await run(templateUrl, await readFile("prisma/roles.sql", "utf8"));
  await server.migrate(templateUrl);
  project.provide("postgres", { superuserUrl: server.superuserUrl, template });
  return server.stop;
}

export function withDatabase(
  url: string,
  database: string,
  login?: { user: string; password: string },
): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  if (login) {
    changed.username = login.user;
    changed.password = login.password;
  }
  return changed.href;
}

/** One statement (or script) on a connection of its own. */
export async function run(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
