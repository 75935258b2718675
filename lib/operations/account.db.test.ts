import { describe, expect, test } from "vitest";
import { verifyToolCalls } from "#lib/activity/verify-tool-calls.ts";
import { verifyAudit } from "#lib/audit/verify-audit.ts";
import { ensurePerson } from "#lib/identity/ensure-person.ts";
import { getPersonByAddress } from "#lib/identity/get-person-by-address.ts";
import type { MemberActor, PersonActor } from "#lib/kernel/actor.ts";
import { isDomainError } from "#lib/kernel/errors.ts";
import type { TenantId } from "#lib/kernel/ids.ts";
import { listLocalMails } from "#lib/platform/outbox/local-mailbox.ts";
import { createTenant } from "#lib/tenants/create-tenant.ts";
import { resolveMemberActor } from "#lib/tenants/resolve-member-actor.ts";
import { suspendTenant } from "#lib/tenants/suspend-tenant.ts";
import { findInDatabase } from "#lib/testing/find-in-database.ts";
import { mintTenant } from "#lib/testing/mint.ts";
import { mintEverywhere, readCopy, useAccounts } from "#lib/testing/use-account.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { deleteAccountFor } from "./delete-account-for.ts";
import { deleteAccount } from "./delete-account.ts";
import { deleteTenant } from "./delete-tenant.ts";
import { getAccountConsequences } from "./get-account-consequences.ts";

useDatabase();
const accounts = useAccounts();
const { world, mintAccount, mintPlace } = accounts;

const confirm = ({ email }: PersonActor) => ({ confirmation: email });
const refusal = (attempt: Promise<unknown>) =>
  attempt.then(
    () => "done",
    (error: unknown) => (isDomainError(error) ? `${error.code}: ${error.publicMessage}` : String(error)),
  );
const one = async (sql: string, values: unknown[]) => (await world.admin.query(sql, values)).rows[0];
const isThere = async ({ personId }: PersonActor) =>
  (await one("SELECT 1 FROM auth.users WHERE id = $1", [personId])) !== undefined;
const memberRow = async ({ tenantId, membershipId }: MemberActor) =>
  await one(
    "SELECT name, email, status, person_id FROM tenant.memberships WHERE tenant_id = $1 AND id = $2",
    [tenantId, membershipId],
  );
const countForgets = async (tenantId: TenantId) =>
  (
    await world.admin.query(
      "SELECT actor_kind, actor_id FROM tenant.audit_events WHERE tenant_id = $1 AND action = 'member.forget'",
      [tenantId],
    )
  ).rows;

const readOrganisations = async (person: PersonActor) =>
  (JSON.parse(await readCopy(person)) as { organisations: unknown[] }).organisations;

