import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { isDomainError } from "#lib/kernel/errors.ts";
import type { UpstreamId } from "#lib/kernel/ids.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { mintMember, mintTenant } from "#lib/testing/mint.ts";
import { sendJson } from "#lib/testing/open-raw-upstream.ts";
import { openModernUpstream, openSseUpstream } from "#lib/testing/open-sdk-upstream.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { RAW_KEY, useRawUpstream } from "#lib/testing/use-raw-upstream.ts";
import { approveTools } from "./approve-tools.ts";
import { checkUpstream } from "./check-upstream.ts";
import { connectUpstream } from "./connect-upstream.ts";
import { getUpstream } from "./get-upstream.ts";
import { closeSessions } from "./lease-session.ts";
import { listUpstreams } from "./list-upstreams.ts";
import { switchFeatures } from "./switch-features.ts";
import { testUpstream } from "./test-upstream.ts";

useDatabase();
const scene = useRawUpstream({ hasConfig: true });
afterEach(closeSessions);

const mintOwner = async () => await mintMember(await mintTenant(), "owner");
const connecting = (url: string, more: object = {}) => ({ name: "Main", url, key: RAW_KEY, ...more });
const codeOf = async (attempt: Promise<unknown>) =>
  await attempt.then(
    () => "done",
    (error: unknown) => (isDomainError(error) ? error.code : String(error)),
  );

/** A server of 2025-11-25 that wants its key in some header and offers what it declares. */
function serve(header: string, declares: () => object): void {
  scene.raw.answer = ({ request, response, message: { id, method } }) => {
    if (request.headers[header] === undefined) return void response.writeHead(401).end();
    if (id === undefined) return void response.writeHead(202).end();
    const begun = { protocolVersion: "2025-11-25", capabilities: declares() };
    const result = method === "initialize" ? begun : { tools: [{ name: "echo", inputSchema: {} }] };
    sendJson(response, 200, { jsonrpc: "2.0", id, result });
  };
}

describe("how an instance is spoken to", () => {
  test("over HTTP+SSE is found out by the checks and kept", async () => {
    const upstream = await scene.start(openSseUpstream);
    const actor = await mintOwner();
    const outcome = await connectUpstream(actor, connecting(upstream.url));
    expect(outcome.rows.filter(({ outcome: one }) => one !== "ok")).toMatchObject([
      { check: "certificate", outcome: "untold" },
    ]);
    expect(await listUpstreams(actor, {})).toMatchObject([{ transport: "sse", keyHeader: "authorization" }]);
    expect(upstream.seen.filter(({ headers }) => headers.authorization === undefined).length).toBeGreaterThan(
      0,
    );
  });

  test("in 2026-07-28 alone passes the checks too", async () => {
    const upstream = await scene.start(openModernUpstream);
    const actor = await mintOwner();
    const outcome = await connectUpstream(actor, connecting(upstream.url));
    expect(outcome.ok).toBe(true);
    const [listed] = await listUpstreams(actor, {});
    expect(listed).toMatchObject({ transport: "http", declared: ["prompts", "resources"], features: [] });
  });

  test("one of 2026-07-28 that lists its tools to anybody is refused before it gets the key", async () => {
    scene.raw.answer = ({ response, message: { id, method } }) => {
      if (method === "initialize") return void response.writeHead(404).end();
      const result = method === "server/discover" ? { supportedVersions: ["2026-07-28"] } : { tools: [] };
      sendJson(response, 200, { jsonrpc: "2.0", id, result });
    };
    const { rows } = await testUpstream(await mintOwner(), { url: scene.raw.url, key: RAW_KEY });
    expect(rows[3]).toMatchObject({ outcome: "failed", problem: "open_to_anyone" });
    expect(scene.raw.seen.some(({ headers }) => headers.authorization !== undefined)).toBe(false);
  });
});

