import { beforeEach, describe, expect, test, vi } from "vitest";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { isDomainError } from "#lib/kernel/errors.ts";
import type { Role } from "#lib/kernel/permissions.ts";
import { sha256Hex } from "#lib/platform/crypto/hash-secret.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { listLocalMails } from "#lib/platform/outbox/local-mailbox.ts";
import { sendQueuedMails } from "#lib/platform/outbox/send-queued-mails.ts";
import {
  mintGrantWithToken,
  mintUpstream,
  type MintedTenant,
  mintMember,
  mintTenant,
} from "#lib/testing/mint.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import {
  appendAuditRows,
  asDatabaseAdmin,
  askForExport,
  makeExport,
  readExport,
} from "#lib/testing/use-exports.ts";
import { cancelExport } from "./cancel-export.ts";
import { fetchExport } from "./fetch-export.ts";
import { signLink } from "./internal/sign-link.ts";
import { writeStep } from "./internal/write-step.ts";
import { listExports } from "./list-exports.ts";
import { openExport } from "./open-export.ts";
import { runExports } from "./run-exports.ts";
import { claimExport, findWork, saveStep } from "./store.ts";

useDatabase();

let tenant: MintedTenant;
let owner: MemberActor;
beforeEach(async () => {
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  tenant = await mintTenant();
  owner = await mintMember(tenant, "owner");
});

const refusal = (attempt: Promise<unknown>) =>
  attempt.then(
    () => "done",
    (error: unknown) => (isDomainError(error) ? error.code : String(error)),
  );
describe("an export", () => {
  test("of the audit log is whole, names its end, and a mail says so", async () => {
    await appendAuditRows(owner, 2_300);
    const file = await makeExport(owner);
    const lines = file
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines[0]).toMatchObject({
      format: "trinity-connect-audit/1",
      organisation: { slug: tenant.slug },
      askedFor: { by: owner.email },
      timeZone: "Europe/Berlin",
      isComplete: true,
      chainEnd: { seq: "2301" },
    });
    expect(lines).toHaveLength(2_301 + 2);
    expect(lines.at(-1)).toEqual({ end: { rows: 2_301 } });
    expect(lines[1]).toMatchObject({
      actor: `Somebody (${owner.email})`,
      row: { seq: "1", requestId: "r0" },
    });
    const { hash } = (lines[0] as { chainEnd: { hash: string } }).chainEnd;
    expect(lines.at(-2)).toMatchObject({ hash, row: { seq: "2301" } });
    await sendQueuedMails();
    const mail = listLocalMails().find(({ to }) => to === owner.email);
    expect(mail?.text).toContain(`Its hash: ${hash}`);
    expect(mail?.text).toContain(`/o/${tenant.slug}/exports`);
  });

  test("I17: as CSV has its filter and zone in the first line, and no cell that a spreadsheet runs", async () => {
    await appendAuditRows(owner, 3);
    const file = await makeExport(owner, { format: "csv", filter: { action: "tool-policy" } });
    const [about, columns, first] = file.split("\r\n");
    expect(about).toContain('Time zone: Europe/Berlin. Filter: {""action"":""tool-policy""}');
    expect(columns).toMatch(/^time,number,source,actor,/);
    expect(first).toMatch(/^2\d{3}-\d\d-\d\dT[\d:.]+\+0[12]:00,1,member,/);
    expect(first).toContain(",'=cmd|'0,");
    expect(file).not.toMatch(/(?:^|,|\n)"?=/);
  });

  test("of connections and members has a line each", async () => {
    const { grantId } = await mintGrantWithToken(owner, { groups: ["agents.read"] });
    expect(await makeExport(owner, { kind: "connections", format: "csv" })).toContain(grantId);
    await mintMember(tenant, "member");
    const members = await makeExport(owner, { kind: "members" });
    expect(members.trimEnd().split("\n")).toHaveLength(2 + 2);
    expect(members).toContain(owner.email);
  });

  test("I17: holds one organisation's rows alone", async () => {
    const stranger = await mintMember(await mintTenant(), "owner");
    await appendAuditRows(owner, 2);
    for (const kind of ["audit", "activity", "connections", "members"]) {
      const file = await makeExport(stranger, { kind });
      expect(file, kind).not.toContain(owner.email);
      expect(file, kind).not.toContain(tenant.tenantId);
    }
  });

  test("L01: holds no key and no token, in whatever kind and format", async () => {
    const key = "trinity_mcp_canary_4711";
    await mintUpstream(tenant, { url: "https://trinity.example/mcp", key, tools: ["list_agents"] });
    const { token } = await mintGrantWithToken(owner, { groups: ["agents.read"] });
    for (const kind of ["audit", "activity", "connections", "members"]) {
      for (const format of ["csv", "jsonl"]) {
        const file = await makeExport(owner, { kind, format });
        for (const secret of [key, token, sha256Hex(token)]) expect(file, kind).not.toContain(secret);
      }
    }
  });

  test("is asked for by who may read what is in it, with a filter that kind knows", async () => {
    for (const role of ["admin", "auditor"] as const) {
      expect(await refusal(askForExport(await mintMember(tenant, role)))).toBe("done");
    }
    const member = await mintMember(tenant, "member");
    for (const kind of ["audit", "activity", "connections", "members"]) {
      expect(await refusal(askForExport(member, { kind }))).toBe("forbidden");
    }
    for (const bad of [
      { filter: { nonsense: 1 } },
      { filter: { from: "no date" } },
      { timeZone: "Mars/Olympus" },
      { timeZone: "'; DROP TABLE x" },
      { format: "exe" },
      { kind: "keys" },
    ]) {
      expect(await refusal(askForExport(owner, bad)), JSON.stringify(bad)).toBe("invalid_input");
    }
    await runExports();
  });

  test("waits while five of the organisation are being written, and can be cancelled", async () => {
    const ids: string[] = [];
    for (let index = 0; index < 5; index += 1) ids.push((await askForExport(owner)).id);
    expect(await refusal(askForExport(owner))).toBe("limit_exceeded");
    const auditor = await mintMember(tenant, "auditor");
    expect(await refusal(cancelExport(auditor, { id: ids[0] }))).toBe("forbidden");
    expect(await refusal(cancelExport(await mintMember(tenant, "admin"), { id: ids[0] }))).toBe("done");
    expect(await refusal(cancelExport(owner, { id: ids[0] }))).toBe("conflict");
    expect(await refusal(askForExport(owner))).toBe("done");
    await runExports();
    const states = (await listExports(owner, {})).map(({ state }) => state);
    expect(states.toSorted()).toEqual(["cancelled", "ready", "ready", "ready", "ready", "ready"]);
  });

  test("that was cut goes on where its last step was kept, with no row twice and none missing", async () => {
    await appendAuditRows(owner, 2_600, "x".repeat(900));
    const { id } = await askForExport(owner);
    const claimed = await claimExport();
    const work = claimed && (await findWork(claimed));
    if (!claimed || !work) throw new Error("nothing claimed");
    const step = await writeStep(claimed, work, owner);
    if (!step) throw new Error("too large");
    expect(step.end).toBeNull();
    await saveStep(claimed, step);
    // The next step is claimed by a process that dies; a minute later another one takes it.
    const lost = await claimExport();
    expect(await claimExport()).toBeNull();
    await asDatabaseAdmin("UPDATE tenant.exports SET due_at = now() WHERE state = 'waiting'");
    await runExports();
    expect(lost && (await saveStep(lost, step))).toBe(false);
    const numbers = [...(await readExport(owner, id)).matchAll(/"seq":"(\d+)","at"/g)].map(([, seq]) =>
      Number(seq),
    );
    expect(numbers).toEqual(Array.from({ length: 2_601 }, (_, index) => index + 1));
  });

  test("of somebody who may not read it any more is not written", async () => {
    const admin = await mintMember(tenant, "admin");
    const gone = await mintMember(tenant, "admin");
    await askForExport(admin);
    await askForExport(gone);
    await asDatabaseAdmin(
      `UPDATE tenant.memberships SET role = 'member' WHERE id = '${admin.membershipId}';
       UPDATE tenant.memberships SET status = 'removed' WHERE id = '${gone.membershipId}'`,
    );
    await runExports();
    const items = await listExports(owner, {});
    expect(items.map(({ state, problem }) => `${state} ${problem}`)).toEqual([
      "failed no_right",
      "failed no_right",
    ]);
  });
});

