import { signMac, verifyMac } from "#lib/platform/crypto/sign.ts";
import { currentSession } from "../../../_http/current-person.ts";

const LABEL = "consent-csrf";

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
