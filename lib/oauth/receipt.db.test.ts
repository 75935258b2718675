import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { endByLink } from "#lib/grants/end-by-link.ts";
import { findEndLink } from "#lib/grants/find-end-link.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { isDomainError } from "#lib/kernel/errors.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { withPeerAddress } from "#lib/platform/limits/peer-address.ts";
import { listLocalMails } from "#lib/platform/outbox/local-mailbox.ts";
import { sendQueuedMails } from "#lib/platform/outbox/send-queued-mails.ts";
import { mintMember, mintTenant } from "#lib/testing/mint.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { hashAudit } from "#lib/verbs/hash-audit.ts";
import { recordApproval } from "./record-approval.ts";
import { recordWidening } from "./record-widening.ts";

useDatabase();

beforeEach(() => {
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
});
afterEach(() => {
  vi.restoreAllMocks();
});

const APP = {
  id: "https://app.example/client.json",
  name: "Fine <b>App</b>",
  identity: "known",
  isReviewed: false,
} as const;
const NETWORK = "8.8.4.4";

async function connect(actor: MemberActor): Promise<string> {
  const input = {
    client: APP,
    redirectHost: "app.example",
    resource: "http://localhost:3000/api/mcp",
    groups: ["agents.read", "chat.external"],
  };
  const { id } = await withPeerAddress(NETWORK, () => recordApproval(actor, input));
  return id;
}

/** The newest mail to that person, as it arrives. */
async function readMail({ email }: MemberActor): Promise<string> {
  await sendQueuedMails();
  const mail = listLocalMails().find(({ to }) => to === email);
  return mail === undefined ? "" : `${mail.subject}\n${mail.text}`;
}

const readToken = (mail: string) => /\/disconnect\/([\w-]{43})\b/.exec(mail)?.[1] ?? "";

const readGrant = ({ tenantId }: MemberActor, id: string) =>
  inTenant(tenantId, (tx) => tx.grant.findFirstOrThrow({ where: { tenantId, id } }));

const change = ({ tenantId }: MemberActor, id: string, data: object) =>
  inTenant(tenantId, (tx) => tx.grant.updateMany({ where: { tenantId, id }, data }));

