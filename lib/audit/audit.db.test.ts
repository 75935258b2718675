import { beforeEach, describe, expect, test } from "vitest";
import { setToolPolicy } from "#lib/access/set-tool-policy.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { isDomainError } from "#lib/kernel/errors.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { type MintedTenant, mintMember, mintTenant, mintUpstream } from "#lib/testing/mint.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { appendAuditRows, asDatabaseAdmin } from "#lib/testing/use-exports.ts";
import { removeUpstream } from "#lib/upstreams/remove-upstream.ts";
import { appendAudit } from "#lib/verbs/append-audit.ts";
import { getAuditRow } from "./get-audit-row.ts";
import { getChainEnd } from "./get-chain-end.ts";
import { listAudit } from "./list-audit.ts";
import { verifyAudit } from "./verify-audit.ts";

useDatabase();

let tenant: MintedTenant;
let owner: MemberActor;
let auditor: MemberActor;
beforeEach(async () => {
  tenant = await mintTenant();
  owner = await mintMember(tenant, "owner");
  auditor = await mintMember(tenant, "auditor");
});

const policy = (allowed: boolean, role = "member") => ({
  role,
  subject: "group",
  name: "agents.read",
  allowed,
});
const refusal = (attempt: Promise<unknown>) =>
  attempt.then(
    () => "done",
    (error: unknown) => (isDomainError(error) ? error.code : String(error)),
  );
const seqs = async (filter: object, actor = auditor) =>
  (await listAudit(actor, filter)).rows.map(({ seq }) => Number(seq));

describe("the log", () => {
  test("is read by owners, admins and auditors, by members not at all", async () => {
    await appendAuditRows(owner, 1);
    for (const role of ["owner", "admin", "auditor"] as const) {
      expect(await seqs({}, await mintMember(tenant, role))).toEqual([1]);
    }
    const member = await mintMember(tenant, "member");
    expect(await refusal(listAudit(member, {}))).toBe("forbidden");
    expect(await refusal(getAuditRow(member, { seq: 1n }))).toBe("forbidden");
    expect(await refusal(verifyAudit(member))).toBe("forbidden");
    expect(await seqs({})).toEqual([1]);
  });

  test("I01: shows nothing of another organisation, whatever is asked for", async () => {
    await appendAuditRows(owner, 2);
    const stranger = await mintMember(await mintTenant(), "owner");
    expect(await seqs({}, stranger)).toEqual([]);
    expect(await seqs({ who: owner.personId }, stranger)).toEqual([]);
    expect(await seqs({ who: owner.email, target: "=cmd|'0" }, stranger)).toEqual([]);
    expect(await refusal(getAuditRow(stranger, { seq: 1n }))).toBe("not_found");
    expect(await getChainEnd(stranger, {})).toBeNull();
  });

  test("names who acted and what it was done to, and shows ids of what is gone", async () => {
    const { upstreamId } = await mintUpstream(tenant, {
      url: "https://trinity.example/mcp",
      key: "trinity_mcp_x",
      tools: [],
      name: "Production",
    });
    await refusal(removeUpstream(auditor, { id: upstreamId }));
    const before = (await listAudit(auditor, {})).rows[0];
    expect(before).toMatchObject({
      actor: { kind: "person", name: "Somebody", detail: auditor.email },
      thing: { kind: "instance", name: "Production", linkId: upstreamId },
      outcome: "refused",
      network: null,
    });
    await removeUpstream(owner, { id: upstreamId });
    const [after] = (await listAudit(auditor, {})).rows;
    expect(after).toMatchObject({ thing: null, target: upstreamId, actor: { detail: owner.email } });
  });

  test("is found by who, action, target, source, outcome and date, alone and together", async () => {
    const other = await mintMember(tenant, "admin");
    await setToolPolicy(owner, policy(false)); // 1
    await setToolPolicy(other, policy(true)); // 2
    await refusal(setToolPolicy(auditor, policy(false))); // 3
    const { tenantId } = tenant;
    const actor = { kind: "system", job: "oauth", tenantId } as const;
    await inTenant(tenantId, (tx) =>
      appendAudit(tx, { tenantId, actor, action: "connection.end", target: "gone", outcome: "done" }),
    ); // 4
    expect(await seqs({})).toEqual([4, 3, 2, 1]);
    expect(await seqs({ who: other.personId })).toEqual([2]);
    expect(await seqs({ who: other.email.slice(0, 8).toUpperCase() })).toEqual([2]);
    expect(await seqs({ who: "oauth" })).toEqual([4]);
    expect(await seqs({ who: "%" })).toEqual([]);
    expect(await seqs({ action: "tool-policy" })).toEqual([3, 2, 1]);
    expect(await seqs({ action: "connection.end" })).toEqual([4]);
    expect(await seqs({ action: "nothing" })).toEqual([]);
    expect(await seqs({ target: "gone" })).toEqual([4]);
    expect(await seqs({ source: "system" })).toEqual([4]);
    expect(await seqs({ source: "person", outcome: "refused" })).toEqual([3]);
    expect(await seqs({ source: "operator" })).toEqual([]);
    const { at } = await getAuditRow(auditor, { seq: 2n });
    expect(await seqs({ from: at, to: new Date(at.getTime() + 1) })).toContain(2);
    expect(await seqs({ to: new Date(at.getTime() - 60_000) })).toEqual([]);
    expect(await seqs({ from: new Date(Date.now() + 60_000) })).toEqual([]);
    for (const bad of [{ who: "a\0b" }, { who: "\ud800" }, { action: "x'y" }, { before: 0n }, { more: 1 }]) {
      expect(await refusal(listAudit(auditor, bad))).toBe("invalid_input");
    }
  });

  test("goes on where the page before ended, also when rows were added meanwhile", async () => {
    await appendAuditRows(owner, 60);
    const first = await listAudit(auditor, {});
    expect(first.rows).toHaveLength(50);
    await appendAuditRows(owner, 5);
    const second = await listAudit(auditor, { before: first.nextBefore ?? undefined });
    expect(second.rows.map(({ seq }) => Number(seq))).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
    expect(second.nextBefore).toBeNull();
  });

  test("a row has its request, what was before and after, and the hash it goes by", async () => {
    await setToolPolicy({ ...owner, from: { network: "9.9.9.0/24", requestId: "r-1" } }, policy(false));
    const row = await getAuditRow(auditor, { seq: 1n });
    expect(row).toMatchObject({ network: "9.9.9.0/24", requestId: "r-1", after: { allowed: false } });
    expect((await getChainEnd(auditor, {}))?.hash).toBe(row.hash);
    expect(await refusal(getAuditRow(auditor, { seq: 2n }))).toBe("not_found");
  });
});

