import "#server-only";
import { readWaitingCookie } from "./internal/waiting-cookie.ts";
import { isExtendable } from "./policy.ts";
import { findRecord } from "./store.ts";

export type RequestLimit = {
  uid: string;
  /** When it is over unless it was answered, or sent back to its app, before. */
  endsAt: Date;
  /** Whether its person may ask for more time. */
  isExtendable: boolean;
};

/**
 * Until when a request waits for its answer, on pages that the cookies of its own paths do not reach: the sign-in's. Null
 * when it does not wait, or is not the last one an app opened in this browser.
 */
export async function findRequestEnd(uid: string, cookieHeader: string | null): Promise<RequestLimit | null> {
  if (readWaitingCookie(cookieHeader) !== uid) return null;
  const record = await findRecord("Interaction", uid);
  if (!record || record.isExpired || record.consumedSecondsAgo !== null) return null;
  const { iat, exp } = record.payload;
  if (typeof iat !== "number" || typeof exp !== "number") return null;
  return { uid, endsAt: new Date(exp * 1000), isExtendable: isExtendable({ iat, exp }) };
}
