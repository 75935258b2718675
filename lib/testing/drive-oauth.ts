import { createHash, randomBytes, randomUUID } from "node:crypto";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll } from "vitest";
import { newId, type GrantId, type MembershipId, type PersonId, type TenantId } from "#lib/kernel/ids.ts";
import { finishInteraction } from "#lib/oauth/finish-interaction.ts";
import { handleMetadataRequest } from "#lib/oauth/handle-metadata-request.ts";
import { handleOauthRequest } from "#lib/oauth/handle-oauth-request.ts";
import { saveProviderGrant } from "#lib/oauth/save-provider-grant.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { takeOnce } from "#lib/platform/registry/once.ts";

export const PUBLIC_URL = "http://localhost:3000";
export const SHARED = `${PUBLIC_URL}/api/mcp`;
export const CLAUDE_CODE = "https://claude.ai/oauth/claude-code-client-metadata";
export const CLAUDE = "https://claude.ai/oauth/mcp-oauth-client-metadata";
export const LOOPBACK = "http://localhost:54321/callback";

export type Member = {
  tenantId: TenantId;
  address: string;
  personId: PersonId;
  membershipId: MembershipId;
};
export type Answer = { status: number; headers: Headers; text: string; json: Record<string, unknown> };
export type Pending = {
  uid: string;
  cookie: string;
  resumeCookie: string;
  verifier: string;
  params: URLSearchParams;
};
export type Tokens = { access_token: string; refresh_token: string; scope: string; expires_in: number };

let base = "";

/** Where this file's server listens. */
export function oauthBase(): string {
  return base;
}

/** The authorization server's two doors without the dispatcher before them. */
const serveDoors: RequestListener = (req, res) => {
  void (req.url?.startsWith("/.well-known/")
    ? handleMetadataRequest(req, res)
    : handleOauthRequest(req, res));
};

/** Serves the authorization server, or what `makeListener` puts around it, on a loopback port for this test file. */
export function useOauthServer(makeListener: (port: number) => RequestListener = () => serveDoors): void {
  const server = createServer();
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    server.on("request", makeListener(port));
    base = `http://127.0.0.1:${port}`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    takeOnce("oauth.provider");
  });
}

export async function ask(path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(`${base}${path}`, { redirect: "manual", ...init });
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json");
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: isJson && text ? JSON.parse(text) : {},
  };
}

export async function postForm(
  path: string,
  form: Record<string, string> | URLSearchParams,
): Promise<Answer> {
  return await ask(path, { method: "POST", body: new URLSearchParams(form) });
}

/** The status and the error code of an answer, the second undefined where there is none. */
export function outcomeOf({ status, json }: Pick<Answer, "status" | "json">): [number, unknown] {
  return [status, json["error"]];
}

