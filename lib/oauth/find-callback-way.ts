import "#server-only";
import { checkRedirect } from "./internal/clients/check-redirect.ts";
import { listPinnedApps } from "./internal/documents/list-pinned-apps.ts";

/**
 * How an app may return to this address: "pinned" where the copy we keep of its description names it, "registered" where
 * it may register it; null where nobody may.
 */
export function findCallbackWay(uri: string): "pinned" | "registered" | null {
  if (listPinnedApps().some(({ callbacks }) => callbacks.includes(uri))) return "pinned";
  return checkRedirect(uri).ok ? "registered" : null;
}
