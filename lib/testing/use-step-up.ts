import { afterAll, beforeAll, expect } from "vitest";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { isDomainError } from "#lib/kernel/errors.ts";
import { approveConsent } from "#lib/oauth/approve-consent.ts";
import { type ConsentRequest, findConsentRequest } from "#lib/oauth/find-consent-request.ts";
import { findOffer, type Offer } from "#lib/oauth/find-offer.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import {
  codeForm,
  type Pending,
  postForm,
  resume,
  startRequest,
  type Tokens,
  useOauthServer,
} from "./drive-oauth.ts";
import { type MintedTenant, mintMember, mintTenant, mintUpstream } from "./mint.ts";
import { type Gateway, openGateway } from "./open-gateway.ts";

const TOOLS = ["list_agents", "create_agent", "chat_with_agent", "delete_agent"];
const scene = {} as { gateway: Gateway };

/** The authorization server and the gateway, for connections that ask for more. After `useDatabase`. */
export function useStepUp(): void {
  useOauthServer();
  beforeAll(async () => {
    Object.assign(scene, { gateway: await openGateway() });
  });
  afterAll(() => scene.gateway.close());
}

/** An owner in an organisation with one tool each of four groups. */
export async function makeWorld(): Promise<{ tenant: MintedTenant; actor: MemberActor }> {
  const tenant = await mintTenant();
  await mintUpstream(tenant, { url: "https://trinity.example/mcp", key: "trinity_mcp_key", tools: TOOLS });
  return { tenant, actor: await mintMember(tenant, "owner") };
}

/** What that person's consent page would show. */
export async function openPage(
  actor: MemberActor,
  { uid, cookie }: Pending,
  isSeparate = false,
): Promise<{ request: ConsentRequest; offer: Offer; ids: string[] }> {
  const request = await findConsentRequest(uid, cookie);
  if (request === null) throw new Error("no request");
  const offer = await findOffer(actor, request, { isSeparate, effectMax: "destructive" });
  return { request, offer, ids: offer.offered.map(({ id }) => id) };
}

/** The person's yes, and the tokens the app gets for it. */
export async function answer(
  actor: MemberActor,
  pending: Pending,
  groups: readonly string[],
  widens?: string,
): Promise<Tokens> {
  const { uid, cookie: cookieHeader } = pending;
  const location = await approveConsent(actor, { uid, cookieHeader, groups, widens: widens ?? null });
  const code = (await resume(location, pending.resumeCookie)).searchParams.get("code") ?? "";
  const redeemed = await postForm("/oauth/token", codeForm(pending, code));
  expect(redeemed.status).toBe(200);
  return redeemed.json as Tokens;
}

export async function connectWith(actor: MemberActor, groups: readonly string[]): Promise<Tokens> {
  return await answer(actor, await startRequest(), groups);
}

/** Calls of these tools, each refused with 403 insufficient_scope. */
export async function refuse({ access_token: token }: Tokens, ...names: string[]): Promise<void> {
  for (const name of names) {
    const { status } = await scene.gateway.modern("tools/call", { name, arguments: {} }, { token });
    expect(status).toBe(403);
  }
}

export async function listNames({ access_token: token }: Tokens): Promise<string[]> {
  const response = await scene.gateway.modern("tools/list", {}, { token });
  const { result } = (await response.json()) as { result: { tools: { name: string }[] } };
  return result.tools.map(({ name }) => name);
}

export async function readGrants({ tenantId }: MemberActor) {
  return await inTenant(tenantId, (tx) =>
    tx.grant.findMany({
      where: { tenantId },
      orderBy: { createdAt: "asc" },
      select: { id: true, groups: true, askedGroups: true, askedAt: true, endedAt: true, expiresAt: true },
    }),
  );
}

/** "done", or the code it was refused with. */
export async function codeOf(run: Promise<unknown>): Promise<string> {
  return await run.then(
    () => "done",
    (error: unknown) => (isDomainError(error) ? error.code : String(error)),
  );
}
