import { beforeAll, describe, expect, inject, test } from "vitest";
import { setToolPolicy } from "#lib/access/set-tool-policy.ts";
import { AUDIT_ACTIONS } from "#lib/audit/schema.ts";
import { endConnections } from "#lib/grants/end-connections.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { isDomainError } from "#lib/kernel/errors.ts";
import { can, ROLES } from "#lib/kernel/permissions.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { currentOrigin, withCaller } from "#lib/platform/limits/peer-address.ts";
import { removeUpstream } from "#lib/upstreams/remove-upstream.ts";
import { reviewTools } from "#lib/upstreams/review-tools.ts";
import { hashAudit } from "#lib/verbs/hash-audit.ts";
import { findVerbs, type FoundVerb } from "./find-verbs.ts";
import { READY } from "./ready-verbs.ts";
import { runSql, useDatabase, withDatabase } from "./use-database.ts";
import { INPUTS, mintWorld, VERBS_KEY, type World } from "./verb-inputs.ts";

useDatabase();

/** Everything the tenant has but its audit log, so that "nothing changed" can be said of all of it. */
async function readAll({ tenantId }: MemberActor): Promise<string> {
  return await inTenant(tenantId, async (tx) => {
    const where = { tenantId };
    const rows = [
      await tx.tenant.findMany({ where: { id: tenantId } }),
      await tx.tenantSettings.findMany({ where }),
      await tx.tenantLogo.findMany({ where }),
      await tx.membership.findMany({ where, orderBy: { id: "asc" } }),
      await tx.upstream.findMany({ where, orderBy: { id: "asc" } }),
      await tx.upstreamKey.findMany({ where, orderBy: { id: "asc" } }),
      await tx.upstreamTool.findMany({ where, orderBy: { id: "asc" } }),
      await tx.toolPolicy.findMany({ where, orderBy: { id: "asc" } }),
      await tx.argumentLimit.findMany({ where, orderBy: { id: "asc" } }),
      await tx.grant.findMany({ where, orderBy: { id: "asc" } }),
      await tx.clientPolicy.findMany({ where, orderBy: { id: "asc" } }),
      await tx.appSettings.findMany({ where }),
      await tx.tenantClient.findMany({ where, orderBy: { id: "asc" } }),
      await tx.clientRequest.findMany({ where, orderBy: { id: "asc" } }),
      await tx.verifiedDomain.findMany({ where, orderBy: { id: "asc" } }),
      await tx.ssoConnection.findMany({ where, orderBy: { id: "asc" } }),
      await tx.export.findMany({ where, orderBy: { id: "asc" } }),
      await tx.logStream.findMany({ where, omit: { rows: true } }),
      await tx.invitation.findMany({ where, orderBy: { id: "asc" } }),
      await tx.accessRequest.findMany({ where, orderBy: { id: "asc" } }),
    ];
    return JSON.stringify(rows);
  });
}

async function readAudit({ tenantId }: MemberActor) {
  return await inTenant(tenantId, (tx) =>
    tx.auditEvent.findMany({ where: { tenantId }, orderBy: { seq: "asc" } }),
  );
}

async function codeOf(attempt: Promise<unknown>): Promise<string> {
  const error = await attempt.then(
    () => null,
    (reason: unknown) => reason,
  );
  return isDomainError(error) ? `${error.code}: ${error.publicMessage}` : String(error);
}

/** Who succeeds with what, in an organisation that is ready for it. */
async function makeReady(name: string, world: World): Promise<{ actor: MemberActor; input: unknown }> {
  const { actor = world.owner, input } = (await READY[name]?.(world)) ?? {
    input: INPUTS[name]?.input(world),
  };
  return { actor, input };
}

let verbs: (FoundVerb & { isCommand: boolean })[];
beforeAll(async () => {
  verbs = (await findVerbs()).map((one) => ({ ...one, isCommand: one.kind === "command" }));
});

test("every verb is known here, and names what it does as noun.verb", () => {
  expect(verbs.map(({ name }) => name).toSorted()).toEqual(Object.keys(INPUTS).toSorted());
  for (const { name, verb, isCommand } of verbs) {
    expect(verb.action, name).toMatch(/^[a-z-]+\.[a-z-]+$/);
    if (isCommand) expect(AUDIT_ACTIONS, name).toContain(verb.action);
  }
});

