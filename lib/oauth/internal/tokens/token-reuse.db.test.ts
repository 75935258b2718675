import { beforeAll, expect, test, vi } from "vitest";
import { sha256Hex } from "#lib/platform/crypto/hash-secret.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { authSql } from "#lib/platform/db/sql.ts";
import { listLocalMails } from "#lib/platform/outbox/local-mailbox.ts";
import {
  codeForm,
  connect,
  type Member,
  makeMember,
  outcomeOf,
  postForm,
  refresh,
  useOauthServer,
} from "#lib/testing/drive-oauth.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { hashAudit } from "#lib/verbs/hash-audit.ts";
import { resolveClientActor } from "../../resolve-client-actor.ts";

useDatabase();
useOauthServer();
// In local mode a mail also shows on the terminal.
beforeAll(() => void vi.spyOn(process.stdout, "write").mockReturnValue(true));

const REFUSED = [400, "invalid_grant"];
const isLive = async (token: unknown) => (await resolveClientActor(`Bearer ${String(token)}`, null)).ok;

async function connectPerson() {
  const member = await makeMember();
  const email = `ann-${member.personId}@example.com`;
  await authSql().query("INSERT INTO auth.users (id, email) VALUES ($1, $2)", [member.personId, email]);
  return { member, email, ...(await connect(member)) };
}

const age = (table: string, column: string, id: unknown) =>
  authSql().query(`UPDATE auth.${table} SET ${column} = now() - interval '61 s' WHERE id = $1`, [id]);
const ageSpent = (token: string) => age("spent_tokens", "spent_at", Buffer.from(sha256Hex(token), "hex"));

async function readAudit({ tenantId }: Member) {
  return await inTenant(tenantId, (tx) =>
    tx.auditEvent.findMany({ where: { tenantId }, orderBy: { seq: "asc" } }),
  );
}

test("D01: a rotated token used after the minute ends the family for everybody, audited, and the person is told", async () => {
  const { member, email, tokens, grantId } = await connectPerson();
  const second = (await refresh(tokens.refresh_token)).json;
  await ageSpent(tokens.refresh_token);
  expect(outcomeOf(await refresh(tokens.refresh_token))).toEqual(REFUSED);
  expect(await isLive(tokens.access_token)).toBe(false);
  expect(await isLive(second["access_token"])).toBe(false);
  expect(outcomeOf(await refresh(String(second["refresh_token"])))).toEqual(REFUSED);
  expect(outcomeOf(await refresh(tokens.refresh_token))).toEqual(REFUSED);

  const [event, ...others] = await readAudit(member);
  expect(others).toEqual([]);
  expect(event).toMatchObject({
    seq: 1n,
    actorKind: "system",
    actorId: "oauth",
    action: "connection.end",
    target: grantId,
    outcome: "done",
    after: { app: "Claude Code", endedReason: "reuse", status: "disconnected" },
  });
  const { hash, ...hashed } = event ?? { hash: "" };
  expect(hash).toBe(hashAudit(hashed));
  await expect
    .poll(() => listLocalMails().filter(({ to }) => to === email), { timeout: 30_000 })
    .toHaveLength(1);
  const mail = listLocalMails().find(({ to }) => to === email);
  expect(mail?.subject).toMatch(/^Claude Code was disconnected from /);
  expect(mail?.text).toContain("/me/connections");
});

test("D01: of several late uses at the same moment each is refused and one ends the family", async () => {
  const { member, tokens } = await connectPerson();
  const second = String((await refresh(tokens.refresh_token)).json["refresh_token"]);
  await refresh(second);
  await Promise.all([tokens.refresh_token, second].map(ageSpent));
  const late = [tokens.refresh_token, second, tokens.refresh_token, second, second];
  const answers = await Promise.all(late.map((token) => refresh(token)));
  expect(answers.map(outcomeOf)).toEqual(late.map(() => REFUSED));
  expect(await readAudit(member)).toHaveLength(1);
});

test("C03: a code redeemed again late ends what it gave, audited too", async () => {
  const { member, tokens, pending, code } = await connectPerson();
  await age("authorization_codes", "consumed_at", sha256Hex(code));
  expect(outcomeOf(await postForm("/oauth/token", codeForm(pending, code)))).toEqual(REFUSED);
  expect(await isLive(tokens.access_token)).toBe(false);
  expect((await readAudit(member)).map(({ after }) => after)).toMatchObject([{ endedReason: "reuse" }]);
});

test("an app that logs out with a token it has already replaced ends its connection, audited, without a mail", async () => {
  const { member, email, tokens, pending } = await connectPerson();
  const second = (await refresh(tokens.refresh_token)).json;
  const client_id = pending.params.get("client_id") ?? "";
  const answer = await postForm("/oauth/revoke", { token: tokens.refresh_token, client_id });
  expect(answer.status).toBe(200);
  expect(await isLive(second["access_token"])).toBe(false);
  expect(outcomeOf(await refresh(String(second["refresh_token"])))).toEqual(REFUSED);
  expect((await readAudit(member)).map(({ after }) => after)).toMatchObject([{ endedReason: "client" }]);
  expect(listLocalMails().filter(({ to }) => to === email)).toEqual([]);
});

test("another client's log-out ends nobody's connection", async () => {
  const { tokens } = await connectPerson();
  const second = (await refresh(tokens.refresh_token)).json;
  const client_id = "https://claude.ai/oauth/mcp-oauth-client-metadata";
  await postForm("/oauth/revoke", { token: tokens.refresh_token, client_id });
  expect(await isLive(second["access_token"])).toBe(true);
});