export async function register(body: unknown): Promise<Answer> {
  return await ask("/oauth/register", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

/** An organisation with one member, made for one test. */
export async function makeMember(): Promise<Member> {
  const member = {
    tenantId: newId<TenantId>(),
    address: `t${randomBytes(6).toString("hex")}`,
    personId: newId<PersonId>(),
    membershipId: newId<MembershipId>(),
  };
  await inTenant(member.tenantId, async (tx) => {
    const { tenantId: id, address } = member;
    await tx.tenant.create({ data: { id, slug: address, address, name: "Acme" }, select: { id: true } });
    await tx.membership.create({
      data: {
        tenantId: id,
        id: member.membershipId,
        personId: member.personId,
        email: "ann@example.com",
        name: "Ann",
        role: "member",
      },
      select: { id: true },
    });
  });
  return member;
}

export function authorizeQuery(extra: Record<string, string | null> = {}): {
  query: URLSearchParams;
  verifier: string;
} {
  const verifier = randomBytes(32).toString("base64url");
  const query = new URLSearchParams({
    response_type: "code",
    client_id: CLAUDE_CODE,
    redirect_uri: LOOPBACK,
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
    state: randomUUID(),
    scope: "agents.read chat.external offline_access",
    resource: SHARED,
  });
  for (const [name, value] of Object.entries(extra)) {
    if (value === null) query.delete(name);
    else query.set(name, value);
  }
  return { query, verifier };
}

/** Starts an authorization request and keeps the browser's cookies, as the consent page would find it. */
export async function startRequest(extra: Record<string, string | null> = {}): Promise<Pending> {
  const { query, verifier } = authorizeQuery(extra);
  return await openRequest(query, verifier);
}

/** The same for a request somebody else wrote. */
export async function openRequest(query: URLSearchParams, verifier = ""): Promise<Pending> {
  const answer = await ask(`/oauth/authorize?${query}`);
  const uid = /^\/connect\/([\w-]+)$/.exec(answer.headers.get("location") ?? "")?.[1];
  if (uid === undefined)
    throw new Error(`no interaction: ${answer.status} ${answer.headers.get("location")}`);
  const cookies = answer.headers.getSetCookie();
  return {
    uid,
    cookie: pickCookies(cookies, `path=/connect/${uid}`),
    resumeCookie: pickCookies(cookies, `path=/oauth/authorize/${uid}`),
    verifier,
    params: query,
  };
}

function pickCookies(cookies: string[], path: string): string {
  return cookies
    .filter((cookie) => cookie.includes(path))
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}

/** The person's yes, as the consent verb records it: the tenant's grant, the provider's, the answer. */
export async function allow(
  pending: Pending,
  member: Member,
  {
    groups = ["agents.read", "chat.external"],
    resource = SHARED,
  }: { groups?: string[]; resource?: string } = {},
): Promise<{ grantId: GrantId; code: string; redirect: URL }> {
  const grantId = newId<GrantId>();
  const clientId = pending.params.get("client_id") ?? "";
  await inTenant(member.tenantId, (tx) =>
    tx.grant.create({
      data: {
        tenantId: member.tenantId,
        id: grantId,
        membershipId: member.membershipId,
        personId: member.personId,
        clientId,
        clientName: "Claude Code",
        clientIdentity: "local",
        redirectHost: "localhost:54321",
        resource,
        groups,
        expiresAt: new Date(Date.now() + 180 * 86_400_000),
      },
      select: { id: true },
    }),
  );
  await saveProviderGrant({ grantId, accountId: member.personId, clientId, resource, groups });
  const { location } = await finishInteraction(pending.uid, pending.cookie, {
    accountId: member.personId,
    grantId,
  });
  const redirect = await resume(location, pending.resumeCookie);
  return { grantId, code: redirect.searchParams.get("code") ?? "", redirect };
}

export async function resume(location: string, cookie: string): Promise<URL> {
  const answer = await ask(new URL(location).pathname, { headers: { cookie } });
  const target = answer.headers.get("location");
  if (target === null) throw new Error(`not resumed: ${answer.status} ${answer.text}`);
  return new URL(target);
}

export function codeForm(pending: Pending, code: string): Record<string, string> {
  return {
    grant_type: "authorization_code",
    code,
    code_verifier: pending.verifier,
    redirect_uri: pending.params.get("redirect_uri") ?? "",
    client_id: pending.params.get("client_id") ?? "",
    resource: SHARED,
  };
}

/** One whole connection: request, consent, code, tokens. */
export async function connect(
  member: Member,
  extra: Record<string, string | null> = {},
  consent: { groups?: string[]; resource?: string } = {},
): Promise<{ tokens: Tokens; grantId: GrantId; pending: Pending; code: string }> {
  const pending = await startRequest(extra);
  const { grantId, code } = await allow(pending, member, consent);
  const form = codeForm(pending, code);
  const answer = await postForm("/oauth/token", { ...form, resource: consent.resource ?? SHARED });
  if (answer.status !== 200) throw new Error(`no tokens: ${answer.status} ${answer.text}`);
  return { tokens: answer.json as Tokens, grantId, pending, code };
}

export async function refresh(token: string, extra: Record<string, string> = {}): Promise<Answer> {
  return await postForm("/oauth/token", {
    grant_type: "refresh_token",
    refresh_token: token,
    client_id: CLAUDE_CODE,
    ...extra,
  });
}
