import { describe, expect, test } from "vitest";
import { flushEvents } from "#lib/activity/flush-events.ts";
import { authSql } from "#lib/platform/db/sql.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { FakeClaude, type Switches } from "../fake-claude.ts";
import { mintTenant } from "../mint.ts";
import { useProxiedDoors } from "../proxied-doors.ts";
import { useGateway } from "../use-gateway.ts";
import { passSeconds, readAttempt, readVerdict, useRecorder } from "./use-recorder.ts";

useDatabase();
useProxiedDoors();
const scene = useGateway();
useRecorder();

const connect = async (switches: Partial<Switches> = {}) =>
  await new FakeClaude(switches).connect(scene.member);

describe("the whole way", () => {
  test.each([
    ["the hosted Claude, by its document", {}],
    ["the hosted Claude, registering", { identity: "registration" }],
    ["Claude Code", { surface: "claude-code" }],
  ] as const)("%s: every stage is recorded, in one attempt", async (_name, switches) => {
    const claude = await connect(switches);
    await claude.start();
    await claude.call("tools/list");
    await claude.call("tools/call", { name: "list_agents", arguments: {} });
    await claude.refresh();
    const attempt = await readAttempt(claude);
    const stages = new Set(
      attempt.events.filter(({ outcome }) => outcome === "passed").map(({ stage }) => stage),
    );
    const all = ["S1", "S2", "S3", "S4", "S5", "S6", "S7", "S8", "S9", "S10", "S11", "S12"];
    const isRegistering = "identity" in switches;
    expect([...stages]).toEqual(all.filter((stage) => isRegistering || stage !== "S4"));
    expect(attempt.events.map(({ link, stage }) => (link === "exact" ? "S5" : stage)).toSorted()[0]).toBe(
      "S1",
    );
    expect(attempt.verdict).toMatchObject({ state: "connected", reason: null });
  });

  test("two programs and several addresses are one attempt", async () => {
    const claude = await connect();
    await claude.start();
    const { events } = await readAttempt(claude);
    const own = events.filter(({ agent }) => agent !== "browser");
    expect(new Set(own.map(({ agent }) => agent))).toEqual(new Set(["python-httpx", "claude-user"]));
    expect(new Set(own.map(({ network }) => network)).size).toBe(3);
    expect(own.every(({ facts }) => facts.includes("anthropic"))).toBe(true);
  });

  test("F67 F68: a session is given out and none is asked for; a lost one is 404, from which apps begin anew", async () => {
    const claude = await connect();
    const { headers } = await claude.start();
    const session = String(headers["mcp-session-id"]);
    expect((await claude.call("tools/list")).status).toBe(200);
    expect((await claude.call("tools/list", {}, { "mcp-session-id": session })).status).toBe(200);
    expect((await claude.call("tools/list", {}, { "mcp-session-id": "gone" })).status).toBe(404);
    expect((await claude.start()).status).toBe(200);
  });

  test("nothing of a call's arguments or result, of a token or a query is kept", async () => {
    const claude = await connect({ scope: "agents.read secret-scope" });
    await claude.start();
    await claude.call("tools/call", { name: "list_agents", arguments: { note: "secret-argument" } });
    await flushEvents();
    const { rows } = await authSql().query(
      "SELECT * FROM auth.attempts a JOIN auth.attempt_events e ON true",
    );
    const kept = JSON.stringify(rows);
    expect(kept.length).toBeGreaterThan(1000);
    const { access_token, refresh_token } = claude.tokens;
    for (const secret of [
      "secret-",
      access_token,
      refresh_token,
      claude.uid,
      "81.2.69.142",
      "Mozilla",
      "state",
    ]) {
      expect(kept).not.toContain(secret);
    }
  });
});

