import "#server-only";
import type { TenantId } from "#lib/kernel/ids.ts";
import type { Tx } from "../db/tx.ts";
import { sealMail } from "./internal/seal-mail.ts";
import type { MailContent } from "./mail.ts";
import { insertMail } from "./store.ts";

type QueuedMail = {
  tenantId: TenantId;
  /** What kind of mail it is, for the record that stays: "invitation", "export-ready". */
  kind: string;
  /** One bare, already normalised address. */
  to: string;
  mail: MailContent;
};

/**
 * Puts a mail into the caller's transaction: it is sent within a second of the commit, and not at all without one. A
 * mail server that is away is tried again for a day. Until then the content is kept sealed, afterwards not at all.
 */
export async function queueMail(tx: Tx, { tenantId, kind, to, mail }: QueuedMail): Promise<void> {
  const id = crypto.randomUUID();
  const sealed = sealMail({ ...mail, to }, { tenantId, id });
  await insertMail(tx, { tenantId, id, kind, sealed });
}
