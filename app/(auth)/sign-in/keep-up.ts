import "#server-only";
import { findSession } from "#lib/identity/find-session.ts";
import { followAddress } from "#lib/tenants/follow-address.ts";
import { reportError } from "../../_http/report-error.ts";

/**
 * What a new sign-in finishes: a change of address that did not reach every organisation. A failure is logged and left
 * to the next sign-in.
 */
export async function keepUp(setCookies: readonly string[]): Promise<void> {
  try {
    const session = await findSession(setCookies.map((cookie) => cookie.split(";")[0]).join("; "));
    if (session) await followAddress(session.actor);
  } catch (error) {
    reportError(error);
  }
}
