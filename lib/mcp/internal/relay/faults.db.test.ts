import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { getConfig, setConfig } from "#lib/platform/config/get-config.ts";
import { findFreePort } from "#lib/server/embedded-postgres/find-free-port.ts";
import { echo } from "#lib/testing/open-fake-upstream.ts";
import { toModernHeaders } from "#lib/testing/open-gateway.ts";
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

const children: ChildProcess[] = [];
afterAll(async () => {
  for (const child of children.filter(
    ({ exitCode, signalCode }) => exitCode === null && signalCode === null,
  )) {
    child.kill("SIGKILL");
    await once(child, "exit");
  }
});

/** A gateway of its own process on this database. */
async function startGateway(): Promise<{ url: string; child: ChildProcess }> {
  const { publicUrl, secrets, databaseUrl, databaseAuthUrl, outboundAllow } = getConfig();
  const file = fileURLToPath(new URL("../../../testing/bench/gateway/serve-gateway.ts", import.meta.url));
  const child = fork(file, {
    env: {
      NODE_ENV: "production",
      PORT: String(await findFreePort()),
      PUBLIC_URL: publicUrl,
      SECRETS: secrets.join(","),
      LOG_LEVEL: "silent",
      DATABASE_URL: String(databaseUrl),
      DATABASE_AUTH_URL: String(databaseAuthUrl),
      DATABASE_OWNER_URL: String(databaseUrl),
      OUTBOUND_ALLOW: outboundAllow.join(","),
    },
  });
  children.push(child);
  const [{ port }] = (await once(child, "message")) as [{ port: number }];
  return { url: `http://127.0.0.1:${port}/api/mcp`, child };
}

async function callAt(url: string): Promise<Response> {
  const params = { name: "list_agents", arguments: { a: 1 } };
  const claim = {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientCapabilities": {},
  };
  return await fetch(url, {
    method: "POST",
    headers: {
      authorization: `Bearer ${scene.token}`,
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
      ...toModernHeaders("tools/call", params),
    },
    body: JSON.stringify({
      jsonrpc: "2.0",
      id: 1,
      method: "tools/call",
      params: { ...params, _meta: claim },
    }),
  });
}

test("a process killed in the middle of a stream: the stream breaks off, the instance is let go, another process answers", async () => {
  const [first, second] = await Promise.all([startGateway(), startGateway()]);
  const held = Promise.withResolvers<ServerResponse>();
  scene.fake.behave((_message, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(`data: {"jsonrpc":"2.0","method":"notifications/io.example/on","params":{}}\n\n`);
    held.resolve(response);
  });
  const response = await callAt(first.url);
  const reader = response.body?.getReader();
  expect(new TextDecoder().decode((await reader?.read())?.value)).toContain("io.example/on");
  const letGo = once(await held.promise, "close");
  first.child.kill("SIGKILL");
  // Never an end that looks like one: what came is not taken for all there was.
  await expect(reader?.read()).rejects.toThrow();
  await letGo;

  scene.fake.behave(echo);
  const next = await callAt(second.url);
  expect([next.status, await next.text()]).toEqual([200, expect.stringContaining('{\\"a\\":1}')]);
});

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
