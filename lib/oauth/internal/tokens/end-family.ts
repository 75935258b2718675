import "#server-only";
import { noteOutcome } from "#lib/activity/note-outcome.ts";
import { isUuid } from "#lib/kernel/ids.ts";
import { currentPeerAddress } from "#lib/platform/limits/peer-address.ts";
import { sendMail } from "#lib/platform/outbox/send-mail.ts";
import { currentTokenRequest } from "./request-context.ts";
import { deleteFamily, type EndedGrant, endGrant } from "./store.ts";
import { writeReuseMail } from "./write-reuse-mail.ts";

/**
 * Ends a connection from the authorization server's side, for everybody: the app logged out, or a code or token of it
 * was used a second time. The audit row is in the same transaction; the person is told after it was kept.
 */
export async function endFamily(grantId: string): Promise<void> {
  const reason = currentTokenRequest()?.kind === "revocation" ? "client" : "reuse";
  noteOutcome({ grantId });
  if (!isUuid(grantId)) return;
  const network = currentPeerAddress();
  // The grant first: its row's lock makes those who end one connection at the same moment take turns.
  const ended = await endGrant(grantId, { reason, network });
  await deleteFamily(grantId);
  if (ended !== null && reason === "reuse") tellPerson(ended, network);
}

function tellPerson({ email, ...ended }: EndedGrant, network: string | null): void {
  if (email === null) return;
  const mail = writeReuseMail({ address: email, ...ended, network, at: new Date() });
  const request = currentTokenRequest();
  if (request) (request.afterCommit ??= []).push(async () => void (await sendMail(mail)));
}
