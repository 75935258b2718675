import { randomBytes } from "node:crypto";
import type { MemberActor } from "#lib/kernel/actor.ts";
import {
  type GrantId,
  type MembershipId,
  newId,
  type PersonId,
  type TenantId,
  type UpstreamId,
  type UpstreamKeyId,
  type UpstreamToolId,
} from "#lib/kernel/ids.ts";
import type { Role } from "#lib/kernel/permissions.ts";
import { mintToken } from "#lib/oauth/internal/tokens/token-format.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { sha256Hex } from "#lib/platform/crypto/hash-secret.ts";
import { inAuth } from "#lib/platform/db/in-auth.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { makeAddress } from "#lib/tenants/internal/make-address.ts";
import { sealKey } from "#lib/upstreams/internal/seal-key.ts";

const HOUR_MS = 3_600_000;
const short = () => randomBytes(5).toString("hex");

export type MintedTenant = { tenantId: TenantId; slug: string; address: string; name: string };
export type MintedConnection = { grantId: GrantId; token: string };

/** An organisation with rows of its own, as every test gets one. */
export async function mintTenant(): Promise<MintedTenant> {
  const tenantId = newId<TenantId>();
  const slug = `t-${short()}`;
  const tenant = { slug, address: makeAddress(), name: `Organisation ${slug}` };
  await inTenant(tenantId, (tx) =>
    tx.tenant.create({ data: { id: tenantId, ...tenant }, select: { id: true } }),
  );
  return { tenantId, ...tenant };
}

/** A new person in that organisation. */
export async function mintMember(tenant: MintedTenant, role: Role): Promise<MemberActor> {
  const membershipId = newId<MembershipId>();
  const personId = newId<PersonId>();
  const email = `${short()}@people.example`;
  await inTenant(tenant.tenantId, (tx) =>
    tx.membership.create({
      data: { tenantId: tenant.tenantId, id: membershipId, personId, email, name: "Somebody", role },
      select: { id: true },
    }),
  );
  return {
    kind: "member",
    personId,
    email,
    tenantId: tenant.tenantId,
    tenantSlug: tenant.slug,
    tenantName: tenant.name,
    membershipId,
    role,
  };
}

type UpstreamSpec = {
  url: string;
  key: string;
  name?: string;
  slug?: string;
  tools: readonly (string | { name: string; [member: string]: unknown })[];
  state?: "pending" | "approved" | "off" | "gone";
  /** What it declares beside tools, and what of that an admin approved: all of it, unless said otherwise. */
  declared?: readonly string[];
  features?: readonly string[];
};

/** An instance that is ready, with a shared key and tools in one state (approved, unless said otherwise). */
export async function mintUpstream(
  { tenantId }: MintedTenant,
  { url, key, name = "Production", slug, tools, state = "approved", declared = [], features }: UpstreamSpec,
): Promise<{ upstreamId: UpstreamId; keyId: UpstreamKeyId }> {
  const upstreamId = newId<UpstreamId>();
  const keyId = newId<UpstreamKeyId>();
  const place = { tenantId, upstreamId, ownerId: null, version: 1 };
  await inTenant(tenantId, async (tx) => {
    const isFirst = (await tx.upstream.count({ where: { tenantId } })) === 0;
    await tx.upstream.create({
      data: {
        tenantId,
        id: upstreamId,
        name,
        slug: slug ?? (isFirst ? "" : `u-${short()}`),
        url,
        status: "ready",
        declared: [...declared],
        features: [...(features ?? declared)],
      },
      select: { id: true },
    });
    await tx.upstreamKey.create({
      data: { id: keyId, ...place, sealed: sealKey(key, place), lastFour: key.slice(-4) },
      select: { id: true },
    });
    await tx.upstreamTool.createMany({
      data: tools
        .map((tool) => (typeof tool === "string" ? { name: tool } : tool))
        .map((tool) => ({
          tenantId,
          id: newId<UpstreamToolId>(),
          upstreamId,
          name: tool.name,
          definition: { inputSchema: { type: "object" }, ...tool } as object,
          hash: sha256Hex(JSON.stringify(tool)),
          state,
        })),
    });
  });
  return { upstreamId, keyId };
}

type GrantSpec = { groups: readonly string[]; resource?: string; expiresInMs?: number };

/** A connection of that person and a token for it, without the pages: only for tests of what comes after them. */
export async function mintGrantWithToken(
  member: MemberActor,
  { groups, resource = `${getConfig().publicUrl}/api/mcp`, expiresInMs = HOUR_MS }: GrantSpec,
): Promise<MintedConnection> {
  const { tenantId, membershipId, personId } = member;
  const grantId = newId<GrantId>();
  const token = mintToken("tcat_");
  await inTenant(tenantId, (tx) =>
    tx.grant.create({
      data: {
        tenantId,
        id: grantId,
        membershipId,
        personId,
        clientId: "https://client.example/metadata.json",
        clientName: "Test client",
        clientIdentity: "verified",
        redirectHost: "client.example",
        resource,
        groups: [...groups],
        connectedAt: new Date(),
        expiresAt: new Date(Date.now() + 24 * HOUR_MS),
      },
      select: { id: true },
    }),
  );
  await inAuth((tx) =>
    tx.accessToken.create({
      data: { id: sha256Hex(token), payload: {}, grantId, expiresAt: new Date(Date.now() + expiresInMs) },
      select: { id: true },
    }),
  );
  return { grantId, token };
}
