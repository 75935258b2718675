import "#server-only";
import { decideFeatures, type FeatureInstance } from "#lib/access/decide-feature.ts";
import type { ClientActor } from "#lib/kernel/actor.ts";
import { leaseOwnSession, type OwnLease, type OwnSession } from "#lib/upstreams/lease-own-session.ts";
import type { SessionOwner } from "#lib/upstreams/lease-session.ts";
import { listOwnLinks } from "#lib/upstreams/remember-subscription.ts";
import { toOwner } from "../to-owner.ts";
import type { McpSession } from "./mcp-session.ts";

/** Whose a session is. */
export type SessionHolder = { actor: ClientActor; session: McpSession };

/** What a client's session has with one instance. */
export type OwnLink = {
  instance: FeatureInstance;
  owner: SessionOwner;
  own: OwnSession;
  /** The instance's own URIs of what it is subscribed to there. */
  uris: readonly string[];
  lease: OwnLease;
};

/** As what its upstream sessions are opened and told apart. */
export function toOwnSession({ actor, session }: SessionHolder): OwnSession {
  const { id, expiresAt, clientCapabilities, logLevel } = session;
  return {
    mcpSessionId: id,
    grantId: actor.grantId,
    expiresAt,
    capabilities: clientCapabilities,
    logLevel,
  };
}

/**
 * The instances a session has had to do with on its own, as far as the organisation still has them; without features where
 * its connection may use none.
 */
export async function findOwnLinks(holder: SessionHolder): Promise<OwnLink[]> {
  const { actor, session } = holder;
  const known = await listOwnLinks(actor.tenantId, session.id);
  if (known.length === 0) return [];
  const { instances, layer } = await decideFeatures(actor);
  const own = toOwnSession(holder);
  return known.flatMap(({ upstreamId, uris }) => {
    const instance = instances.find((one) => one.upstreamId === upstreamId);
    const owner = instance === undefined ? null : toOwner(actor.tenantId, instance);
    if (instance === undefined || owner === null) return [];
    const usable = layer === null ? instance : { ...instance, features: [] };
    return [{ instance: usable, owner, own, uris, lease: leaseOwnSession(owner, own) }];
  });
}
