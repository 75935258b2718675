import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { isOutage } from "#lib/kernel/outage.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { getConfig, setConfig } from "../config/get-config.ts";
import { appSql, authSql } from "./sql.ts";
import { withClient } from "./with-client.ts";

useDatabase();

/** What stands between us and the database; its host can go away without a word. */
const sockets = new Set<Socket>();
const between = createServer((near) => {
  const { hostname, port } = new URL(String(getConfig().databaseOwnerUrl));
  const far = connect(Number(port), hostname);
  near.pipe(far).pipe(near);
  for (const socket of [near, far]) {
    sockets.add(socket);
    socket.on("error", () => undefined);
  }
});
const goSilent = () => {
  for (const socket of sockets) socket.unpipe().pause();
};

beforeAll(async () => {
  await new Promise<void>((resolve) => between.listen(0, "127.0.0.1", resolve));
  const { port } = between.address() as AddressInfo;
  const through = (url: string | undefined) => Object.assign(new URL(String(url)), { port }).href;
  const config = getConfig();
  setConfig({
    ...config,
    databaseUrl: through(config.databaseUrl),
    databaseAuthUrl: through(config.databaseAuthUrl),
  });
});
afterEach(() => vi.useRealTimers());
afterAll(() => {
  for (const socket of sockets) socket.destroy();
  between.close();
});

test.each([
  ["a statement", () => appSql().query("SELECT 1")],
  ["a transaction", () => withClient(authSql(), (client) => client.query("BEGIN; SELECT 1; COMMIT"))],
])(
  "K03: %s on a connection whose other end is gone ends as an outage, and the next one works",
  async (_name, ask) => {
    await ask();
    goSilent();
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const asked = ask().catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(30_000);
    vi.useRealTimers();
    expect(isOutage(await asked)).toBe(true);
    await ask();
  },
);