describe("the receipt of a connection", () => {
  test("says which app, host, organisation and groups, when and from where, and has one link", async () => {
    const actor = await mintMember(await mintTenant(), "member");
    await connect(actor);
    const mail = await readMail(actor);
    for (const said of [
      `${APP.name} may use ${actor.tenantName}`,
      "App: Fine <b>App</b>",
      "Goes to: app.example",
      `Organisation: ${actor.tenantName}`,
      "See agents",
      `From: ${NETWORK}`,
      "If this was not you, disconnect",
    ])
      expect(mail).toContain(said);
    expect(mail).toMatch(/When: \d{4}-\d\d-\d\d \d\d:\d\d UTC/);
    expect(mail.match(/https?:\/\//g)).toHaveLength(1);
  });

  test("is not sent when the approval is undone, and says what is new when a connection is widened", async () => {
    const actor = await mintMember(await mintTenant(), "member");
    const suspended = { ...actor, membershipId: crypto.randomUUID() as typeof actor.membershipId };
    await expect(connect(suspended)).rejects.toThrow();
    expect(await readMail(actor)).toBe("");
    const id = await connect(actor);
    const first = await readMail(actor);
    await change(actor, id, { askedGroups: ["runs.read"], askedAt: new Date() });
    await recordWidening(actor, { id, groups: ["runs.read"] });
    const second = await readMail(actor);
    expect(second).toMatch(/may do more in/);
    expect(second).toMatch(/New: (?!.*;)/);
    expect(second).toContain("We could not see where from");
    expect(readToken(second)).not.toBe(readToken(first));
    expect(await endByLink(readToken(first)), "the earlier link still works").toBe(true);
    expect(await readGrant(actor, id)).toMatchObject({ endedReason: "link" });
  });
});

describe("its link", () => {
  test("shows what the mail said and nothing else, however often it is opened, and ends nothing by that", async () => {
    const actor = await mintMember(await mintTenant(), "member");
    const id = await connect(actor);
    const token = readToken(await readMail(actor));
    for (let times = 0; times < 3; times += 1) {
      expect(await findEndLink(token)).toEqual({
        app: { name: APP.name, redirectHost: "app.example" },
        tenantName: actor.tenantName,
        groups: ["agents.read", "chat.external"],
        network: NETWORK,
        allowedAt: expect.any(Date),
        isLive: true,
      });
    }
    expect((await readGrant(actor, id)).endedAt).toBeNull();
  });

  test("L04: ends that connection alone, once, and the audit log says that it was by link", async () => {
    const actor = await mintMember(await mintTenant(), "member");
    const id = await connect(actor);
    const token = readToken(await readMail(actor));
    const other = await connect(actor);
    expect(await Promise.all([endByLink(token), endByLink(token)])).toEqual([true, true]);
    expect(await readGrant(actor, id)).toMatchObject({ endedBy: "link", endedReason: "link" });
    expect((await readGrant(actor, other)).endedAt).toBeNull();
    expect(await findEndLink(token)).toMatchObject({ isLive: false });
    const { tenantId } = actor;
    const rows = await inTenant(tenantId, (tx) =>
      tx.auditEvent.findMany({ where: { tenantId, action: "connection.end" } }),
    );
    expect(rows).toMatchObject([
      { actorKind: "system", actorId: "end_link", target: id, after: { endedReason: "link" } },
    ]);
    const [{ hash, ...row } = { hash: "" }] = rows;
    expect(hashAudit(row)).toBe(hash);
  });

  test("L02: only its hash is kept", async () => {
    const actor = await mintMember(await mintTenant(), "member");
    const id = await connect(actor);
    const token = readToken(await readMail(actor));
    const { tenantId } = actor;
    const links = await inTenant(tenantId, (tx) => tx.endLink.findMany({ where: { tenantId, grantId: id } }));
    expect(links).toHaveLength(1);
    expect(JSON.stringify(links)).not.toContain(token);
  });

  test("dies with the connection's time, its organisation's and its member's place in it", async () => {
    const [actor, leaver] = [
      await mintMember(await mintTenant(), "member"),
      await mintMember(await mintTenant(), "member"),
    ];
    const id = await connect(actor);
    const token = readToken(await readMail(actor));
    await change(actor, id, { expiresAt: new Date(Date.now() - 1000) });
    expect([await findEndLink(token), await endByLink(token)]).toEqual([null, false]);
    await connect(leaver);
    const left = readToken(await readMail(leaver));
    await inTenant(leaver.tenantId, (tx) =>
      tx.membership.deleteMany({ where: { tenantId: leaver.tenantId, id: leaver.membershipId } }),
    );
    expect([await findEndLink(left), await endByLink(left)]).toEqual([null, false]);
  });

  test.each(["", "x", "a".repeat(43), "a".repeat(44), "../../etc", "%00".repeat(20), "é".repeat(43)])(
    "is nothing for %j",
    async (token) => {
      expect([await findEndLink(token), await endByLink(token)]).toEqual([null, false]);
    },
  );

  test("a network that tries sixty in a quarter of an hour has to wait", async () => {
    const look = () =>
      withPeerAddress("9.9.9.9", () => findEndLink("a".repeat(43))).then(
        () => "looked",
        (error: unknown) => (isDomainError(error) ? error.code : String(error)),
      );
    const answers = [];
    for (let times = 0; times < 61; times += 1) answers.push(await look());
    expect(new Set(answers.slice(0, 60))).toEqual(new Set(["looked"]));
    expect(answers.at(-1)).toBe("limit_exceeded");
  });
});
