import "#server-only";
import { makeEndLink } from "#lib/grants/make-end-link.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import type { GrantId } from "#lib/kernel/ids.ts";
import { currentPeerAddress } from "#lib/platform/limits/peer-address.ts";
import { queueMail } from "#lib/platform/outbox/queue-mail.ts";
import { writeReceiptMail } from "./write-receipt-mail.ts";

type Receipt = {
  grantId: GrantId;
  app: { name: string; redirectHost: string };
  /** All it may use now. */
  groups: readonly string[];
  /** What of it is new, where it was a connection before. */
  added?: readonly string[];
};

/** Tells the person what they allowed, with one link that ends it: sent when the transaction is kept. */
export async function queueReceipt(
  tx: Parameters<typeof makeEndLink>[0],
  actor: MemberActor,
  receipt: Receipt,
): Promise<void> {
  const { tenantId, tenantName, email: to } = actor;
  const { grantId, app, groups, added } = receipt;
  const network = currentPeerAddress();
  const link = await makeEndLink(tx, tenantId, { grantId, groups, network });
  const mail = writeReceiptMail({ app, tenantName, groups, added, network, at: new Date(), link });
  await queueMail(tx, { tenantId, kind: "connection-receipt", to, mail });
}
