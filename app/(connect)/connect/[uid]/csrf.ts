import { signMac, verifyMac } from "#lib/platform/crypto/sign.ts";
import { currentSession } from "../../../_http/current-person.ts";

const LABEL = "consent-csrf";
const WAITING_LABEL = "consent-waiting-csrf";

/** A token for this request in this signed-in browser; null when nobody is signed in. */
export async function makeConsentCsrf(uid: string): Promise<string> {
  const session = await currentSession();
  return signMac(LABEL, `${uid}|${session?.sessionId ?? ""}`);
}

/** Whether the form was made for this request in this signed-in browser. */
export async function checkConsentCsrf(uid: string, token: string): Promise<boolean> {
  const session = await currentSession();
  return session !== null && verifyMac(LABEL, `${uid}|${session.sessionId}`, token);
}

/** A token of a page that nobody has to be signed in on; it lets this request wait longer, and nothing else. */
export function makeWaitingCsrf(uid: string): string {
  return signMac(WAITING_LABEL, uid);
}

/** Whether the form was made for this request by such a page. */
export function checkWaitingCsrf(uid: string, token: string): boolean {
  return verifyMac(WAITING_LABEL, uid, token);
}
