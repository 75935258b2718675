import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { sha256Hex } from "#lib/platform/crypto/hash-secret.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { appSql } from "#lib/platform/db/sql.ts";
import { listLocalMails } from "#lib/platform/outbox/local-mailbox.ts";
import { sendQueuedMails } from "#lib/platform/outbox/send-queued-mails.ts";
import { mintGrantWithToken, mintMember, mintTenant } from "#lib/testing/mint.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { endStaleConnections } from "./end-stale-connections.ts";
import { getConnection } from "./get-connection.ts";

useDatabase();

const DAY_MS = 24 * 60 * 60 * 1000;
const ago = (days: number) => new Date(Date.now() - days * DAY_MS);

beforeEach(() => {
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
});
afterEach(() => {
  vi.restoreAllMocks();
});

async function mintAged(member: MemberActor, data: object) {
  const { grantId, token } = await mintGrantWithToken(member, { groups: ["agents.read"] });
  const { tenantId } = member;
  await inTenant(tenantId, (tx) => tx.grant.updateMany({ where: { tenantId, id: grantId }, data }));
  return { grantId, token };
}

const setLimits = ({ tenantId }: MemberActor, limits: { connectionDaysMax: number; idleDaysMax: number }) =>
  inTenant(tenantId, (tx) => tx.tenantSettings.create({ data: { tenantId, ...limits } }));

async function resolves(token: string): Promise<boolean> {
  const { rowCount } = await appSql().query("SELECT FROM tenant.resolve_access_token($1)", [
    sha256Hex(token),
  ]);
  return rowCount === 1;
}

const old = (days: number) => ({ createdAt: ago(days), connectedAt: ago(days), expiresAt: ago(-100) });

test("what nothing used for longer than the organisation allows ends, with its tokens, and nothing else does", async () => {
  const member = await mintMember(await mintTenant(), "member");
  await setLimits(member, { connectionDaysMax: 90, idleDaysMax: 10 });
  const idle = await mintAged(member, { ...old(40), lastUsedAt: ago(11) });
  const unused = await mintAged(member, { ...old(11), clientName: "Other app" });
  const used = await mintAged(member, { ...old(40), lastUsedAt: ago(9) });
  const aged = await mintAged(member, { ...old(91), lastUsedAt: ago(0) });
  const young = await mintAged(member, old(9));
  const unanswered = await mintAged(member, { createdAt: ago(40), connectedAt: null });
  await endStaleConnections();
  const ended = async ({ grantId }: { grantId: string }) => {
    const { status, endedReason } = await getConnection(member, { id: grantId });
    return `${status} ${endedReason}`;
  };
  expect([await ended(idle), await ended(unused), await ended(aged)]).toEqual([
    "disconnected idle",
    "disconnected idle",
    "expired expired",
  ]);
  expect([await ended(used), await ended(young)]).toEqual(["active null", "active null"]);
  const alive = [idle, unused, aged, used, young].map(({ token }) => resolves(token));
  expect(await Promise.all(alive)).toEqual([false, false, false, true, true]);
  const row = await inTenant(member.tenantId, (tx) =>
    tx.grant.findFirst({ where: { tenantId: member.tenantId, id: unanswered.grantId } }),
  );
  expect(row?.endedAt, "no connection yet").toBeNull();
});

test("L04: each is in the audit log once, by the job, however often it runs; the person hears once of all", async () => {
  const member = await mintMember(await mintTenant(), "member");
  for (const clientName of ["Claude", "Cursor"])
    await mintAged(member, { ...old(40), lastUsedAt: ago(31), clientName });
  await Promise.all([endStaleConnections(), endStaleConnections()]);
  await endStaleConnections();
  const { tenantId, email } = member;
  const rows = await inTenant(tenantId, (tx) => tx.auditEvent.findMany({ where: { tenantId } }));
  expect(rows).toHaveLength(2);
  for (const row of rows)
    expect(row).toMatchObject({
      actorKind: "system",
      actorId: "end_stale_connections",
      after: { endedReason: "idle" },
    });
  await sendQueuedMails();
  const mails = listLocalMails().filter(({ to }) => to === email);
  expect(mails.map(({ subject }) => subject)).toEqual([`2 apps were disconnected from ${member.tenantName}`]);
  expect(mails[0]?.text).toMatch(/30 days[^]*Claude; Cursor|30 days[^]*Cursor; Claude/);
});

test("more than one batch of one organisation ends in one run", async () => {
  const member = await mintMember(await mintTenant(), "member");
  for (let index = 0; index < 105; index += 1) await mintAged(member, old(40));
  await endStaleConnections();
  const { tenantId } = member;
  const left = await inTenant(tenantId, (tx) => tx.grant.count({ where: { tenantId, endedAt: null } }));
  expect(left).toBe(0);
});
