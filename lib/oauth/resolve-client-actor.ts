import "#server-only";
import { isRevocationFresh, onRevocation } from "#lib/grants/watch-revocations.ts";
import type { ClientActor } from "#lib/kernel/actor.ts";
import type { GrantId, MembershipId, PersonId, TenantId } from "#lib/kernel/ids.ts";
import type { Role } from "#lib/kernel/permissions.ts";
import { sha256Hex } from "#lib/platform/crypto/hash-secret.ts";
import { once } from "#lib/platform/registry/once.ts";
import { type TokenAccess, TokenCache } from "./internal/tokens/token-cache.ts";
import { isWellFormedToken } from "./internal/tokens/token-format.ts";
import { parseResource } from "./parse-resource.ts";
import { type ResolvedToken, resolveAccessToken } from "./store.ts";

export type ResolvedActor = { ok: true; actor: ClientActor } | { ok: false; reason: "missing" | "invalid" };

const MISSING: ResolvedActor = { ok: false, reason: "missing" };
const INVALID: ResolvedActor = { ok: false, reason: "invalid" };

/**
 * Whom an Authorization header speaks for at an address (null: the shared one). No query for a value that cannot be a
 * token, one for a token, and none for one looked up in the last 5 s while revocations are heard. A token for the shared
 * address also works at its own organisation's; one for an organisation's address works only there. Ended, expired,
 * foreign and forged tokens are one answer: invalid.
 */
export async function resolveClientActor(
  authorizationHeader: string | undefined,
  address: string | null,
): Promise<ResolvedActor> {
  const token = /^Bearer +(\S+) *$/i.exec(authorizationHeader ?? "")?.[1];
  if (token === undefined) return MISSING;
  if (!isWellFormedToken("tcat_", token)) return INVALID;
  const access = await findAccess(sha256Hex(token));
  if (access === null) return INVALID;
  const { actor, tenantAddress } = access;
  const isServed = address === tenantAddress || (address === null && actor.isSharedAddress);
  return isServed ? { ok: true, actor } : INVALID;
}

async function findAccess(hash: string): Promise<TokenAccess | null> {
  if (!isRevocationFresh()) return toAccess(await resolveAccessToken(hash));
  const cache = tokenCache();
  const known = cache.get(hash);
  if (known !== undefined) return known;
  const lookup = cache.begin();
  const resolved = await resolveAccessToken(hash);
  const access = toAccess(resolved);
  if (resolved !== null && access !== null) cache.put(hash, access, lookup, resolved.secondsLeft);
  return access;
}

function tokenCache(): TokenCache {
  return once("oauth.token-cache", () => {
    const cache = new TokenCache();
    onRevocation((event) => cache.evict(event));
    return cache;
  });
}

/** Null too for a token whose resource is no longer ours, or is an address its organisation does not have. */
function toAccess(resolved: ResolvedToken | null): TokenAccess | null {
  const audience = resolved === null ? null : parseResource(resolved.resource);
  if (resolved === null || audience === null) return null;
  const { tenantAddress } = resolved;
  if (audience.kind === "tenant" && audience.address !== tenantAddress) return null;
  return { actor: toActor(resolved, audience.kind === "shared"), tenantAddress };
}

function toActor(resolved: ResolvedToken, isSharedAddress: boolean): ClientActor {
  return {
    kind: "client",
    personId: resolved.personId as PersonId,
    tenantId: resolved.tenantId as TenantId,
    membershipId: resolved.membershipId as MembershipId,
    role: resolved.role as Role,
    grantId: resolved.grantId as GrantId,
    clientId: resolved.clientId,
    groups: resolved.groups,
    ...(resolved.effectMax === null ? {} : { effectMax: resolved.effectMax }),
    resource: resolved.resource,
    isSharedAddress,
  };
}