describe("deleting an account", () => {
  test("ends and erases everything of theirs, and nothing of anybody else; both chains still verify", async () => {
    const { account, person, member, admin, left, inviting, asked } = await mintEverywhere(accounts);
    const other = await mintAccount();
    const theirs = await mintPlace(other);
    const otherBefore = await readOrganisations(other.person);
    expect(await getAccountConsequences(person)).toMatchObject({
      organisations: 2,
      connections: 2,
      keys: 2,
      sessions: 1,
      identities: 1,
      ownedAlone: [],
    });
    const chains = [member, admin, left].map(({ owner }) => owner);
    await deleteAccount(person, confirm(person));

    // The logs are as they were written: who was invited, and who asked to join.
    expect(await findInDatabase(world.admin, person.email)).toEqual({ "tenant.audit_events": 2 });
    expect(await findInDatabase(world.admin, person.name)).toEqual({});
    expect(Object.keys(await findInDatabase(world.admin, person.personId))).toEqual([
      "auth.revocations",
      "tenant.audit_events",
      "tenant.grants",
      "tenant.memberships",
      "tenant.sso_connections",
      "tenant.tool_calls",
    ]);
    expect(await findInDatabase(world.admin, account.sessionToken)).toEqual({});
    for (const { member: was } of [member, admin, left]) {
      expect(await memberRow(was)).toMatchObject({
        name: "Deleted person",
        email: expect.stringMatching(/^deleted-[0-9a-f]{12}@deleted\.invalid$/),
        status: "removed",
      });
    }
    const live = "SELECT count(*)::int AS n FROM tenant.grants WHERE person_id = $1 AND ended_at IS NULL";
    expect(await one(live, [person.personId])).toEqual({ n: 0 });
    const keys = "SELECT count(*)::int AS n FROM tenant.upstream_keys WHERE owner_id = $1";
    expect(await one(keys, [person.personId])).toEqual({ n: 0 });
    for (const owner of chains) {
      expect(await verifyAudit(owner)).toMatchObject({ ok: true });
      expect(await verifyToolCalls(owner.tenantId)).toMatchObject({ ok: true, calls: 1 });
      expect(await countForgets(owner.tenantId)).toEqual([
        { actor_kind: "member", actor_id: person.personId },
      ]);
    }
    for (const { tenantId } of [inviting, asked]) expect(await countForgets(tenantId)).toEqual([]);
    expect(await readOrganisations(other.person)).toEqual(otherBefore);
    expect(await memberRow(theirs.member)).toMatchObject({ status: "active", email: other.person.email });
    const [mail] = listLocalMails();
    expect(mail).toMatchObject({ to: person.email, subject: "Your Trinity Connect account is deleted" });
    expect(mail?.text).toMatch(/Organisations left\W+2/);
  });

  test("the address is somebody new’s from then on, who enters nothing of before", async () => {
    const account = await mintAccount();
    const { tenant } = await mintPlace(account);
    await deleteAccount(account.person, confirm(account.person));
    const again = await ensurePerson(account.person.email, "New");
    expect(again.personId).not.toBe(account.person.personId);
    expect(await refusal(resolveMemberActor(again, tenant.slug))).toMatch(/^not_found/);
    expect(await readOrganisations(again)).toEqual([]);
  });

  test("another address typed, and a second time, change nothing", async () => {
    const [mine, yours] = [await mintAccount(), await mintAccount()];
    expect(await refusal(deleteAccount(mine.person, confirm(yours.person)))).toMatch(/^invalid_input/);
    expect(await refusal(deleteAccount(mine.person, { confirmation: 7 }))).toMatch(/^invalid_input/);
    expect(await refusal(deleteAccount(mine.person, {}))).toMatch(/^invalid_input/);
    expect([await isThere(mine.person), await isThere(yours.person)]).toEqual([true, true]);
    const shouted = { confirmation: ` ${mine.person.email.toUpperCase()} ` };
    expect(await refusal(deleteAccount(mine.person, shouted))).toBe("done");
    expect(await refusal(deleteAccount(mine.person, confirm(mine.person)))).toMatch(/^conflict/);
    expect(await isThere(yours.person)).toBe(true);
  });

  test("who got another address meanwhile is not deleted by a page of before", async () => {
    const { person } = await mintAccount();
    const changed = `changed-${person.email}`;
    await world.admin.query("UPDATE auth.users SET email = $2 WHERE id = $1", [person.personId, changed]);
    expect(await refusal(deleteAccount(person, confirm(person)))).toMatch(/^conflict/);
    expect(await isThere(person)).toBe(true);
  });

  test("the last owner is refused before anything is touched, until somebody else owns it or it is deleted", async () => {
    const account = await mintAccount();
    const { person } = account;
    const { member } = await mintPlace(account);
    const slug = `own-${crypto.randomUUID().slice(0, 8)}`;
    await createTenant(person, { name: "Mine alone", slug });
    const own = await resolveMemberActor(person, slug);
    expect(await refusal(deleteAccount(person, confirm(person)))).toMatch(
      /^conflict: You are the last owner/,
    );
    expect((await getAccountConsequences(person)).ownedAlone).toEqual([
      { name: "Mine alone", slug, isSuspended: false },
    ]);
    expect(await memberRow(member)).toMatchObject({ status: "active", name: person.name });
    await deleteTenant(own, { confirmation: slug });
    expect(await refusal(deleteAccount(person, confirm(person)))).toBe("done");
    expect(await memberRow(own)).toMatchObject({ status: "removed", name: "Deleted person" });
  });

  test("the operator’s suspension makes nobody less of a last owner", async () => {
    const account = await mintAccount();
    const slug = `sus-${crypto.randomUUID().slice(0, 8)}`;
    await createTenant(account.person, { name: "Stopped", slug });
    await suspendTenant(slug);
    expect((await getAccountConsequences(account.person)).ownedAlone).toEqual([
      { name: "Stopped", slug, isSuspended: true },
    ]);
    expect(await refusal(deleteAccountFor(account.person))).toMatch(/^conflict/);
  });

  test("cut short half-way it keeps the account, goes on when asked again, and writes nothing twice", async () => {
    const account = await mintAccount();
    const { person } = account;
    const places = [await mintPlace(account), await mintPlace(account)];
    const [, last] = places.toSorted((a, b) => (a.tenant.tenantId < b.tenant.tenantId ? -1 : 1));
    const broken = String(last?.tenant.tenantId);
    await world.admin.query(
      `CREATE FUNCTION pg_temp.break() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'broken'; END $$;
       CREATE TRIGGER break BEFORE UPDATE ON tenant.memberships FOR EACH ROW
         WHEN (old.tenant_id = '${broken}') EXECUTE FUNCTION pg_temp.break()`,
    );
    try {
      expect(await refusal(deleteAccount(person, confirm(person)))).toMatch(/broken/);
    } finally {
      await world.admin.query("DROP TRIGGER break ON tenant.memberships");
    }
    expect(await isThere(person)).toBe(true);
    expect(await getAccountConsequences(person)).toMatchObject({
      organisations: 1,
      connections: 1,
      sessions: 1,
    });
    expect(await refusal(deleteAccount(person, confirm(person)))).toBe("done");
    for (const { tenant, owner } of places) {
      expect(await countForgets(tenant.tenantId)).toHaveLength(1);
      expect(await verifyAudit(owner)).toMatchObject({ ok: true });
    }
    expect(await isThere(person)).toBe(false);
  });

  test("the reviewer’s account stays what it is", async () => {
    const { person } = await mintAccount();
    const tenant = await mintTenant();
    await world.admin.query("UPDATE auth.users SET bound_tenant_id = $2 WHERE id = $1", [
      person.personId,
      tenant.tenantId,
    ]);
    const bound = { ...person, boundTo: tenant.tenantId };
    expect(await refusal(deleteAccount(bound, confirm(person)))).toMatch(/^forbidden/);
    expect(await refusal(getPersonByAddress(person.email))).toMatch(/^forbidden/);
  });

  test("by the operator it is the operator’s act, and says so in every log and in the mail", async () => {
    const account = await mintAccount();
    const { tenant, owner } = await mintPlace(account);
    const person = await getPersonByAddress(account.person.email.toUpperCase());
    await deleteAccountFor(person);
    expect(await countForgets(tenant.tenantId)).toEqual([{ actor_kind: "system", actor_id: "operator" }]);
    expect(await verifyAudit(owner)).toMatchObject({ ok: true });
    expect(listLocalMails()[0]?.text).toContain("The operator of this server deleted it");
    expect(await refusal(getPersonByAddress(account.person.email))).toMatch(/^not_found/);
    expect(await refusal(getPersonByAddress("no address"))).toMatch(/^invalid_input/);
  });
});
