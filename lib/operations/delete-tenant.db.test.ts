import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { MemberActor, PersonActor } from "#lib/kernel/actor.ts";
import { isDomainError } from "#lib/kernel/errors.ts";
import { newId, type PersonId } from "#lib/kernel/ids.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { createTenant } from "#lib/tenants/create-tenant.ts";
import { findCompanySignIn } from "#lib/tenants/find-company-sign-in.ts";
import { findEntry } from "#lib/tenants/find-entry.ts";
import { findTenantByAddress } from "#lib/tenants/find-tenant-by-address.ts";
import { sealSecret } from "#lib/tenants/internal/sso/seal-secret.ts";
import { liftSuspension } from "#lib/tenants/lift-suspension.ts";
import { purgeTenants } from "#lib/tenants/purge-tenants.ts";
import { resolveMemberActor } from "#lib/tenants/resolve-member-actor.ts";
import { restoreTenant } from "#lib/tenants/restore-tenant.ts";
import { suspendTenant } from "#lib/tenants/suspend-tenant.ts";
import { refresh, useOauthServer } from "#lib/testing/drive-oauth.ts";
import { mintMember, mintTenant } from "#lib/testing/mint.ts";
import {
  inDependencyOrder,
  makeRow,
  readReferences,
  readTables,
  type Row,
} from "#lib/testing/tenant-tables.ts";
import { useConnections } from "#lib/testing/use-connections.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { useGateway } from "#lib/testing/use-gateway.ts";
import { deleteTenant } from "./delete-tenant.ts";

useDatabase();
useOauthServer();
const scene = useGateway();
const world = useConnections(scene);

const DAY_MS = 86_400_000;
const KEPT_SEALED = new Set(["tool_calls.arguments", "mails.sealed"]);

async function refusal(attempt: Promise<unknown>): Promise<string> {
  return await attempt.then(
    () => "done",
    (error: unknown) => (isDomainError(error) ? `${error.code}: ${error.publicMessage}` : String(error)),
  );
}

const toPerson = ({ personId, email }: MemberActor): PersonActor => ({
  kind: "person",
  personId,
  email,
  name: "Somebody",
});
const confirm = ({ tenantSlug }: MemberActor) => ({ confirmation: tenantSlug });

/** Moves a deletion into the past, as the seven days do. */
async function age({ tenantId }: MemberActor): Promise<void> {
  await world.sql("UPDATE tenant.tenants SET purge_at = now() - interval '1 s' WHERE id = $1", [tenantId]);
}

async function countRows(tenantId: string): Promise<Record<string, number>> {
  const admin = { query: world.sql } as Parameters<typeof readTables>[0];
  const counts: Record<string, number> = {};
  for (const { name, key } of await readTables(admin)) {
    const { rows } = await world.sql(`SELECT count(*)::int AS n FROM tenant."${name}" WHERE "${key}" = $1`, [
      tenantId,
    ]);
    counts[name] = (rows[0] as { n: number }).n;
  }
  return counts;
}

/** One row more in every table there is. */
async function fillEverything({ tenantId }: MemberActor): Promise<void> {
  const admin = { query: world.sql } as Parameters<typeof readTables>[0];
  const references = await readReferences(admin);
  const made: Record<string, Row> = { tenants: { id: tenantId } };
  for (const table of inDependencyOrder(await readTables(admin), references)) {
    if (table.name === "tenants") continue;
    const row = (made[table.name] = makeRow(table, tenantId, made, references));
    const columns = Object.keys(row);
    await world.sql(
      `INSERT INTO tenant."${table.name}" (${columns.map((column) => `"${column}"`).join(", ")})
       VALUES (${columns.map((_, index) => `$${index + 1}`).join(", ")})`,
      Object.values(row),
    );
  }
}

