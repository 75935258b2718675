import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { getConfig, setConfig } from "#lib/platform/config/get-config.ts";
import { echo } from "#lib/testing/open-fake-upstream.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { makeCalls, useGateway } from "#lib/testing/use-gateway.ts";

useDatabase();
const postgres = putBetween();
const scene = useGateway();
const { callWith, read, call } = makeCalls(scene);

/** Stands between this process and Postgres, so that it can go away and come back as in a restart. */
function putBetween(): { leave: () => Promise<void>; comeBack: () => Promise<void> } {
  const sockets = new Set<Socket>();
  let port = 0;
  let host = "";
  const server = createServer((client) => {
    const [name = "", to = ""] = host.split(":");
    const behind = connect(Number(to), name);
    for (const socket of [client, behind]) {
      sockets.add(socket.on("error", () => undefined));
      socket.once("close", () => {
        client.destroy();
        behind.destroy();
        sockets.delete(socket);
      });
    }
    client.pipe(behind).pipe(client);
  });
  const listen = async () => {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    ({ port } = server.address() as AddressInfo);
  };
  const leave = async () => {
    server.close();
    for (const socket of sockets) socket.destroy();
    await once(server, "close");
  };
  beforeAll(async () => {
    const config = getConfig();
    ({ host } = new URL(String(config.databaseUrl)));
    await listen();
    const through = (url: string | undefined) => String(url).replace(host, `127.0.0.1:${port}`);
    const { databaseUrl, databaseAuthUrl } = config;
    setConfig({ ...config, databaseUrl: through(databaseUrl), databaseAuthUrl: through(databaseAuthUrl) });
  });
  afterAll(leave);
  return { leave, comeBack: listen };
}

test("Postgres goes and comes back: running calls end well, new ones are told to wait, and then all is as before", async () => {
  const held = Promise.withResolvers<() => void>();
  scene.fake.behave((message, response) => held.resolve(() => echo(message, response)));
  const running = callWith({ b: 2 });
  const release = await held.promise;
  try {
    await postgres.leave();
    scene.fake.behave(echo);
    await expect.poll(async () => (await callWith({})).status, { timeout: 20_000 }).toBe(503);
    const refused = await callWith({});
    expect([refused.headers.get("retry-after"), refused.headers.get("www-authenticate")]).toEqual([
      "2",
      null,
    ]);
    expect(await refused.text()).toContain("Try again in a moment");
    release();
    expect((await read(await running)).result.content[0]?.text).toBe('{"b":2}');
  } finally {
    await postgres.comeBack();
  }
  await expect.poll(async () => (await callWith({})).status, { timeout: 20_000 }).toBe(200);
  expect((await call({ c: 3 })).result.content[0]?.text).toBe('{"c":3}');
});
