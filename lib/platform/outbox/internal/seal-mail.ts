import "#server-only";
import { seal, unseal } from "../../crypto/seal.ts";
import type { Mail } from "../send-mail.ts";

/** Mails carry links that let people in, so they wait sealed; moved to another row, one does not open. */
const LABEL = "queued-mail";
type MailPlace = { tenantId: string; id: string };

export function sealMail(mail: Mail, place: MailPlace): Uint8Array<ArrayBuffer> {
  return seal(JSON.stringify(mail), { label: LABEL, aad: toAdditionalData(place) });
}

export function unsealMail(sealed: Uint8Array, place: MailPlace): Mail {
  return JSON.parse(unseal(sealed, { label: LABEL, aad: toAdditionalData(place) }).toString("utf8")) as Mail;
}

function toAdditionalData({ tenantId, id }: MailPlace): string {
  return `${tenantId}|${id}`;
}
