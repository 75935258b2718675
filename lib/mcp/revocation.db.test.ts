import { describe, expect, test, vi } from "vitest";
import { blockClient } from "#lib/grants/block-client.ts";
import { endConnection } from "#lib/grants/end-connection.ts";
import { listTenantClients } from "#lib/grants/list-tenant-clients.ts";
import {
  catchUpRevocations,
  startRevocationWatch,
  stopRevocationWatch,
} from "#lib/grants/watch-revocations.ts";
import { CLAUDE_CODE, refresh, useOauthServer } from "#lib/testing/drive-oauth.ts";
import { type Connection, useConnections } from "#lib/testing/use-connections.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { useGateway } from "#lib/testing/use-gateway.ts";

useDatabase();
useOauthServer();
const scene = useGateway();
const world = useConnections(scene);
const { connectMember, ping, revoke } = world;

describe("the memory of tokens", () => {
  const forbid = () =>
    world.sql("REVOKE EXECUTE ON FUNCTION tenant.resolve_access_token(text) FROM connect_app");
  const allow = () => world.sql("GRANT EXECUTE ON FUNCTION tenant.resolve_access_token(text) TO connect_app");

  test("a token is looked up once, and at every call while revocations are not heard", async () => {
    const connection = await connectMember();
    // However slow the machine is: what is remembered holds for less than a second without a look.
    vi.useFakeTimers({ toFake: ["performance", "Date"] });
    await catchUpRevocations();
    expect(await ping(connection)).toBe(200);
    await forbid();
    expect(await ping(connection)).toBe(200);
    vi.useRealTimers();
    await stopRevocationWatch();
    expect(await ping(connection)).toBe(500);
    await allow();
    expect(await ping(connection)).toBe(200);
    await startRevocationWatch();
  });

  test.each([-60_000, 60_000, -3_600_000, 3_600_000])(
    "D20: an instance whose clock is %i ms off neither revives a token nor ends it early",
    async (offset) => {
      const [expired, live] = [await connectMember(), await connectMember()];
      expect([await ping(expired), await ping(live)]).toEqual([200, 200]);
      await world.sql("UPDATE auth.access_tokens SET expires_at = now() WHERE grant_id = $1", [
        expired.grantId,
      ]);
      await world.sql(
        "UPDATE auth.access_tokens SET expires_at = now() + interval '30 seconds' WHERE grant_id = $1",
        [live.grantId],
      );
      await world.sql("INSERT INTO auth.revocations (kind, subject) VALUES ('tenant', $1)", [
        scene.tenant.tenantId,
      ]);
      vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + offset });
      try {
        await scene.gateway.settle();
        expect([await ping(expired), await ping(live), await ping(live)]).toEqual([401, 200, 200]);
      } finally {
        vi.useRealTimers();
      }
    },
  );
});

test("D10: a refresh token opens nothing at the gateway, and an access token refreshes nothing", async () => {
  const { tokens } = await connectMember();
  const asAccess = await scene.gateway.legacy("ping", {}, { token: tokens.refresh_token, id: 1 });
  expect(asAccess.status).toBe(401);
  expect(await refresh(tokens.access_token)).toMatchObject({ status: 400, json: { error: "invalid_grant" } });
});

test("D13: once Disconnect has answered, the very next request here is refused", async () => {
  for (let turn = 0; turn < 20; turn += 1) {
    const connection = await connectMember();
    expect(await ping(connection)).toBe(200);
    await endConnection(connection.member, { id: connection.grantId });
    expect(await ping(connection)).toBe(401);
  }
});

