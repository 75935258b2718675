import { expect, test } from "vitest";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { authSql } from "#lib/platform/db/sql.ts";
import { connect, makeMember, type Member, refresh, useOauthServer } from "#lib/testing/drive-oauth.ts";
import { useDatabase } from "#lib/testing/use-database.ts";

useDatabase();
useOauthServer();

async function choose({ tenantId }: Member, accessTokenMinutes: number): Promise<void> {
  await inTenant(tenantId, (tx) =>
    tx.tenantSettings.upsert({
      where: { tenantId },
      create: { tenantId, accessTokenMinutes },
      update: { accessTokenMinutes },
    }),
  );
}

/** By the database's clock, of the newest one. */
async function secondsLeft(grantId: string): Promise<number> {
  const { rows } = await authSql().query<{ seconds: number }>(
    `SELECT round(extract(epoch FROM max(expires_at) - now()))::int AS seconds FROM auth.access_tokens WHERE grant_id = $1`,
    [grantId],
  );
  return rows[0]?.seconds ?? 0;
}

test("an access token lives as long as its organisation chose, from the code on and at every refresh", async () => {
  const [chosen, other] = [await makeMember(), await makeMember()];
  await choose(chosen, 15);
  const first = await connect(chosen);
  expect(first.tokens.expires_in).toBe(15 * 60);
  expect(await secondsLeft(first.grantId)).toBeLessThanOrEqual(15 * 60);
  expect((await connect(other)).tokens.expires_in).toBe(60 * 60);
  await choose(chosen, 480);
  const again = await refresh(first.tokens.refresh_token);
  expect(again.json["expires_in"]).toBe(480 * 60);
});
