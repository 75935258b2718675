import pg from "pg";
import { afterAll, beforeAll, inject } from "vitest";
import { flushCalls } from "#lib/activity/flush-calls.ts";
import { recordCall } from "#lib/activity/record-call.ts";
import { requestExport } from "#lib/exports/request-export.ts";
import { ensurePerson } from "#lib/identity/ensure-person.ts";
import type { MemberActor, PersonActor } from "#lib/kernel/actor.ts";
import { type MembershipId, newId } from "#lib/kernel/ids.ts";
import type { Role } from "#lib/kernel/permissions.ts";
import { exportAccount } from "#lib/operations/export-account.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { sha256Hex } from "#lib/platform/crypto/hash-secret.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { invitePeople } from "#lib/tenants/invite-people.ts";
import { leaveTenant } from "#lib/tenants/leave-tenant.ts";
import { requestAccess } from "#lib/tenants/request-access.ts";
import { sealKey } from "#lib/upstreams/internal/seal-key.ts";
import { mintGrantWithToken, mintMember, type MintedTenant, mintTenant, mintUpstream } from "./mint.ts";
import { plantRow } from "./retention/plant-row.ts";
import { clientOf } from "./use-calls.ts";
import { withDatabase } from "./use-database.ts";

export type Account = { person: PersonActor; sessionToken: string };
export type Place = { tenant: MintedTenant; owner: MemberActor; member: MemberActor };

/** People with an account and something of theirs in every corner, and a look at all of the database. */
export function useAccounts() {
  const world = {} as { admin: pg.Client };
  beforeAll(async () => {
    const database = new URL(String(getConfig().databaseUrl)).pathname.slice(1);
    const admin = new pg.Client({
      connectionString: withDatabase(inject("postgres").superuserUrl, database),
    });
    admin.on("error", () => undefined);
    await admin.connect();
    world.admin = admin;
  });
  afterAll(() => world.admin.end());
  const plant = (table: string, row: Record<string, unknown>) => plantRow(world.admin, table, row);
  return {
    world,
    plant,
    mintAccount: async (name = `Person ${crypto.randomUUID()}`): Promise<Account> => {
      const person = await ensurePerson(`${crypto.randomUUID()}@people.example`, name);
      const { personId: user_id, email } = person;
      const sessionToken = sha256Hex(crypto.randomUUID());
      const expires = new Date(Date.now() + 86_400_000);
      await plant("auth.login_sessions", {
        user_id,
        session_token_hash: sessionToken,
        expires,
        browser: "Firefox",
      });
      await plant("auth.login_codes", { email, device: "", expires });
      await plant("auth.identities", {
        user_id,
        email,
        connection: "google",
        issuer: "https://accounts.google.com",
      });
      await plant("auth.email_changes", { user_id, email: `new-${email}`, expires });
      const attempt = {
        started_at: new Date(),
        last_at: new Date(),
        person_id: user_id,
        network: "192.0.2.0/24",
      };
      const { id: attempt_id } = await plant("auth.attempts", attempt);
      await plant("auth.attempt_events", { attempt_id, at: new Date(), link: "exact" });
      return { person, sessionToken };
    },
    /** An organisation with an owner, in which that person is a member with a connection, a key, a call and a file. */
    mintPlace: async (account: Account, role: Role = "member"): Promise<Place> => {
      const tenant = await mintTenant();
      const owner = await mintMember(tenant, "owner");
      const member = await join(tenant, account.person, role);
      await leaveTraces(member, plant);
      return { tenant, owner, member };
    },
    join,
  };
}

/** Member of one, admin of another, left a third, invited by a fourth, asking to join a fifth, tester of a sixth's SSO. */
export async function mintEverywhere({ mintAccount, mintPlace, plant }: ReturnType<typeof useAccounts>) {
  const account = await mintAccount();
  const { person } = account;
  const member = await mintPlace(account);
  const admin = await mintPlace(account, "admin");
  const left = await mintPlace(account);
  await leaveTenant(left.member, {});
  const inviting = await mintMember(await mintTenant(), "owner");
  await invitePeople(inviting, { addresses: person.email, role: "member", note: "" });
  const asked = await mintTenant();
  await mintMember(asked, "owner");
  await requestAccess(person, { organisation: asked.slug, note: "Let me in" });
  await plant("tenant.sso_connections", {
    tenant_id: admin.tenant.tenantId,
    tested_by: person.personId,
    tested_claims: JSON.stringify({ email: person.email, name: person.name, subject: "s" }),
  });
  return { account, person, member, admin, left, inviting, asked };
}

/** The copy of somebody's data, as text. */
export async function readCopy(person: PersonActor): Promise<string> {
  let text = "";
  for await (const piece of await exportAccount(person)) text += piece;
  return text;
}

async function join(tenant: MintedTenant, person: PersonActor, role: Role): Promise<MemberActor> {
  const membershipId = newId<MembershipId>();
  const { personId, email, name } = person;
  const { tenantId, slug, name: tenantName } = tenant;
  await inTenant(tenantId, (tx) =>
    tx.membership.create({
      data: { tenantId, id: membershipId, personId, email, name, role },
      select: { id: true },
    }),
  );
  return { kind: "member", personId, email, tenantId, tenantSlug: slug, tenantName, membershipId, role };
}

async function leaveTraces(
  member: MemberActor,
  plant: (table: string, row: Record<string, unknown>) => Promise<Record<string, unknown>>,
): Promise<void> {
  const { tenantId, personId, membershipId, email } = member;
  const tenant_id = tenantId;
  const { upstreamId } = await mintUpstream(
    { tenantId, slug: member.tenantSlug, address: "", name: "" },
    { url: "https://gone.invalid/mcp", key: "trinity_mcp_shared", tools: [] },
  );
  const place = { tenantId, upstreamId, ownerId: personId, version: 1 };
  const key = { id: crypto.randomUUID(), lastFour: "own1", sealed: sealKey("trinity_mcp_own1", place) };
  await inTenant(tenantId, (tx) =>
    tx.upstreamKey.create({ data: { ...key, ...place }, select: { id: true } }),
  );
  await mintGrantWithToken(member, { groups: [] });
  const client_id = `dcr_${crypto.randomUUID()}`;
  await plant("tenant.clients", { tenant_id, client_id });
  const ids = { tenant_id, membership_id: membershipId, person_id: personId };
  await plant("tenant.client_requests", { ...ids, client_id, reason: "I need it" });
  await plant("tenant.mails", { tenant_id, state: "refused", refused_address: email, ended_at: new Date() });
  recordCall({
    actor: clientOf(member),
    method: "tools/call",
    era: "legacy",
    name: "list_agents",
    ownName: "list_agents",
    group: "agents.read",
    bytesIn: 100,
    outcome: "ok",
    ms: 1,
  });
  await flushCalls();
  if (member.role !== "member") {
    await requestExport(member, { kind: "members", format: "csv", filter: {}, timeZone: "UTC" });
  }
}
