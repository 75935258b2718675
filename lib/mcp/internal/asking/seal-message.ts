import "#server-only";
import { seal, unsealText } from "#lib/platform/crypto/seal.ts";
import type { ReplyOwner } from "./await-reply.ts";

const LABEL = "relay-message";

/** A message as it lies in the database: readable only for the connection it belongs to and under its own id. */
export function sealMessage(text: string, id: string, owner: ReplyOwner): Uint8Array {
  return seal(text, { label: LABEL, aad: toAdditionalData(id, owner) });
}

/** The message; null when it was made for another connection or another id. */
export function openMessage(payload: Uint8Array, id: string, owner: ReplyOwner): string | null {
  return unsealText(payload, { label: LABEL, aad: toAdditionalData(id, owner) });
}

function toAdditionalData(id: string, { tenantId, personId, grantId }: ReplyOwner): string {
  return [tenantId, personId, grantId, id].join("|");
}
