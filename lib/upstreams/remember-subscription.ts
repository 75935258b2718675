import "#server-only";
import type { TenantId } from "#lib/kernel/ids.ts";
import { type OwnSession, toLinkId } from "./internal/own-sessions/own-session.ts";
import { addUri, findLinks, type KnownLink, removeUri } from "./internal/own-sessions/store.ts";
import type { SessionOwner } from "./lease-session.ts";

export type { KnownLink } from "./internal/own-sessions/store.ts";

/** Of one client's session with one instance. */
export const SUBSCRIPTIONS_MAX = 128;

/** Remembers that the instance is to be subscribed to that URI, whatever becomes of its session; false when too many are. */
export async function rememberSubscription(
  owner: SessionOwner,
  own: OwnSession,
  uri: string,
): Promise<boolean> {
  return await addUri(toLinkId(owner, own), uri, SUBSCRIPTIONS_MAX);
}

export async function forgetSubscription(owner: SessionOwner, own: OwnSession, uri: string): Promise<void> {
  await removeUri(toLinkId(owner, own), uri);
}

/** The instances a client's session has to do with on its own, and what it is subscribed to there. */
export async function listOwnLinks(tenantId: TenantId, mcpSessionId: string): Promise<KnownLink[]> {
  return await findLinks(tenantId, mcpSessionId);
}
