import "#server-only";
import { findRequestingApp, type RequestingApp } from "./find-requesting-app.ts";
import { readWaitingCookie } from "./internal/waiting-cookie.ts";

export type WaitingRequest = RequestingApp & { uid: string };

/**
 * The last request an app opened in this browser that nobody has answered, for at most 30 minutes: somebody who lost it
 * on the way through sign-in is told where it goes on. Null when there is none.
 */
export async function findWaitingRequest(cookieHeader: string | null): Promise<WaitingRequest | null> {
  const uid = readWaitingCookie(cookieHeader);
  const app = uid === null ? null : await findRequestingApp(uid);
  return uid === null || app === null ? null : { uid, ...app };
}
