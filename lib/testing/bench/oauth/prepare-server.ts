import pg from "pg";
import { sha256Hex } from "#lib/platform/crypto/hash-secret.ts";
import { applyMigrations } from "#lib/platform/db/apply-migrations.ts";
import { authSql, closePools } from "#lib/platform/db/sql.ts";
import { findFreePort } from "#lib/server/embedded-postgres/find-free-port.ts";
import { startThrowawayPostgres } from "#lib/server/embedded-postgres/start-throwaway-postgres.ts";
import { configureFor } from "../../configure-for.ts";
import { mintTenant } from "../../mint.ts";
import { callServer } from "../../race/call-server.ts";
import { openConnection } from "../../race/open-connection.ts";
import { type BenchProcess, startProcess } from "../gateway/start-process.ts";
import type { Template } from "./seed-grants.ts";

export type BenchServer = {
  server: BenchProcess;
  env: Record<string, string>;
  publicUrl: string;
  /** The superuser's connection, to seed by and to measure with. */
  admin: pg.Client;
  template: Template;
  /** The form that redeemed the template's code; a seeded code redeems with it too. */
  form: Record<string, string>;
  stop: () => Promise<void>;
};

/** A server in a process of its own on a durable Postgres of its own, with one real connection. */
export async function prepareServer(): Promise<BenchServer> {
  const postgres = await startThrowawayPostgres({ isDurable: true });
  await applyMigrations(postgres.urls.owner);
  const port = await findFreePort();
  const env = configureFor(postgres, {
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    LOG_LEVEL: "error",
  });
  const server = await startProcess("../../race/serve-doors.ts", { env });
  const admin = new pg.Client({ connectionString: toDatabase(postgres.adminUrl, postgres.urls.app) });
  await admin.connect();
  const { template, form } = await connectOnce({ url: server.url, publicUrl: env.PUBLIC_URL });
  const stop = async () => {
    await server.stop();
    await admin.end();
    await closePools();
    await postgres.stop();
  };
  return { server, env, publicUrl: env.PUBLIC_URL, admin, template, form, stop };
}

function toDatabase(adminUrl: string, appUrl: string): string {
  const url = new URL(adminUrl);
  url.pathname = new URL(appUrl).pathname;
  return url.href;
}

async function connectOnce(place: { url: string; publicUrl: string }) {
  const form = await openConnection(await mintTenant(), place);
  const host = new URL(place.publicUrl).host;
  const answer = await callServer({ url: `${place.url}/oauth/token`, host, form });
  if (answer?.status !== 200) throw new Error(`No tokens: ${answer?.status}.`);
  const code = String(form["code"]);
  const { rows } = await authSql().query<{ grantId: string }>(
    `SELECT grant_id AS "grantId" FROM auth.authorization_codes WHERE id = $1`,
    [sha256Hex(code)],
  );
  return { template: { grantId: String(rows[0]?.grantId), code }, form };
}
