import { describe, expect, test } from "vitest";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { isDomainError } from "#lib/kernel/errors.ts";
import { recordWidening } from "#lib/oauth/record-widening.ts";
import { sha256Hex } from "#lib/platform/crypto/hash-secret.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { appSql } from "#lib/platform/db/sql.ts";
import { mintGrantWithToken, mintMember, mintTenant } from "#lib/testing/mint.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { endConnection } from "./end-connection.ts";
import { getConnection } from "./get-connection.ts";
import { narrowGrant } from "./narrow-grant.ts";

useDatabase();

const GROUPS = ["agents.read", "runs.read", "agents.write"];

async function groupsOf(token: string): Promise<string[]> {
  const { rows } = await appSql().query<{ groups: string[] }>(
    "SELECT groups FROM tenant.resolve_access_token($1)",
    [sha256Hex(token)],
  );
  return rows[0]?.groups ?? [];
}

async function codeOf(attempt: Promise<unknown>): Promise<string> {
  return await attempt.then(
    () => "done",
    (error: unknown) => (isDomainError(error) ? error.code : String(error)),
  );
}

const ask = (member: MemberActor, id: string, groups: string[]) =>
  inTenant(member.tenantId, (tx) =>
    tx.grant.updateMany({
      where: { tenantId: member.tenantId, id },
      data: { askedGroups: groups, askedAt: new Date() },
    }),
  );

async function mintConnection() {
  const tenant = await mintTenant();
  const member = await mintMember(tenant, "member");
  return { tenant, member, ...(await mintGrantWithToken(member, { groups: GROUPS })) };
}

describe("narrowGrant", () => {
  test("the next look at its token has only what is left, in the order it was in, and never more than it had", async () => {
    const { member, grantId, token } = await mintConnection();
    await narrowGrant(member, {
      id: grantId,
      version: 1,
      groups: ["credentials.read", "runs.read", "agents.read"],
    });
    expect(await groupsOf(token)).toEqual(["agents.read", "runs.read"]);
  });

  test.each([
    ["nothing is left", ["credentials.read"], 1, "invalid_input"],
    ["nothing is taken away", GROUPS, 1, "invalid_input"],
    ["it was changed since", ["agents.read"], 2, "conflict"],
  ])("when %s it is refused and nothing changes", async (_case, groups, version, code) => {
    const { member, grantId, token } = await mintConnection();
    expect(await codeOf(narrowGrant(member, { id: grantId, version, groups }))).toBe(code);
    expect(await groupsOf(token)).toEqual(GROUPS);
  });

  test("of two people who edit the same version one wins; what was widened meanwhile is not taken back unseen", async () => {
    const { tenant, member, grantId, token } = await mintConnection();
    const owner = await mintMember(tenant, "owner");
    const edits = [
      narrowGrant(member, { id: grantId, version: 1, groups: ["agents.read"] }),
      narrowGrant(owner, { id: grantId, version: 1, groups: ["runs.read"] }),
    ];
    expect((await Promise.all(edits.map(codeOf))).toSorted()).toEqual(["conflict", "done"]);
    const { version } = await getConnection(member, { id: grantId });
    await ask(member, grantId, ["git.read"]);
    await recordWidening(member, { id: grantId, groups: ["git.read"] });
    const stale = narrowGrant(member, { id: grantId, version, groups: ["agents.read", "runs.read"] });
    expect(await codeOf(stale)).toBe("conflict");
    expect(await groupsOf(token)).toContain("git.read");
  });

  test.each([
    ["admin", "done"],
    ["member", "not_found"],
    ["auditor", "forbidden"],
  ] as const)("somebody else's connection: %s gets %s", async (role, outcome) => {
    const { tenant, grantId } = await mintConnection();
    const actor = await mintMember(tenant, role);
    expect(await codeOf(narrowGrant(actor, { id: grantId, version: 1, groups: ["agents.read"] }))).toBe(
      outcome,
    );
  });

  test("an ended connection is not there to narrow", async () => {
    const { member, grantId } = await mintConnection();
    await endConnection(member, { id: grantId });
    expect(await codeOf(narrowGrant(member, { id: grantId, version: 1, groups: ["agents.read"] }))).toBe(
      "not_found",
    );
  });
});

describe("getConnection", () => {
  test("tells what became of it: who allowed, narrowed, widened and ended it, oldest first", async () => {
    const { tenant, member, grantId } = await mintConnection();
    const owner = await mintMember(tenant, "owner");
    await narrowGrant(owner, { id: grantId, version: 1, groups: ["agents.read"] });
    await ask(member, grantId, ["git.read"]);
    await recordWidening(member, { id: grantId, groups: ["git.read"] });
    await endConnection(owner, { id: grantId });
    const { history, status, groups } = await getConnection(member, { id: grantId });
    const who = (id: string) => ({ kind: "person", id, name: "Somebody" });
    expect(history).toMatchObject([
      { kind: "allowed", by: who(member.personId), groups: [] },
      { kind: "narrowed", by: who(owner.personId), groups: ["runs.read", "agents.write"] },
      { kind: "widened", by: who(member.personId), groups: ["git.read"] },
      { kind: "ended", by: who(owner.personId), reason: "admin" },
    ]);
    expect([status, groups]).toEqual(["disconnected", ["agents.read", "git.read"]]);
  });

  test("I01: a member finds nobody else's, an auditor sees it and may not change it", async () => {
    const { tenant, grantId } = await mintConnection();
    const stranger = await mintMember(tenant, "member");
    expect(await codeOf(getConnection(stranger, { id: grantId }))).toBe("not_found");
    const { isEndable } = await getConnection(await mintMember(tenant, "auditor"), { id: grantId });
    expect(isEndable).toBe(false);
  });
});