describe("a finished file", () => {
  const as = (actor: MemberActor, role: Role): MemberActor => ({ ...actor, role });

  test("opens for ten minutes, for who asked, while they may read it", async () => {
    const { id } = await askForExport(owner);
    await runExports();
    const { key } = await openExport(owner, { id });
    expect(await refusal(fetchExport(owner, { id, key }))).toBe("done");
    const admin = await mintMember(tenant, "admin");
    const stranger = await mintMember(await mintTenant(), "owner");
    const place = { tenantId: owner.tenantId, personId: owner.personId, id };
    const over = signLink(place, new Date(Date.now() - 600_001));
    for (const [actor, tried] of [
      [admin, key],
      [stranger, key],
      [owner, over],
      [owner, `9${key.slice(1)}`],
      [owner, `${key.slice(0, -1)}${key.endsWith("A") ? "B" : "A"}`],
      [owner, ""],
    ] as const) {
      expect(await refusal(fetchExport(actor, { id, key: tried }))).toBe("not_found");
    }
    expect(await refusal(fetchExport(as(owner, "member"), { id, key }))).toBe("forbidden");
    expect(await refusal(openExport(admin, { id }))).toBe("not_found");
    await asDatabaseAdmin(`UPDATE tenant.exports SET expires_at = now() WHERE id = '${id}'`);
    expect(await refusal(fetchExport(owner, { id, key }))).toBe("not_found");
  });

  test("L04: asking and fetching are each in the audit log", async () => {
    const { id } = await askForExport(owner, { format: "csv" });
    await runExports();
    await openExport(owner, { id });
    const { tenantId } = tenant;
    const rows = await inTenant(tenantId, (tx) =>
      tx.auditEvent.findMany({ where: { tenantId }, orderBy: { seq: "asc" } }),
    );
    expect(rows).toMatchObject([
      {
        action: "export.request",
        target: id,
        after: { kind: "audit", format: "csv", timeZone: "Europe/Berlin" },
      },
      { action: "export.download", target: id },
    ]);
  });
});