describe("I20: deleting the organisation", () => {
  let owner: MemberActor;
  beforeAll(() => void (owner = world.owner));

  test("stops everything with the answer: tokens are dead, keys are gone and not only marked", async () => {
    const connections = [await world.connectMember(), await world.connectMember()];
    expect(await Promise.all(connections.map(world.ping))).toEqual([200, 200]);
    const { tenantId } = owner;
    const domain = "deleted.example";
    await inTenant(tenantId, async (tx) => {
      const connection = { tenantId, id: tenantId, issuer: "https://login.example", clientId: "connect" };
      const secretSealed = sealSecret("secret", { tenantId, connectionId: tenantId, version: 1 });
      await tx.ssoConnection.create({ data: { ...connection, secretSealed, isActive: true } });
      const proven = { tenantId, id: crypto.randomUUID(), domain, token: "x", provenAt: new Date() };
      await tx.verifiedDomain.create({ data: proven });
    });
    expect(await findCompanySignIn(`ada@${domain}`)).not.toBeNull();

    expect(await refusal(deleteTenant(owner, { confirmation: "another" }))).toMatch(/^invalid_input/);
    const { purgeAt } = await deleteTenant(owner, confirm(owner));

    expect(await Promise.all(connections.map(world.ping))).toEqual([401, 401]);
    for (const { tokens } of connections) expect((await refresh(tokens.refresh_token)).status).toBe(400);
    expect(purgeAt.getTime() - Date.now()).toBeGreaterThan(6.9 * DAY_MS);
    expect(await findCompanySignIn(`ada@${domain}`)).toBeNull();
    expect(await findTenantByAddress(scene.tenant.address)).toBeNull();
    const { rows } = await world.sql(`
      SELECT c.relname AS name, a.attname AS "column" FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = 'tenant' AND c.relkind = 'r' AND a.atttypid = 'bytea'::regtype`);
    for (const { name, column } of rows as { name: string; column: string }[]) {
      if (KEPT_SEALED.has(`${name}.${column}`)) continue;
      const sealed = await world.sql(
        `SELECT count(*)::int AS n FROM tenant."${name}" WHERE tenant_id = $1 AND length("${column}") > 0`,
        [tenantId],
      );
      expect((sealed.rows[0] as { n: number }).n, `${name}.${column}`).toBe(0);
    }
  });

  test("tells every owner by mail, and writes down who did it", async () => {
    const { tenantId } = owner;
    const rows = await inTenant(tenantId, async (tx) => ({
      audit: await tx.auditEvent.findFirstOrThrow({
        where: { tenantId, action: "tenant.delete", outcome: "done" },
      }),
      mails: await tx.mail.count({ where: { tenantId, kind: "tenant-deleted" } }),
      owners: await tx.membership.count({ where: { tenantId, role: "owner" } }),
    }));
    expect(rows.audit).toMatchObject({ actorId: owner.personId, after: { shredded: 1 } });
    expect(rows.mails).toBe(rows.owners);
  });

  test("nobody enters or changes anything there; members are told who deleted it and until when", async () => {
    const person = toPerson(owner);
    expect(await refusal(resolveMemberActor(person, owner.tenantSlug))).toMatch(/^precondition_failed/);
    expect(await findEntry(person, owner.tenantSlug)).toMatchObject({
      ok: false,
      reason: "deleted",
      deletion: { deletedByName: "Somebody", isOwner: true },
    });
    expect(await findEntry(toPerson(scene.member), owner.tenantSlug)).toMatchObject({
      reason: "deleted",
      deletion: { isOwner: false },
    });
    const stranger = { ...person, personId: newId<PersonId>() };
    expect(await findEntry(stranger, owner.tenantSlug)).toEqual({ ok: false, reason: "unknown" });
    expect(await refusal(deleteTenant(owner, confirm(owner)))).toMatch(/^conflict/);
  });

  test("an owner undoes it, nobody else; what was destroyed stays so", async () => {
    const { tenantId, tenantSlug: slug } = owner;
    expect(await refusal(restoreTenant(toPerson(scene.member), { slug }))).toMatch(/^forbidden/);
    const stranger = { ...toPerson(owner), personId: newId<PersonId>() };
    expect(await refusal(restoreTenant(stranger, { slug }))).toMatch(/^not_found/);
    expect(await restoreTenant(toPerson(owner), { slug })).toEqual({ slug });
    expect(await resolveMemberActor(toPerson(owner), slug)).toMatchObject({ tenantId, role: "owner" });
    expect(await refusal(restoreTenant(toPerson(owner), { slug }))).toMatch(/^conflict/);
    const counts = await countRows(tenantId);
    expect(counts).toMatchObject({ upstreams: 1, upstream_keys: 0, sso_connections: 0, verified_domains: 1 });
    expect((await scene.gateway.legacy("ping", {}, { token: scene.token, id: 1 })).status).toBe(401);
  });
});