describe("the header of a key", () => {
  test("of the instance's own carries it, and nothing else does", async () => {
    serve("x-api-key", () => ({}));
    const actor = await mintOwner();
    const outcome = await connectUpstream(actor, connecting(scene.raw.url, { keyHeader: "X-API-Key" }));
    expect(outcome.ok).toBe(true);
    const [listed] = await listUpstreams(actor, {});
    expect(listed?.keyHeader).toBe("x-api-key");
    expect((await checkUpstream(actor, { id: listed?.id })).ok).toBe(true);
    expect(scene.raw.seen.some(({ headers }) => headers.authorization !== undefined)).toBe(false);
  });

  test.each([
    "Host",
    "Content-Length",
    "Transfer-Encoding",
    "Connection",
    "Cookie",
    "Cookie2",
    "Set-Cookie",
    "Forwarded",
    "X-Forwarded-For",
    "X-Real-IP",
    "True-Client-IP",
    "CF-Connecting-IP",
    "Via",
    "Proxy-Authorization",
    "Accept",
    "Accept-Encoding",
    "Content-Type",
    "Content-Encoding",
    "MCP-Protocol-Version",
    "Mcp-Session-Id",
    "Mcp-Method",
    "Last-Event-ID",
    "Origin",
    "Referer",
    "User-Agent",
    "TE",
    "Trailer",
    "Upgrade",
    "Expect",
    "Keep-Alive",
    "X-HTTP-Method-Override",
    "X-Original-URL",
    "Sec-Fetch-Mode",
    "If-Match",
    "Range",
    "x key",
    "x:key",
    "x\r\nevil",
    "x\0key",
    "schlüssel",
    "(x)",
    "x".repeat(65),
  ])("H13: named %s is refused, and nothing is dialled", async (keyHeader) => {
    const actor = await mintOwner();
    const input = connecting(scene.raw.url, { keyHeader });
    expect(await codeOf(connectUpstream(actor, input))).toBe("invalid_input");
    const { name: _name, ...tested } = input;
    expect(await codeOf(testUpstream(actor, tested))).toBe("invalid_input");
    expect(scene.raw.seen).toEqual([]);
  });
});

describe("what an instance offers beside tools", () => {
  let declared: object = {};
  beforeEach(() => {
    declared = { tools: {}, prompts: {}, completions: {} };
    serve("authorization", () => declared);
  });
  const offers = async (actor: Awaited<ReturnType<typeof mintOwner>>, id: UpstreamId) => {
    const { declared: all, features } = await getUpstream(actor, { id });
    return { all, features };
  };
  const connect = async (actor: Awaited<ReturnType<typeof mintOwner>>) => {
    const outcome = await connectUpstream(actor, connecting(scene.raw.url));
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.rows));
    return outcome.id;
  };

  test("is on with the first approval; what comes later waits, and what went and came back waits too", async () => {
    const actor = await mintOwner();
    const id = await connect(actor);
    expect(await offers(actor, id)).toEqual({ all: ["prompts", "completions"], features: [] });
    await approveTools(actor, { id, digest: (await getUpstream(actor, { id })).pendingDigest });
    expect((await offers(actor, id)).features).toEqual(["prompts", "completions"]);
    declared = { tools: {}, prompts: {}, resources: {} };
    await checkUpstream(actor, { id });
    expect(await offers(actor, id)).toEqual({ all: ["prompts", "resources"], features: ["prompts"] });
    declared = { tools: {}, prompts: {}, completions: {} };
    await checkUpstream(actor, { id });
    await approveTools(actor, { id, digest: (await getUpstream(actor, { id })).pendingDigest });
    expect((await offers(actor, id)).features).toEqual(["prompts"]);
  });

  test("is remembered with what comes along: subscriptions and a log are nobody's to switch", async () => {
    declared = { tools: {}, resources: { subscribe: true, listChanged: true }, logging: {}, "x-own": {} };
    const actor = await mintOwner();
    const id = await connect(actor);
    await approveTools(actor, { id, digest: (await getUpstream(actor, { id })).pendingDigest });
    expect(await offers(actor, id)).toEqual({ all: ["resources"], features: ["resources"] });
    const { tenantId } = actor;
    const row = await inTenant(tenantId, (tx) => tx.upstream.findFirst({ where: { tenantId, id } }));
    expect(row?.declared).toEqual(["resources", "resources.subscribe", "logging"]);
  });

  test("is switched by an admin, audited; what is not offered cannot be switched on", async () => {
    const actor = await mintOwner();
    const id = await connect(actor);
    await switchFeatures(actor, { id, features: ["completions"], isOn: true });
    expect((await offers(actor, id)).features).toEqual(["completions"]);
    expect(await codeOf(switchFeatures(actor, { id, features: ["resources"], isOn: true }))).toBe(
      "precondition_failed",
    );
    await switchFeatures(actor, { id, features: ["completions", "prompts"], isOn: false });
    expect((await offers(actor, id)).features).toEqual([]);
    const audited = await inTenant(actor.tenantId, (tx) =>
      tx.auditEvent.findMany({ where: { action: "upstream.switch-features" }, orderBy: { seq: "asc" } }),
    );
    expect(audited.map(({ outcome, after }) => [outcome, after])).toEqual([
      ["done", { features: ["completions"] }],
      ["done", { features: [] }],
    ]);
  });
});