describe("every cause ends calls and refreshes", () => {
  const CAUSES: [string, (connection: Connection) => Promise<unknown>][] = [
    ["D12: the app revokes its refresh token", ({ tokens }) => revoke(tokens.refresh_token)],
    ["D12: the app revokes its access token", ({ tokens }) => revoke(tokens.access_token)],
    ["D13: the person disconnects", ({ member, grantId }) => endConnection(member, { id: grantId })],
    ["D13: an admin disconnects", ({ grantId }) => endConnection(world.owner, { id: grantId })],
    [
      "D13: the member is removed",
      ({ member }) => world.sql("DELETE FROM tenant.memberships WHERE id = $1", [member.membershipId]),
    ],
    [
      "D13: the account is deleted",
      async ({ member: { personId, email } }) => {
        await world.sql("INSERT INTO auth.users (id, email) VALUES ($1, $2)", [personId, email]);
        await world.sql("DELETE FROM auth.users WHERE id = $1", [personId]);
      },
    ],
    [
      "D13: a spent refresh token is used again later",
      async ({ tokens }) => {
        await refresh(tokens.refresh_token);
        await world.sql("UPDATE auth.spent_tokens SET spent_at = spent_at - interval '1 hour'");
        await refresh(tokens.refresh_token);
      },
    ],
  ];
  test.each(CAUSES)("%s", async (_cause, end) => {
    const [connection, other] = [await connectMember(), await connectMember()];
    expect([await ping(connection), await ping(other)]).toEqual([200, 200]);
    await end(connection);
    await scene.gateway.settle();
    expect([await ping(connection), await ping(other)]).toEqual([401, 200]);
    expect(await refresh(connection.tokens.refresh_token)).toMatchObject({
      status: 400,
      json: { error: "invalid_grant" },
    });
  });

  test("D13: the organisation is suspended, until it no longer is", async () => {
    const connection = await connectMember();
    expect(await ping(connection)).toBe(200);
    const set = async (status: string) => {
      await world.sql("UPDATE tenant.tenants SET status = $2::tenant.tenant_status WHERE id = $1", [
        scene.tenant.tenantId,
        status,
      ]);
      await scene.gateway.settle();
    };
    await set("suspended");
    expect([await ping(connection), (await refresh(connection.tokens.refresh_token)).status]).toEqual([
      401, 400,
    ]);
    await set("active");
    expect(await ping(connection)).toBe(200);
  });

  test("D13: a lost role counts at the very next call", async () => {
    const { member, tokens } = await connectMember("admin");
    const names = async () => {
      const answer = await scene.gateway.modern("tools/list", {}, { token: tokens.access_token });
      return JSON.stringify(await answer.json());
    };
    expect(await names()).toContain("list_agents");
    await world.sql(
      `INSERT INTO tenant.tool_policies (tenant_id, id, role, subject, name, allowed)
       VALUES ($1, gen_random_uuid(), 'auditor', 'tool', 'list_agents', false)`,
      [scene.tenant.tenantId],
    );
    await world.sql("UPDATE tenant.memberships SET role = 'auditor' WHERE id = $1", [member.membershipId]);
    await scene.gateway.settle();
    expect(await names()).not.toContain("list_agents");
  });

  test("D13: a blocked app's tokens are dead, in that organisation, for everybody", async () => {
    const [one, two] = [await connectMember(), await connectMember()];
    expect([await ping(one), await ping(two)]).toEqual([200, 200]);
    const { clients } = await listTenantClients(world.owner, { isBlocked: false });
    const app = clients.find(({ clientId }) => clientId === CLAUDE_CODE);
    const { ended } = await blockClient(world.owner, { id: app?.id });
    expect(ended).toBeGreaterThan(1);
    await scene.gateway.settle();
    expect([await ping(one), await ping(two)]).toEqual([401, 401]);
    expect((await refresh(one.tokens.refresh_token)).status).toBe(400);
    await world.sql("UPDATE tenant.grants SET ended_at = NULL WHERE id = $1", [one.grantId]);
    expect([await ping(one), (await refresh(one.tokens.refresh_token)).status]).toEqual([401, 400]);
    await world.sql("DELETE FROM tenant.client_policies");
  });
});