describe("I20: when the seven days are over", () => {
  let owner: MemberActor;
  beforeEach(async () => {
    owner = await mintMember(await mintTenant(), "owner");
  });

  test("everything goes but the audit log, in every table there is, and nothing of anybody else", async () => {
    const other = await mintMember(await mintTenant(), "owner");
    await fillEverything(owner);
    await fillEverything(other);
    const before = await countRows(other.tenantId);
    await deleteTenant(owner, confirm(owner));
    await purgeTenants();
    expect((await countRows(owner.tenantId))["memberships"]).toBeGreaterThan(0);
    await age(owner);
    expect(await refusal(restoreTenant(toPerson(owner), { slug: owner.tenantSlug }))).toMatch(/^conflict/);
    await purgeTenants();
    const { audit_events: audit, tenants, former_slugs: _, ...left } = await countRows(owner.tenantId);
    expect(Object.entries(left).filter(([, count]) => count > 0)).toEqual([]);
    expect([audit, tenants]).toEqual([3, 1]);
    expect(await countRows(other.tenantId)).toEqual(before);
  });

  test("its slug and address are never given to another", async () => {
    await deleteTenant(owner, confirm(owner));
    await age(owner);
    await purgeTenants();
    const newcomer = { ...toPerson(owner), personId: newId<PersonId>() };
    expect(await refusal(createTenant(newcomer, { name: "New", slug: owner.tenantSlug }))).toMatch(
      /^conflict/,
    );
  });

  test("a year later the audit log and the name go too; the row that holds slug and address stays", async () => {
    await deleteTenant(owner, confirm(owner));
    await age(owner);
    await purgeTenants();
    const { tenantId } = owner;
    await world.sql("UPDATE tenant.tenants SET purged_at = now() - interval '364 days' WHERE id = $1", [
      tenantId,
    ]);
    await purgeTenants();
    expect((await countRows(tenantId))["audit_events"]).toBeGreaterThan(0);
    await world.sql("UPDATE tenant.tenants SET purged_at = now() - interval '366 days' WHERE id = $1", [
      tenantId,
    ]);
    await purgeTenants();
    expect((await countRows(tenantId))["audit_events"]).toBe(0);
    const row = await inTenant(tenantId, (tx) => tx.tenant.findFirstOrThrow({ where: { id: tenantId } }));
    expect(row).toMatchObject({ name: "", slug: owner.tenantSlug, status: "suspended" });
  });

  test("the database refuses to remove rows of an organisation that is not due", async () => {
    for (const purge of ["purge_rows", "purge_kept_rows"]) {
      const attempt = inTenant(owner.tenantId, (tx) =>
        tx.$queryRawUnsafe(`SELECT tenant.${purge}($1::uuid, 10)`, owner.tenantId),
      );
      expect(await refusal(attempt)).toMatch(/not to be removed/);
    }
  });
});

describe("D13: the operator suspends an organisation", () => {
  test("its tokens answer 401 at once and nobody enters, until that is lifted", async () => {
    const connection = await world.connectMember();
    expect(await world.ping(connection)).toBe(200);
    const slug = world.owner.tenantSlug;
    expect(await suspendTenant(slug)).toMatchObject({ isNew: true });
    await scene.gateway.settle();
    expect([await world.ping(connection), (await refresh(connection.tokens.refresh_token)).status]).toEqual([
      401, 400,
    ]);
    expect(await refusal(resolveMemberActor(toPerson(world.owner), slug))).toMatch(/^precondition_failed/);
    expect(await suspendTenant(slug)).toMatchObject({ isNew: false });
    expect(await liftSuspension(slug)).toMatchObject({ isNew: true });
    await scene.gateway.settle();
    expect(await world.ping(connection)).toBe(200);
    expect(await refusal(suspendTenant("no-such-organisation"))).toMatch(/^not_found/);
  });

  test("deleting and undoing does not lift it", async () => {
    const owner = await mintMember(await mintTenant(), "owner");
    await deleteTenant(owner, confirm(owner));
    await suspendTenant(owner.tenantSlug);
    await restoreTenant(toPerson(owner), { slug: owner.tenantSlug });
    expect(await findEntry(toPerson(owner), owner.tenantSlug)).toMatchObject({
      ok: false,
      reason: "suspended",
    });
  });
});