describe("every verb", () => {
  test("refuses a role without its permission before it looks at the input, and changes nothing", async () => {
    const world = await mintWorld();
    for (const { name, verb, isCommand } of verbs) {
      for (const role of ROLES.filter((one) => !can(one, verb.permission))) {
        const actor = world.actors[role];
        const [before, audited] = [await readAll(actor), (await readAudit(actor)).length];
        const inputs = [INPUTS[name]?.input(world), ...(isCommand ? [{ nonsense: true }] : [])];
        for (const input of inputs)
          expect(await codeOf(verb(actor, input)), `${name} as ${role}`).toMatch(/^forbidden/);
        expect(await readAll(actor), name).toBe(before);
        const rows = (await readAudit(actor)).slice(audited);
        if (isCommand) {
          expect(rows.map(({ action, outcome, actorId }) => ({ action, outcome, actorId }))).toEqual(
            inputs.map(() => ({ action: verb.action, outcome: "refused", actorId: actor.personId })),
          );
        }
      }
    }
  });

  test("I01: answers for another organisation's object as for one that does not exist", async () => {
    const [theirs, ours] = [await mintWorld(), await mintWorld()];
    const nowhere = {
      ...theirs,
      upstreamId: crypto.randomUUID(),
      grantId: crypto.randomUUID(),
      domainId: crypto.randomUUID(),
      limitId: crypto.randomUUID(),
      exportId: crypto.randomUUID(),
      streamId: crypto.randomUUID(),
      fileId: crypto.randomUUID(),
      memberId: crypto.randomUUID(),
      suspendedId: crypto.randomUUID(),
      invitationId: crypto.randomUUID(),
      appId: crypto.randomUUID(),
      clientRequestId: crypto.randomUUID(),
      requestId: crypto.randomUUID(),
      keyId: crypto.randomUUID(),
    };
    const before = await readAll(theirs.owner);
    for (const { name, verb, isCommand } of verbs) {
      const { object, input } = INPUTS[name] ?? {};
      if (!object || !input) continue;
      const audited = (await readAudit(ours.owner)).length;
      const answer = await codeOf(verb(ours.owner, input(theirs)));
      expect(answer, name).toMatch(/^not_found/);
      expect(await codeOf(verb(ours.owner, input(nowhere))), name).toBe(answer);
      if (!isCommand) continue;
      const asked = [theirs, nowhere].flatMap((world) => {
        const { id = "", ids = [id] } = input(world) as { id?: string; ids?: string[] };
        return ids;
      });
      expect((await readAudit(ours.owner)).slice(audited), name).toMatchObject(
        asked.map((target) => ({
          action: verb.action,
          target,
          outcome: "refused",
          after: { reason: "not_found" },
        })),
      );
    }
    expect(await readAll(theirs.owner)).toBe(before);
  });

  test("I02: takes no member it does not know", async () => {
    const world = await mintWorld();
    for (const { name, verb, isCommand } of verbs) {
      if (!isCommand || name.startsWith("record")) continue;
      const input = { ...(INPUTS[name]?.input(world) as object), tenantId: crypto.randomUUID() };
      expect(await codeOf(verb(world.owner, input)), name).toMatch(/^invalid_input/);
    }
  });
});

