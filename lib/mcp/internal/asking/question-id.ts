import "#server-only";
import { isUuid } from "#lib/kernel/ids.ts";
import { signMac, verifyMac } from "#lib/platform/crypto/sign.ts";
import type { ReplyOwner } from "./await-reply.ts";

const LABEL = "mcp/question";
const SEPARATOR = ".";

/**
 * The id of a request of ours to a client: random, and bound to the connection it was sent to, so that what anybody else
 * answers to it is refused before anything is looked up or stored.
 */
export function toQuestionId(pendingId: string, owner: ReplyOwner): string {
  return `${pendingId}${SEPARATOR}${signMac(LABEL, toData(pendingId, owner))}`;
}

/** What a question's id stands for; null when it is not one of ours to this connection. */
export function readQuestionId(id: unknown, owner: ReplyOwner): string | null {
  if (typeof id !== "string") return null;
  const [pendingId = "", mac = "", ...rest] = id.split(SEPARATOR);
  if (rest.length > 0 || !isUuid(pendingId)) return null;
  return verifyMac(LABEL, toData(pendingId, owner), mac) ? pendingId : null;
}

function toData(pendingId: string, { tenantId, personId, grantId }: ReplyOwner): string {
  return [tenantId, personId, grantId, pendingId].join("|");
}
