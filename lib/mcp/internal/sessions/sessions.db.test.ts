import { describe, expect, test, vi } from "vitest";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { mintGrantWithToken, mintMember, mintTenant } from "#lib/testing/mint.ts";
import { openSse } from "#lib/testing/open-sse.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { useGateway } from "#lib/testing/use-gateway.ts";

useDatabase();
const scene = useGateway();

const INITIALIZE = {
  protocolVersion: "2025-11-25",
  capabilities: { elicitation: {} },
  clientInfo: { name: "test", version: "1" },
};

const initialize = async (token = scene.token, params: object = {}) => {
  const response = await scene.gateway.legacy("initialize", { ...INITIALIZE, ...params }, { token, id: 1 });
  const { result } = (await response.json()) as { result: { protocolVersion: string } };
  return { handle: String(response.headers.get("mcp-session-id")), result };
};
const ping = async (handle: string, token = scene.token, path = "/api/mcp") => {
  const headers = { "mcp-session-id": handle };
  return (await scene.gateway.legacy("ping", {}, { token, id: 2, headers, path })).status;
};
const ask = (method: string, headers: Record<string, string>, token = scene.token) =>
  scene.gateway.send({
    path: "/api/mcp",
    method,
    headers: { authorization: `Bearer ${token}`, accept: "text/event-stream", ...headers },
  });
const end = async (handle: string, token = scene.token) =>
  (await ask("DELETE", { "mcp-session-id": handle }, token)).status;

describe("a session", () => {
  test("begins with initialize, which asks no instance and writes nothing", async () => {
    const before = scene.fake.seen.length;
    const { handle, result } = await initialize();
    expect(handle).toMatch(/^[\x21-\x7e]{1,512}$/);
    expect(result).toMatchObject({ protocolVersion: "2025-11-25", capabilities: { tools: {} } });
    expect(await ping(handle)).toBe(200);
    expect(scene.fake.seen).toHaveLength(before);
  });

  test.each([
    ["2025-06-18", "2025-06-18"],
    ["2025-03-26", "2025-03-26"],
    ["2024-11-05", "2025-11-25"],
    ["2030-01-01", "2025-11-25"],
  ])("asked for %s it agrees on %s", async (asked, agreed) => {
    expect((await initialize(scene.token, { protocolVersion: asked })).result.protocolVersion).toBe(agreed);
  });

  test("is not required: requests without one are served", async () => {
    expect((await scene.gateway.legacy("ping", {}, { token: scene.token, id: 1 })).status).toBe(200);
  });

  test("ends with DELETE: 404 from then on, for its stream too, and so is a second DELETE", async () => {
    const { handle } = await initialize();
    const { handle: other } = await initialize();
    expect(await end(handle)).toBe(200);
    expect([await ping(handle), await end(handle)]).toEqual([404, 404]);
    expect((await ask("GET", { "mcp-session-id": handle })).status).toBe(404);
    expect(await ping(other)).toBe(200);
    await end(other);
  });

  test("G32: GET and DELETE without a handle, and in 2026-07-28, are 405 and say what is allowed", async () => {
    const modern = { "mcp-session-id": (await initialize()).handle, "mcp-protocol-version": "2026-07-28" };
    for (const method of ["GET", "DELETE"]) {
      for (const headers of [{}, modern]) {
        const response = await ask(method, headers);
        expect([response.status, response.headers.get("allow")]).toEqual([405, "POST"]);
      }
    }
  });
});

test("a connection ends so many sessions a minute and no more: what ended is remembered for weeks", async () => {
  const { token } = await mintGrantWithToken(scene.member, { groups: ["agents.read"] });
  const { handle } = await initialize(token);
  for (let count = 0; count < 120; count++) await end((await initialize(token)).handle, token);
  const refused = await ask("DELETE", { "mcp-session-id": handle }, token);
  expect([refused.status, Number(refused.headers.get("retry-after"))]).toEqual([429, expect.any(Number)]);
  expect(await ping(handle, token)).toBe(200);
});

