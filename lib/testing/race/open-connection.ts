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
type Consent = { role: Role; groups: readonly string[] };
const CONSENT: Consent = { role: "member", groups: ["agents.read"] };

/** A person's yes, up to the code their app would get: the form that redeems it. */
export async function openConnection(
  tenant: MintedTenant,
  place: Place,
  { resource = `${place.publicUrl}/api/mcp`, ...consent }: Partial<Consent> & { resource?: string } = {},
): Promise<Record<string, string>> {
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
  const returned = await allowRequest(tenant, place, { query, consent: { ...CONSENT, ...consent } });
  return {
    grant_type: "authorization_code",
    code: returned.searchParams.get("code") ?? "",
    code_verifier: verifier,
    redirect_uri: REDIRECT,
    client_id: CLIENT_ID,
    resource,
  };
}

/** A new person's yes to an app's authorization request: where their browser is sent with the code. */
export async function allowRequest(
  tenant: MintedTenant,
  { url, publicUrl }: Place,
  { query, consent }: { query: URLSearchParams; consent: Consent },
): Promise<URL> {
  const host = new URL(publicUrl).host;
  const asked = await callServer({ url: `${url}/oauth/authorize?${query}`, host, method: "GET" });
  const uid = /\/connect\/([\w-]+)/.exec(String(asked?.headers.location))?.[1] ?? "";
  const cookie = pickCookies(asked, `/connect/${uid}`);
  const approved = await approve(tenant, query, { ...consent, uid, cookie });
  const resumed = await callServer({
    url: `${url}${new URL(approved).pathname}`,
    host,
    method: "GET",
    headers: { cookie: pickCookies(asked, `/oauth/authorize/${uid}`) },
  });
  return new URL(String(resumed?.headers.location));
}

async function approve(
  tenant: MintedTenant,
  query: URLSearchParams,
  { role, groups: allowed, uid, cookie }: Consent & { uid: string; cookie: string },
): Promise<string> {
  const { tenantId, membershipId, personId } = await mintMember(tenant, role);
  const clientId = query.get("client_id") ?? "";
  const resource = query.get("resource") ?? "";
  const id = newId<GrantId>();
  const groups = [...allowed];
  await inTenant(tenantId, (tx) =>
    tx.grant.create({
      data: {
        id,
        clientId,
        resource,
        groups,
        tenantId,
        membershipId,
        personId,
        clientName: "Claude Code",
        clientIdentity: "local",
        redirectHost: new URL(query.get("redirect_uri") ?? REDIRECT).host,
        expiresAt: new Date(Date.now() + 180 * DAY_MS),
      },
      select: { id: true },
    }),
  );
  await saveProviderGrant({ grantId: id, accountId: personId, clientId, resource, groups });
  const { location } = await finishInteraction(uid, cookie, { accountId: personId, grantId: id });
  return location;
}

function pickCookies(answer: Answer | null, path: string): string {
  const cookies = answer?.headers["set-cookie"] ?? [];
  return cookies
    .filter((cookie) => cookie.includes(`path=${path}`))
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}