describe("every command", () => {
  test("leaves exactly one audit row that names the actor, the action and the target, never a key", async () => {
    for (const { name, verb, isCommand } of verbs) {
      if (!isCommand) continue;
      const world = await mintWorld();
      const { actor, input } = await makeReady(name, world);
      await verb(actor, input);
      const rows = await readAudit(world.owner);
      expect(rows, name).toHaveLength(1);
      expect(rows[0], name).toMatchObject({
        action: verb.action,
        outcome: "done",
        actorKind: "member",
        actorId: actor.personId,
      });
      expect(rows[0]?.target, name).not.toBe("");
      expect(
        JSON.stringify(rows, (_, value: unknown) => (typeof value === "bigint" ? Number(value) : value)),
      ).not.toContain(VERBS_KEY);
    }
  });

  test("changes nothing when its audit row cannot be written", async () => {
    const { superuserUrl } = inject("postgres");
    const admin = withDatabase(superuserUrl, new URL(getConfig().databaseUrl ?? "").pathname.slice(1));
    for (const { name, verb, isCommand } of verbs) {
      if (!isCommand) continue;
      const world = await mintWorld();
      const { actor, input } = await makeReady(name, world);
      const before = await readAll(world.owner);
      await runSql(admin, "REVOKE INSERT ON tenant.audit_events FROM connect_app");
      try {
        await expect(verb(actor, input), name).rejects.toThrow(/permission denied|could not|wrong/);
      } finally {
        await runSql(admin, "GRANT INSERT ON tenant.audit_events TO connect_app");
      }
      expect(await readAll(world.owner), name).toBe(before);
    }
  });
});

describe("the audit log", () => {
  test("L04: a row says who, from which network, in which request and how it ended, refusals too", async () => {
    const world = await mintWorld();
    const input = { role: "member", subject: "group", name: "agents.read", allowed: false };
    await withCaller({ address: "93.184.216.34", requestId: "4c1e" }, async () => {
      const [owner, member] = [world.actors.owner, world.actors.member].map((actor) => ({
        ...actor,
        ...(currentOrigin() && { from: currentOrigin() }),
      })) as [MemberActor, MemberActor];
      await setToolPolicy(owner, input);
      expect(await codeOf(setToolPolicy(member, input))).toMatch(/^forbidden/);
      expect(await codeOf(removeUpstream(member, { id: world.upstreamId }))).toMatch(/^forbidden/);
    });
    await setToolPolicy(world.owner, { ...input, allowed: true });
    const from = { network: "93.184.216.0/24", requestId: "4c1e" };
    const { owner, member } = world.actors;
    const rows = await readAudit(world.owner);
    expect(rows).toMatchObject([
      { ...from, actorId: owner.personId, outcome: "done" },
      { ...from, actorId: member.personId, outcome: "refused", after: { reason: "forbidden" } },
      { ...from, actorId: member.personId, outcome: "refused", target: world.upstreamId },
      { network: null, requestId: null, actorId: owner.personId, outcome: "done" },
    ]);
    for (const { hash, ...row } of rows) expect(hashAudit(row)).toBe(hash);
    const { hash, ...moved } = { ...rows[0], network: "9.9.9.0/24" };
    expect(hashAudit(moved)).not.toBe(hash);
  });

  test("takes one row of one refusal, however much it named", async () => {
    const world = await mintWorld();
    const several = { ids: Array.from({ length: 100 }, () => crypto.randomUUID()) };
    expect(await codeOf(endConnections(world.owner, several))).toMatch(/^not_found/);
    expect(await codeOf(reviewTools(world.actors.member, { ...several, seen: {}, decision: "off" }))).toMatch(
      /^forbidden/,
    );
    const [one = ""] = several.ids;
    expect(await codeOf(endConnections(world.owner, { ids: [one] }))).toMatch(/^not_found/);
    expect((await readAudit(world.owner)).map(({ target, after }) => ({ target, after }))).toEqual([
      { target: "", after: { reason: "not_found", count: 100 } },
      { target: "", after: { reason: "forbidden", count: 100 } },
      { target: one, after: { reason: "not_found" } },
    ]);
  });

  test("is one chain a tenant: no gap, each hash covers its row and the hash before, also when written at once", async () => {
    const world = await mintWorld();

    const policy = (allowed: boolean) => ({ role: "member", subject: "group", name: "agents.read", allowed });
    await Promise.all(
      Array.from({ length: 8 }, (_, index) => setToolPolicy(world.owner, policy(index % 2 === 0))),
    );
    const rows = await readAudit(world.owner);
    expect(rows.map(({ seq }) => Number(seq))).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    let previous = "";
    for (const { hash, ...row } of rows) {
      expect(row.prevHash).toBe(previous);
      expect(hashAudit(row)).toBe(hash);
      previous = hash;
    }
    const [first] = rows;
    expect(hashAudit({ ...first, hash: undefined, action: "something.else" })).not.toBe(first?.hash);
  });
});
