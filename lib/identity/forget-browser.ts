import "#server-only";
import { writeCookie } from "./internal/cookies.ts";
import { forgetAddress } from "./internal/known-browser.ts";

/** The Set-Cookie values that remove a deleted account from the browser: its session, and that its address signed in here. */
export function forgetBrowser(address: string, cookieHeader: string | null): string[] {
  const forgotten = forgetAddress(address, cookieHeader);
  return [writeCookie("session", "", 0), ...(forgotten === null ? [] : [forgotten])];
}
