import { expect, test } from "vitest";
import { sha256Hex } from "#lib/platform/crypto/hash-secret.ts";
import { authSql } from "#lib/platform/db/sql.ts";
import {
  codeForm,
  connect,
  makeMember,
  postForm,
  refresh,
  startRequest,
  useOauthServer,
} from "#lib/testing/drive-oauth.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { purgeExpired, purgeSuccessors } from "../../purge-expired.ts";

useDatabase();
useOauthServer();

const TABLES = [
  "replay_successors",
  "access_tokens",
  "refresh_tokens",
  "spent_tokens",
  "authorization_codes",
  "oauth_interactions",
  "oauth_grants",
  "replay_detections",
];

const TIMES: Record<string, string[]> = { replay_successors: ["created_at"], spent_tokens: ["spent_at"] };

async function count(): Promise<Record<string, number>> {
  const counts = TABLES.map(async (table) => {
    const { rows } = await authSql().query<{ count: number }>(`SELECT count(*)::int FROM auth.${table}`);
    return [table, rows[0]?.count ?? 0] as const;
  });
  return Object.fromEntries(await Promise.all(counts));
}

/** Lets that much time pass for everything stored. */
async function wait(interval: string): Promise<void> {
  for (const table of TABLES) {
    for (const column of TIMES[table] ?? ["expires_at", "consumed_at"]) {
      await authSql().query(`UPDATE auth.${table} SET ${column} = ${column} - $1::interval`, [interval]);
    }
  }
}

test("what is live stays, an answer for retries goes after minutes, everything else when its time is over", async () => {
  const { tokens, pending, code } = await connect(await makeMember());
  await startRequest();
  const second = String((await refresh(tokens.refresh_token)).json["refresh_token"]);
  const insert = "INSERT INTO auth.replay_detections (id, payload, expires_at) VALUES ('x', '{}', now())";
  await authSql().query(insert);

  const before = await count();
  expect(Object.values(before).every((rows) => rows > 0)).toBe(true);
  await purgeExpired();
  expect(await count()).toEqual(before);

  await wait("4 minutes");
  await purgeSuccessors();
  expect(await count()).toEqual({ ...before, replay_successors: 0 });
  expect((await refresh(second)).status).toBe(200);

  await wait("29 days");
  await purgeExpired();
  expect(await count()).toMatchObject({
    access_tokens: 0,
    oauth_interactions: 0,
    replay_detections: 0,
    refresh_tokens: 1,
    spent_tokens: 2,
    authorization_codes: 1,
    oauth_grants: 1,
  });

  await wait("152 days");
  await purgeExpired();
  expect(Object.values(await count()).every((rows) => rows === 0)).toBe(true);
  expect((await postForm("/oauth/token", codeForm(pending, code))).json["error"]).toBe("invalid_grant");
});

test("one turn removes more than one batch", async () => {
  const insert = `INSERT INTO auth.spent_tokens (id, grant_id, spent_at)
    SELECT sha256(n::text::bytea), gen_random_uuid(), now() - interval '31 days' FROM generate_series(1, 2500) n`;
  await authSql().query(insert);
  await purgeExpired();
  expect((await count())["spent_tokens"]).toBe(0);
});

test("C03: 29 days later a code's second redemption still ends what it gave", async () => {
  const { tokens, pending, code } = await connect(await makeMember());
  const second = String((await refresh(tokens.refresh_token)).json["refresh_token"]);
  const text = `UPDATE auth.authorization_codes SET consumed_at = consumed_at - interval '29 days',
    expires_at = expires_at - interval '29 days' WHERE id = $1`;
  await authSql().query(text, [sha256Hex(code)]);
  await purgeExpired();
  expect((await postForm("/oauth/token", codeForm(pending, code))).json["error"]).toBe("invalid_grant");
  expect((await refresh(second)).json["error"]).toBe("invalid_grant");
});