describe("S9, the first request with the token", () => {
  test("F03: a token not seen in use names the likely place to look", async () => {
    const claude = await connect();
    await passSeconds(29);
    expect(await readVerdict(claude)).toMatchObject({ furthest: "S8", state: "going" });
    await passSeconds(2);
    const { verdict } = await readAttempt(claude);
    expect(verdict).toMatchObject({ state: "silent", reason: "token_not_used" });
    expect(verdict.next).toContain("Claude-User");
  });

  test("F59: a token at another organisation's address is refused and the reason recorded", async () => {
    const { address } = await mintTenant();
    const claude = await connect();
    expect((await claude.start(`/api/mcp/${address}`)).status).toBe(401);
    expect(await readVerdict(claude)).toMatchObject({ failed: "S9", reason: "token_address_mismatch" });
    expect((await claude.start(`/api/mcp/${scene.tenant.address}`)).status).toBe(200);
    expect(await readVerdict(claude)).toMatchObject({ furthest: "S9", failed: null });
  });

  test("an expired token is how the app learns to renew it: seen, and no failure", async () => {
    const claude = await connect();
    await authSql().query("UPDATE auth.access_tokens SET expires_at = now() - interval '1 second'");
    expect((await claude.start()).status).toBe(401);
    expect((await readAttempt(claude)).events.at(-1)).toMatchObject({
      outcome: "seen",
      reason: "token_expired",
    });
    expect(await readVerdict(claude)).toMatchObject({ furthest: "S8", failed: null });
  });

  test("F64: a GET with the token is 405 at once, and the app goes on", async () => {
    const claude = await connect({ opensStream: true });
    expect((await claude.start()).status).toBe(200);
    const { events, furthest } = await readAttempt(claude);
    expect(furthest).toBe("S9");
    expect(events).toContainEqual(expect.objectContaining({ status: 405, reason: "method_not_offered" }));
  });

  test.each(["initialize", "server/discover"] as const)("F65: an app may begin with %s", async (opening) => {
    const claude = await connect({ opening });
    expect((await claude.start()).status).toBe(200);
    expect((await readAttempt(claude)).events.at(-1)?.facts).toContain(opening);
  });

  test("F65: headers that say another thing than the body are refused, recorded, and got over", async () => {
    const claude = await connect({
      opening: "server/discover",
      openingHeaders: { "mcp-method": "tools/list" },
    });
    expect((await claude.start()).status).toBe(400);
    expect(await readVerdict(claude)).toMatchObject({ failed: "S9", reason: "header_mismatch" });
    claude.switches.openingHeaders = {};
    await claude.start();
    expect(await readVerdict(claude)).toMatchObject({ furthest: "S9", failed: null });
  });
});

describe("S9 to S11, with the header of the revision before", () => {
  test("F65: Claude is served with it, and that it sent it is recorded once", async () => {
    const openingHeaders = { "mcp-protocol-version": "2025-11-25" };
    const claude = await connect({ opening: "server/discover", openingHeaders });
    expect([(await claude.start()).status, (await claude.start()).status]).toEqual([200, 200]);
    expect(await readVerdict(claude)).toMatchObject({ furthest: "S9", failed: null });
    const { events } = await readAttempt(claude);
    expect(events.filter(({ reason }) => reason === "header_mismatch")).toMatchObject([{ outcome: "seen" }]);
  });
});

describe("S10 to S12, staying", () => {
  test("a start without a list says that none was seen", async () => {
    const claude = await connect();
    await claude.start();
    await passSeconds(11);
    expect(await readVerdict(claude)).toMatchObject({
      furthest: "S9",
      state: "silent",
      reason: "tools_not_listed",
    });
  });

  test("a tool error at 200 is a failed call, and the connection stands", async () => {
    const claude = await connect();
    await claude.start();
    await claude.call("tools/list");
    const reply = await claude.call("tools/call", { name: "no_such_tool", arguments: {} });
    expect(reply.status).toBe(200);
    expect(await readVerdict(claude)).toMatchObject({ furthest: "S10", failed: "S11", state: "connected" });
  });

  test("F71: five refreshes with one token at once all succeed, and the connection stands", async () => {
    const claude = await connect();
    const replies = await Promise.all(Array.from({ length: 5 }, () => claude.refresh()));
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(new Set(replies.map(({ json }) => json["access_token"])).size).toBe(1);
    expect(await readVerdict(claude)).toMatchObject({ furthest: "S12", failed: null, state: "connected" });
  });

  test("F71: a refresh token long spent ends the connection, and the attempt says so", async () => {
    const claude = await connect();
    await claude.refresh();
    await authSql().query("UPDATE auth.spent_tokens SET spent_at = spent_at - interval '10 minutes'");
    expect((await claude.refresh()).json["error"]).toBe("invalid_grant");
    expect(await readVerdict(claude)).toMatchObject({
      failed: "S12",
      state: "failed",
      reason: "refresh_reused",
    });
  });

  test("F72: a refresh token nobody knows is invalid_grant", async () => {
    const claude = await connect();
    expect((await claude.refresh({ refresh_token: "nonsense" })).json["error"]).toBe("invalid_grant");
  });
});
