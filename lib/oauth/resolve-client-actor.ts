import "#server-only";
import type { ClientActor } from "#lib/kernel/actor.ts";
import type { GrantId, MembershipId, PersonId, TenantId } from "#lib/kernel/ids.ts";
import type { Role } from "#lib/kernel/permissions.ts";
import { sha256Hex } from "#lib/platform/crypto/hash-secret.ts";
import { isWellFormedToken } from "./internal/tokens/token-format.ts";
import { parseResource } from "./parse-resource.ts";
import { type ResolvedToken, resolveAccessToken } from "./store.ts";

export type ResolvedActor = { ok: true; actor: ClientActor } | { ok: false; reason: "missing" | "invalid" };

/**
 * Whom an Authorization header speaks for at an address (null: the shared one). One query, and none for a value that
 * cannot be a token. A token for the shared address also works at its own organisation's; one for an organisation's
 * address works only there. Ended, expired, foreign and forged tokens are one answer: invalid.
 */
export async function resolveClientActor(
  authorizationHeader: string | undefined,
  address: string | null,
): Promise<ResolvedActor> {
  const token = /^Bearer +(\S+) *$/i.exec(authorizationHeader ?? "")?.[1];
  if (token === undefined) return { ok: false, reason: "missing" };
  if (!isWellFormedToken("tcat_", token)) return { ok: false, reason: "invalid" };
  const resolved = await resolveAccessToken(sha256Hex(token));
  const audience = resolved === null ? null : parseResource(resolved.resource);
  if (resolved === null || audience === null) return { ok: false, reason: "invalid" };
  const isServed =
    audience.kind === "shared"
      ? address === null || address === resolved.tenantAddress
      : address === audience.address && address === resolved.tenantAddress;
  if (!isServed) return { ok: false, reason: "invalid" };
  return { ok: true, actor: toActor(resolved, audience.kind === "shared") };
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
    resource: resolved.resource,
    isSharedAddress,
  };
}