describe("L05: the chain", () => {
  test("is whole, and says how many rows and where it ends", async () => {
    expect(await verifyAudit(auditor)).toEqual({ ok: true, rows: 0n, hash: "" });
    await appendAuditRows(owner, 4_003);
    const end = await getChainEnd(auditor, {});
    expect(await verifyAudit(auditor)).toEqual({ ok: true, rows: 4_003n, hash: end?.hash });
  });

  test.each([
    ["a row deleted", "DELETE FROM tenant.audit_events WHERE seq = 3", { row: 3n, problem: "missing" }],
    [
      "the first row deleted",
      "DELETE FROM tenant.audit_events WHERE seq = 1",
      { row: 1n, problem: "missing" },
    ],
    [
      "an action altered",
      "UPDATE tenant.audit_events SET action = 'x.y' WHERE seq = 4",
      { row: 4n, problem: "changed" },
    ],
    [
      "a value altered",
      `UPDATE tenant.audit_events SET after = '{"n":999}' WHERE seq = 2`,
      { row: 2n, problem: "changed" },
    ],
    [
      "a network put in",
      "UPDATE tenant.audit_events SET network = '8.8.8.0/24' WHERE seq = 5",
      { row: 5n, problem: "changed" },
    ],
    [
      "two rows in each other's place",
      "UPDATE tenant.audit_events SET seq = seq + 900 WHERE seq IN (2, 3); UPDATE tenant.audit_events SET seq = 905 - seq WHERE seq IN (902, 903)",
      { row: 2n, problem: "unlinked" },
    ],
    [
      "a hash altered",
      "UPDATE tenant.audit_events SET hash = repeat('0', 64) WHERE seq = 6",
      { row: 6n, problem: "changed" },
    ],
  ])("with %s is found to be broken there", async (_name, sql, verdict) => {
    await appendAuditRows(owner, 6);
    const own = ` AND tenant_id = '${tenant.tenantId}'`;
    await asDatabaseAdmin(sql.replaceAll(/(WHERE [^;]*)/g, `$1${own}`));
    expect(await verifyAudit(auditor)).toEqual({ ok: false, ...verdict });
  });
});
