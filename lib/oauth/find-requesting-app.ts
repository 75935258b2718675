import "#server-only";
import { getProvider } from "./get-provider.ts";
import { toRedirectHost } from "./internal/to-redirect-host.ts";
import { findRecord } from "./store.ts";

export type RequestingApp = { name: string; redirectHost: string };

/**
 * What the sign-in page may say of a waiting request: the app's name and where it returns to. The cookies that bind a
 * request to its browser reach the consent page only, so nothing but these two is told here. Null when there is none.
 */
export async function findRequestingApp(uid: string): Promise<RequestingApp | null> {
  if (!/^[\w-]{20,64}$/.test(uid)) return null;
  const record = await findRecord("Interaction", uid);
  if (!record || record.isExpired || record.consumedSecondsAgo !== null) return null;
  const params = (record.payload.params ?? {}) as Record<string, unknown>;
  const { client_id: clientId, redirect_uri: redirectUri } = params;
  if (typeof clientId !== "string" || typeof redirectUri !== "string") return null;
  const { Client } = await getProvider();
  const client = await Client.find(clientId).catch(() => undefined);
  return client
    ? { name: client.clientName ?? "Unnamed app", redirectHost: toRedirectHost(redirectUri) }
    : null;
}
