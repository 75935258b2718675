import "#server-only";
import type { TenantId } from "../../kernel/ids.ts";
import { inTenant } from "../db/in-tenant.ts";
import { appSql } from "../db/sql.ts";
import type { Tx } from "../db/tx.ts";

type QueuedMail = { tenantId: TenantId; id: string; kind: string; sealed: Uint8Array<ArrayBuffer> };
export type ClaimedMail = { tenantId: TenantId; id: string; attempts: number };
export type MailOutcome = "sent" | "refused" | "given_up";

export async function insertMail(tx: Tx, mail: QueuedMail): Promise<void> {
  await tx.mail.create({ data: mail, select: { id: true } });
}

/**
 * Takes mails that are due, of all organisations, for five minutes: nobody else gets one meanwhile. Its `attempts`
 * counts who took it, and only the last one may settle it.
 */
export async function claimMails(mailsMax: number): Promise<ClaimedMail[]> {
  const { rows } = await appSql().query<ClaimedMail>({
    name: "claim-mails",
    text: `SELECT tenant_id AS "tenantId", id, attempts FROM tenant.claim_mails($1)`,
    values: [mailsMax],
  });
  return rows;
}

/** What a claimed mail says and since when it waits; null when somebody else took it since. */
export async function findMail(
  claimed: ClaimedMail,
): Promise<{ sealed: Uint8Array; createdAt: Date } | null> {
  return await inTenant(claimed.tenantId, async (tx) => {
    const mail = await tx.mail.findFirst({
      where: { ...claimed, state: "waiting" },
      select: { sealed: true, createdAt: true },
    });
    return mail?.sealed ? { sealed: mail.sealed, createdAt: mail.createdAt } : null;
  });
}

/** Notes how a mail ended and forgets what it said; of a refused one the address stays. */
export async function settleMail(
  claimed: ClaimedMail,
  { state, refusedAddress }: { state: MailOutcome; refusedAddress: string | null },
): Promise<void> {
  await inTenant(claimed.tenantId, (tx) =>
    tx.mail.updateMany({
      where: { ...claimed, state: "waiting" },
      data: { state, refusedAddress, sealed: null, endedAt: new Date() },
    }),
  );
}

export async function postponeMail(claimed: ClaimedMail, until: Date): Promise<void> {
  await inTenant(claimed.tenantId, (tx) =>
    tx.mail.updateMany({ where: { ...claimed, state: "waiting" }, data: { dueAt: until } }),
  );
}

/** Forgets mails that ended over a week ago; answers how many. */
export async function purgeEndedMails(mailsMax: number): Promise<number> {
  const { rows } = await appSql().query<{ purged: number }>({
    name: "purge-mails",
    text: "SELECT tenant.purge_mails($1) AS purged",
    values: [mailsMax],
  });
  return rows[0]?.purged ?? 0;
}

export async function clearRefusedAddress(tx: Tx, tenantId: TenantId, refusedAddress: string): Promise<void> {
  await tx.mail.updateMany({ where: { tenantId, refusedAddress }, data: { refusedAddress: null } });
}
