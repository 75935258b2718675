import { Agent } from "node:http";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { getConfig } from "#lib/platform/config/get-config.ts";
import type { BenchProcess } from "#lib/testing/bench/gateway/start-process.ts";
import { isTaken, openStream } from "#lib/testing/bench/revocation/ping.ts";
import { startInstances } from "#lib/testing/bench/revocation/start-instances.ts";
import { useOauthServer } from "#lib/testing/drive-oauth.ts";
import { useConnections } from "#lib/testing/use-connections.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { useGateway } from "#lib/testing/use-gateway.ts";

useDatabase();
useOauthServer();
const world = useConnections(useGateway());

const agent = new Agent({ keepAlive: true });
let instances: BenchProcess[] = [];
beforeAll(async () => {
  const { publicUrl, secrets, databaseUrl, databaseAuthUrl } = getConfig();
  const env = {
    PUBLIC_URL: publicUrl,
    SECRETS: secrets.join(","),
    LOG_LEVEL: "silent",
    DATABASE_URL: String(databaseUrl),
    DATABASE_AUTH_URL: String(databaseAuthUrl),
    DATABASE_OWNER_URL: String(databaseUrl),
  };
  const [hearing, deaf] = await Promise.all([
    startInstances({ count: 2, isHearing: true, env }),
    startInstances({ count: 1, isHearing: false, env }),
  ]);
  instances = [...hearing, ...deaf];
});
afterAll(async () => {
  agent.destroy();
  await Promise.all(instances.map((instance) => instance.stop()));
});

test("D12 D14: the app's revocation at one instance reaches every other, also one that cannot listen", async () => {
  const { tokens } = await world.connectMember();
  const askAll = () =>
    Promise.all(instances.map(({ url }) => isTaken({ url, token: tokens.access_token, agent })));
  expect([await askAll(), await askAll()]).toEqual([
    [true, true, true],
    [true, true, true],
  ]);
  const streams = await Promise.all(instances.map(({ url }) => openStream(url, tokens.access_token)));
  await world.revoke(tokens.refresh_token);
  await vi.waitFor(async () => expect(await askAll()).toEqual([false, false, false]), 30_000);
  await Promise.all(streams.map(({ closedAt }) => closedAt));
  expect(await askAll()).toEqual([false, false, false]);
});
