import { afterEach, beforeEach, describe, expect, inject, test, vi } from "vitest";
import { DomainError } from "#lib/kernel/errors.ts";
import type { TenantId } from "#lib/kernel/ids.ts";
import { type MintedTenant, mintTenant } from "#lib/testing/mint.ts";
import { openFakeMailServer } from "#lib/testing/open-fake-mail-server.ts";
import { runSql, useDatabase, withDatabase } from "#lib/testing/use-database.ts";
import { startBus } from "../bus/start-bus.ts";
import { stopBus } from "../bus/stop-bus.ts";
import { getConfig, setConfig } from "../config/get-config.ts";
import { inTenant } from "../db/in-tenant.ts";
import { listLocalMails } from "./local-mailbox.ts";
import { queueMail } from "./queue-mail.ts";
import { mailPump, purgeMails, sendQueuedMails } from "./send-queued-mails.ts";
import { claimMails } from "./store.ts";
import { watchMails } from "./watch-mails.ts";

useDatabase();

const MAIL = {
  subject: "Join Acme",
  preview: "Until Monday",
  heading: "Join Acme",
  paragraphs: ["Ada invited you."],
  action: { label: "Join", url: "http://localhost:3000/invite/canary-4711" },
  footer: "Not for you? Do nothing.",
};

let tenant: MintedTenant;
beforeEach(async () => {
  mailPump().allow();
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  tenant = await mintTenant();
});
afterEach(() => {
  vi.restoreAllMocks();
});

const queue = (tenantId: TenantId, to = "grace@acme.example") =>
  inTenant(tenantId, (tx) => queueMail(tx, { tenantId, kind: "invitation", to, mail: MAIL }));

const readMails = ({ tenantId }: MintedTenant) =>
  inTenant(tenantId, (tx) => tx.mail.findMany({ where: { tenantId } }));

const asSuperuser = (sql: string) => {
  const database = new URL(String(getConfig().databaseUrl)).pathname.slice(1);
  return runSql(withDatabase(inject("postgres").superuserUrl, database), sql);
};

/** Lets the mail server be tried again now. */
const makeDue = () => asSuperuser("UPDATE tenant.mails SET due_at = now() WHERE state = 'waiting'");

function useMailServer(smtpUrl: string): void {
  const config = getConfig();
  setConfig({ ...config, isLocal: false, smtpUrl });
}

describe("a queued mail", () => {
  test("is sent as soon as its transaction is committed, and what it said is forgotten", async () => {
    await startBus();
    const stop = watchMails();
    const to = `${crypto.randomUUID()}@acme.example`;
    await queue(tenant.tenantId, to);
    await vi.waitFor(() => expect(listLocalMails().map((mail) => mail.to)).toContain(to), 30_000);
    await stop();
    await stopBus();
    expect(await readMails(tenant)).toMatchObject([
      { kind: "invitation", state: "sent", sealed: null, refusedAddress: null, attempts: 1 },
    ]);
  });

  test("is not sent when its transaction is undone", async () => {
    const { tenantId } = tenant;
    const undone = inTenant(tenantId, async (tx) => {
      await queueMail(tx, { tenantId, kind: "invitation", to: "x@acme.example", mail: MAIL });
      throw new DomainError("conflict", "Somebody was faster.");
    });
    await expect(undone).rejects.toThrow("Somebody was faster.");
    expect(await readMails(tenant)).toEqual([]);
  });

  test("L02: waits sealed, and opens in its own row alone", async () => {
    await queue(tenant.tenantId);
    const [mail] = await readMails(tenant);
    expect(Buffer.from(mail?.sealed ?? []).toString("latin1")).not.toMatch(/canary|grace@/);
    const other = await mintTenant();
    await queue(other.tenantId);
    await asSuperuser(
      `UPDATE tenant.mails m SET sealed = o.sealed FROM tenant.mails o
       WHERE m.tenant_id = '${other.tenantId}' AND o.tenant_id = '${tenant.tenantId}'`,
    );
    await sendQueuedMails();
    expect(await readMails(tenant)).toMatchObject([{ state: "sent" }]);
    expect(await readMails(other)).toMatchObject([{ state: "waiting" }]);
    await asSuperuser("DELETE FROM tenant.mails");
  });

  test("is taken by one of many senders at once", async () => {
    for (let index = 0; index < 12; index += 1) await queue(tenant.tenantId);
    const taken = await Promise.all(Array.from({ length: 6 }, () => claimMails(4)));
    const ids = taken.flat().map(({ id }) => id);
    expect([ids.length, new Set(ids).size]).toEqual([12, 12]);
    expect(await claimMails(4)).toEqual([]);
    await asSuperuser("DELETE FROM tenant.mails");
  });
});

describe("with a mail server", () => {
  test("that is away, a mail is tried again later and in the end once", async () => {
    const server = await openFakeMailServer();
    useMailServer(server.url);
    server.answer = "451 later";
    await queue(tenant.tenantId);
    await sendQueuedMails();
    const [put] = await readMails(tenant);
    expect(put).toMatchObject({ state: "waiting", attempts: 1 });
    expect(put?.dueAt.getTime()).toBeGreaterThan(put?.createdAt.getTime() ?? 0);
    await sendQueuedMails();
    expect(await readMails(tenant)).toMatchObject([{ attempts: 1 }]);
    server.answer = "250 ok";
    await makeDue();
    await sendQueuedMails();
    await sendQueuedMails();
    expect(server.received.filter((line) => line.startsWith("Subject: Join Acme"))).toHaveLength(1);
    expect(await readMails(tenant)).toMatchObject([{ state: "sent", attempts: 2, sealed: null }]);
    await server.close();
  });

  test("that refuses the address, it is said so and not tried again", async () => {
    const server = await openFakeMailServer();
    useMailServer(server.url);
    server.answer = "550 no such mailbox";
    await queue(tenant.tenantId, "nobody@acme.example");
    await sendQueuedMails();
    expect(await readMails(tenant)).toMatchObject([
      { state: "refused", refusedAddress: "nobody@acme.example", sealed: null },
    ]);
    await server.close();
  });

  test("that stays away for a day, it is given up and forgotten a week later", async () => {
    useMailServer("smtp://127.0.0.1:1/");
    await queue(tenant.tenantId);
    await asSuperuser("UPDATE tenant.mails SET created_at = now() - interval '25 hours'");
    await sendQueuedMails();
    expect(await readMails(tenant)).toMatchObject([{ state: "given_up", sealed: null }]);
    await purgeMails();
    expect(await readMails(tenant)).toHaveLength(1);
    await asSuperuser("UPDATE tenant.mails SET ended_at = now() - interval '8 days'");
    await purgeMails();
    expect(await readMails(tenant)).toEqual([]);
  });
});
