// Prints the SQL of the next migration: what leads from the migrations so far to prisma/**/*.prisma.
// Policies, roles, functions and grants are added by hand; only tables, columns, indexes and keys are compared.
import { applyMigrations } from "../lib/platform/db/apply-migrations.ts";
import { diffSchema } from "../lib/platform/db/diff-schema.ts";
import { startThrowawayPostgres } from "../lib/server/embedded-postgres/start-throwaway-postgres.ts";

if (process.argv.includes("--from-empty")) {
  process.stdout.write(await diffSchema());
} else {
  const postgres = await startThrowawayPostgres();
  try {
    await applyMigrations(postgres.urls.owner);
    process.stdout.write(await diffSchema(postgres.urls.owner));
  } finally {
    await postgres.stop();
  }
}
