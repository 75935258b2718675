import "#server-only";
import { currentPeerAddress } from "#lib/platform/limits/peer-address.ts";
import { appendAudit } from "#lib/verbs/append-audit.ts";
import { openEndLink } from "./internal/end-links/open-end-link.ts";
import { withEndLink } from "./internal/end-links/store.ts";
import { endGrant } from "./store.ts";
import { catchUpRevocations } from "./watch-revocations.ts";

/**
 * Disconnects the connection a link from a mail is about, whoever holds the link; the audit row says so. Done again it
 * changes nothing. False for what is no such link, or no longer one. Throws `limit_exceeded`.
 */
export async function endByLink(token: string): Promise<boolean> {
  const place = await openEndLink(token);
  if (place === null) return false;
  const { tenantId } = place;
  const isKnown = await withEndLink(tenantId, place.id, async (tx, { grantId: id, grant }) => {
    if (!(await endGrant(tx, tenantId, { id, endedBy: "link", endedReason: "link" }))) return;
    const network = currentPeerAddress();
    await appendAudit(tx, {
      tenantId,
      actor: { kind: "system", job: "end_link", tenantId },
      action: "connection.end",
      target: id,
      outcome: "done",
      after: { app: grant.clientName, status: "disconnected", endedReason: "link", network },
    });
  });
  await catchUpRevocations();
  return isKnown;
}
