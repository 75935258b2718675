import { createHash, randomBytes } from "node:crypto";
import { type GrantId, newId } from "#lib/kernel/ids.ts";
import type { Role } from "#lib/kernel/permissions.ts";
import { finishInteraction } from "#lib/oauth/finish-interaction.ts";
import { saveProviderGrant } from "#lib/oauth/save-provider-grant.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { type MintedTenant, mintMember } from "../mint.ts";
import { type Answer, callServer } from "./call-server.ts";

export const CLIENT_ID = "https://claude.ai/oauth/claude-code-client-metadata";
const REDIRECT = "http://localhost:54321/callback";
const DAY_MS = 86_400_000;

type Place = { url: string; publicUrl: string };
type Consent = { role: Role; groups: readonly string[]; resource: string };

/** A person's yes, up to the code their app would get: the form that redeems it. */
export async function openConnection(
  tenant: MintedTenant,
  { url, publicUrl }: Place,
  wish: Partial<Consent> = {},
): Promise<Record<string, string>> {
  const consent = {
    role: "member" as const,
    groups: ["agents.read"],
    resource: `${publicUrl}/api/mcp`,
    ...wish,
  };
  const { resource } = consent;
  const host = new URL(publicUrl).host;
  const verifier = randomBytes(32).toString("base64url");
  const query = new URLSearchParams({
    response_type: "code",
    client_id: CLIENT_ID,
    redirect_uri: REDIRECT,
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
    state: "race",
    resource,
  });
  const asked = await callServer({ url: `${url}/oauth/authorize?${query}`, host, method: "GET" });
  const uid = /\/connect\/([\w-]+)/.exec(String(asked?.headers.location))?.[1] ?? "";
  const cookie = pickCookies(asked, `/connect/${uid}`);
  const approved = await approve(tenant, uid, { ...consent, cookie });
  const headers = { cookie: pickCookies(asked, `/oauth/authorize/${uid}`) };
  const resumed = await callServer({
    url: `${url}${new URL(approved).pathname}`,
    host,
    method: "GET",
    headers,
  });
  const code = new URL(String(resumed?.headers.location)).searchParams.get("code") ?? "";
  return {
    grant_type: "authorization_code",
    code,
    code_verifier: verifier,
    redirect_uri: REDIRECT,
    client_id: CLIENT_ID,
    resource,
  };
}

async function approve(
  tenant: MintedTenant,
  uid: string,
  { role, groups: allowed, resource, cookie }: Consent & { cookie: string },
): Promise<string> {
  const { tenantId, membershipId, personId } = await mintMember(tenant, role);
  const grant = { id: newId<GrantId>(), clientId: CLIENT_ID, resource, groups: [...allowed] };
  await inTenant(tenantId, (tx) =>
    tx.grant.create({
      data: {
        ...grant,
        tenantId,
        membershipId,
        personId,
        clientName: "Claude Code",
        clientIdentity: "local",
        redirectHost: "localhost:54321",
        expiresAt: new Date(Date.now() + 180 * DAY_MS),
      },
      select: { id: true },
    }),
  );
  const { id: grantId, clientId, groups } = grant;
  await saveProviderGrant({ grantId, accountId: personId, clientId, resource, groups });
  const { location } = await finishInteraction(uid, cookie, { accountId: personId, grantId });
  return location;
}

function pickCookies(answer: Answer | null, path: string): string {
  const cookies = answer?.headers["set-cookie"] ?? [];
  return cookies
    .filter((cookie) => cookie.includes(`path=${path}`))
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}
