import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { applyMigrations } from "#lib/platform/db/apply-migrations.ts";
import { closePools } from "#lib/platform/db/sql.ts";
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from "#lib/server/embedded-postgres/start-embedded-postgres.ts";
import { configureFor } from "#lib/testing/configure-for.ts";
import {
  CLAUDE_CODE,
  connect,
  makeMember,
  postForm,
  refresh,
  type Tokens,
  useOauthServer,
} from "#lib/testing/drive-oauth.ts";
import { type Gateway, openGateway } from "#lib/testing/open-gateway.ts";

let postgres: EmbeddedPostgres;
let dataDir: string;
let gateway: Gateway;
// A durable Postgres of this file's own: it is killed.
beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "trinity-connect-restart-"));
  await chmod(dataDir, 0o711);
  postgres = await startEmbeddedPostgres({ dataDir });
  await applyMigrations(postgres.urls.owner);
  configureFor(postgres, { PUBLIC_URL: "http://localhost:3000" });
  gateway = await openGateway();
});
useOauthServer();
afterAll(async () => {
  await gateway.close();
  await closePools();
  await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const ping = async ({ access_token: token }: Tokens) =>
  (await gateway.legacy("ping", {}, { token, id: 1 })).status;
const revoke = async ({ refresh_token: token }: Tokens) =>
  (await postForm("/oauth/revoke", { token, client_id: CLAUDE_CODE })).status;

test("D16: what was revoked stays so when Postgres is killed at once and comes back, and so does what was not", async () => {
  const [revoked, kept] = [await connect(await makeMember()), await connect(await makeMember())];
  expect([await ping(revoked.tokens), await ping(kept.tokens)]).toEqual([200, 200]);
  expect(await revoke(revoked.tokens)).toBe(200);
  const killed = postgres.pid;
  process.kill(killed, "SIGKILL");
  await vi.waitFor(() => expect(postgres.pid).not.toBe(killed), { timeout: 60_000, interval: 20 });
  await vi.waitFor(async () => expect(await ping(kept.tokens)).toBe(200), { timeout: 60_000, interval: 50 });
  expect(await ping(revoked.tokens)).toBe(401);
  expect(await refresh(revoked.tokens.refresh_token)).toMatchObject({
    status: 400,
    json: { error: "invalid_grant" },
  });

  expect(await revoke(kept.tokens)).toBe(200);
  await vi.waitFor(async () => expect(await ping(kept.tokens)).toBe(401), { timeout: 30_000, interval: 20 });
});