describe("somebody else's session", () => {
  test("G20 G22: is 404 to every request of another person, connection, organisation or address", async () => {
    const { handle } = await initialize();
    const colleague = await mintMember(scene.tenant, "member");
    const stranger = await mintMember(await mintTenant(), "member");
    const others = await Promise.all(
      [colleague, scene.member, stranger].map((who) => mintGrantWithToken(who, { groups: ["agents.read"] })),
    );
    const before = scene.fake.seen.length;
    const call = { name: "list_agents", arguments: {} };
    for (const { token } of others) {
      const headers = { "mcp-session-id": handle };
      const called = await scene.gateway.legacy("tools/call", call, { token, id: 3, headers });
      const stream = await ask("GET", { ...headers, "last-event-id": "1" }, token);
      expect([called.status, stream.status, await end(handle, token)]).toEqual([404, 404, 404]);
      expect(await stream.text()).not.toContain("data:");
    }
    expect(await ping(handle, scene.token, `/api/mcp/${scene.tenant.address}`)).toBe(404);
    expect(scene.fake.seen).toHaveLength(before);
    expect(await ping(handle)).toBe(200);
  });

  test("G20: an altered, cut or made-up handle is 404, and without a token 401 comes first", async () => {
    const { handle } = await initialize();
    for (const made of [`${handle.slice(0, -3)}AAA`, handle.slice(1), "x", `${handle}, ${handle}`]) {
      expect(await ping(made)).toBe(404);
    }
    expect(await ping(handle, "tcat_no")).toBe(401);
  });
});

describe("its stream", () => {
  test("begins with an event that has an id, when to come again, and no data", async () => {
    const { handle } = await initialize();
    const stream = await openSse(scene.gateway.url, scene.token, handle);
    expect(await stream.next()).toMatchObject({
      id: expect.stringMatching(/./) as string,
      retry: 2_000,
      data: "",
    });
    stream.close();
  });

  test("does not begin so for revisions whose clients would read that as a message", async () => {
    const { handle } = await initialize(scene.token, { protocolVersion: "2025-06-18" });
    const stream = await openSse(scene.gateway.url, scene.token, handle);
    await end(handle);
    expect(await stream.rest()).toEqual([]);
  });

  test("is cut when its session ends, and only that", async () => {
    const [one, two] = [await initialize(), await initialize()];
    const [first, second] = [
      await openSse(scene.gateway.url, scene.token, one.handle),
      await openSse(scene.gateway.url, scene.token, two.handle),
    ];
    await end(one.handle);
    let isSecondOver = false;
    const ofSecond = second.rest().finally(() => (isSecondOver = true));
    await first.rest();
    expect(isSecondOver).toBe(false);
    await end(two.handle);
    await ofSecond;
  });

  test("is cut when its connection ends", async () => {
    const { token, grantId } = await mintGrantWithToken(scene.member, { groups: ["agents.read"] });
    const { handle } = await initialize(token);
    const stream = await openSse(scene.gateway.url, token, handle);
    const { tenantId } = scene.tenant;
    await inTenant(tenantId, (tx) =>
      tx.grant.updateMany({ where: { tenantId, id: grantId }, data: { endedAt: new Date() } }),
    );
    await stream.rest();
    expect(await ping(handle, token)).toBe(401);
  });

  test("one connection has so many at once and no more", async () => {
    const { token } = await mintGrantWithToken(scene.member, { groups: ["agents.read"] });
    const { handle } = await initialize(token);
    const streams = await Promise.all(
      Array.from({ length: 16 }, async () => await openSse(scene.gateway.url, token, handle)),
    );
    const refused = await ask("GET", { "mcp-session-id": handle }, token);
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "5"]);
    for (const stream of streams) stream.close();
    await vi.waitFor(async () => {
      const again = await openSse(scene.gateway.url, token, handle);
      again.close();
    }, 30_000);
  });
});
