import "#server-only";
import { Buffer } from "node:buffer";
import { countHere } from "#lib/platform/limits/count-here.ts";
import { type ReplyOwner, settleHere } from "./await-reply.ts";
import { sealMessage } from "./seal-message.ts";
import { putMessage, takeMessages } from "./store.ts";

/** What may lie in the database for a moment; within one process there is no other bound than the body's. */
const BYTES_MAX = 2 * 1024 * 1024;
/** Of one connection through the database; what is answered again and again is written again and again. */
const PER_MINUTE = { points: 300, durationSeconds: 60 };

/**
 * `here`: who waits is in this process and has it. `sent`: it lies where the instance that waits, if any does, fetches it.
 * `refused`: somebody else's. `too_large` and `too_many`: it was not sent.
 */
export type Delivery = "here" | "sent" | "refused" | "too_large" | "too_many";

/** Sends a message to whoever waits for that id, in this process or in another instance. */
export async function deliverReply(id: string, owner: ReplyOwner, text: string): Promise<Delivery> {
  const isHere = settleHere(id, owner, text);
  if (isHere !== null) return isHere ? "here" : "refused";
  if (Buffer.byteLength(text) > BYTES_MAX) return "too_large";
  if ((await countHere("relay-messages", owner.grantId, PER_MINUTE)) !== null) return "too_many";
  const payload = sealMessage(text, id, owner);
  const isPut = await putMessage(owner.tenantId, { id, grantId: owner.grantId, payload });
  return isPut ? "sent" : "too_many";
}

/** Takes back what was `sent`; false when somebody has fetched it. */
export async function takeBack(id: string, { tenantId }: ReplyOwner): Promise<boolean> {
  return (await takeMessages(tenantId, [id])).length > 0;
}
