import { describe, expect, test } from "vitest";
import { refresh, useOauthServer } from "#lib/testing/drive-oauth.ts";
import { useConnections } from "#lib/testing/use-connections.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { useGateway } from "#lib/testing/use-gateway.ts";

useDatabase();
useOauthServer();
const scene = useGateway();
const world = useConnections(scene);
const { connectMember, ping, revoke } = world;

describe("RFC 7009", () => {
  test.each([{}, { token_type_hint: "refresh_token" }, { token_type_hint: "access_token" }])(
    "real-clients 0.11: both tokens one after the other, as Claude Code does, with %o",
    async (hint) => {
      const connection = await connectMember();
      const first = await revoke(connection.tokens.refresh_token, hint);
      const second = await revoke(connection.tokens.access_token, hint);
      const again = await revoke(connection.tokens.refresh_token, hint);
      expect([first.status, second.status, again.status]).toEqual([200, 200, 200]);
      expect([first.text, second.text]).toEqual(["", ""]);
    },
  );

  test("both tokens at the same moment, and a refresh beside them, end the connection without a fault", async () => {
    for (let round = 0; round < 20; round += 1) {
      const { tokens, grantId } = await connectMember();
      const [refreshed, ...revoked] = await Promise.all([
        refresh(tokens.refresh_token),
        ...[tokens.refresh_token, tokens.access_token, tokens.refresh_token].map((token) => revoke(token)),
      ]);
      expect(revoked.map(({ status }) => status)).toEqual([200, 200, 200]);
      expect([200, 400]).toContain(refreshed.status);
      const left = refreshed.status === 200 ? String(refreshed.json["refresh_token"]) : tokens.refresh_token;
      expect((await refresh(left)).json["error"], grantId).toBe("invalid_grant");
    }
  });

  test("D12: a token unknown, malformed or another app's is 200 and ends nothing", async () => {
    const connection = await connectMember();
    const another = { client_id: "https://claude.ai/oauth/mcp-oauth-client-metadata" };
    const answers = [
      await revoke("tcrt_unknown"),
      await revoke("\u0000 nonsense"),
      await revoke(connection.tokens.refresh_token, another),
      await revoke(connection.tokens.access_token, another),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    await scene.gateway.settle();
    expect(await ping(connection)).toBe(200);
  });

  test("D18: one installation's revocation and a new consent leave the others of the same app alone", async () => {
    const phone = await connectMember();
    const laptop = await connectMember("member", phone.member);
    const again = await connectMember("member", phone.member);
    await revoke(laptop.tokens.refresh_token);
    await scene.gateway.settle();
    expect([await ping(phone), await ping(laptop), await ping(again)]).toEqual([200, 401, 200]);
    expect((await refresh(phone.tokens.refresh_token)).status).toBe(200);
  });
});
