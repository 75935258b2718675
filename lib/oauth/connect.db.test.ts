import { expect, test } from "vitest";
import { connect, makeMember, refresh, useOauthServer } from "#lib/testing/drive-oauth.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { resolveClientActor } from "./resolve-client-actor.ts";

useDatabase();
useOauthServer();

test("a pinned client connects, its token resolves to the person, and it refreshes", async () => {
  const member = await makeMember();
  const { tokens, grantId } = await connect(member);
  expect(tokens.access_token).toMatch(/^tcat_[\w-]{43}[0-9A-Za-z]{6}$/);
  expect(tokens.refresh_token).toMatch(/^tcrt_[\w-]{43}[0-9A-Za-z]{6}$/);
  expect(tokens).toMatchObject({
    scope: "agents.read chat.external",
    expires_in: 3600,
    token_type: "Bearer",
  });
  const resolved = await resolveClientActor(`Bearer ${tokens.access_token}`, null);
  expect(resolved).toMatchObject({
    ok: true,
    actor: { personId: member.personId, tenantId: member.tenantId, grantId, isSharedAddress: true },
  });
  const second = await refresh(tokens.refresh_token);
  expect(second.status).toBe(200);
  expect(second.json.refresh_token).not.toBe(tokens.refresh_token);
});
