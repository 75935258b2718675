import { findSession } from "#lib/identity/find-session.ts";
import { finishProviderSignIn } from "#lib/identity/finish-provider-sign-in.ts";
import { startProviderSignIn } from "#lib/identity/start-provider-sign-in.ts";
import type { MemberActor, PersonActor } from "#lib/kernel/actor.ts";
import { replaceOnce, takeOnce } from "#lib/platform/registry/once.ts";
import { claimDomain } from "#lib/tenants/claim-domain.ts";
import { findCompanyProvider } from "#lib/tenants/find-company-provider.ts";
import { proveDomain } from "#lib/tenants/prove-domain.ts";
import { recordSsoTest } from "#lib/tenants/record-sso-test.ts";
import { setSignInWays } from "#lib/tenants/set-sign-in-ways.ts";
import { activateSsoAsSeen, saveSsoAsSeen } from "../as-seen.ts";
import type { FakeIdentityProvider } from "../fake-identity-provider.ts";

/** What an owner does so that only people of that mail domain enter, by the company's own sign-in. */
export async function keepToCompany(
  owner: MemberActor,
  { issuer, clientId, clientSecret }: FakeIdentityProvider,
  domain: string,
): Promise<void> {
  const { id, record } = await claimDomain(owner, { domain });
  replaceOnce("net.resolve-txt", async (name: string) => (name === record.name ? [record.value] : []));
  const proved = await proveDomain(owner, { id });
  takeOnce("net.resolve-txt");
  if (!proved.ok) throw new Error(proved.reason);
  const { id: connectionId, version } = await saveSsoAsSeen(owner, { issuer, clientId, clientSecret });
  await recordSsoTest(owner, { version });
  await activateSsoAsSeen(owner, { isRequired: true });
  await setSignInWays({ ...owner, signedInBy: connectionId }, { version: 1, ways: ["company"] });
}

/** Somebody whom that provider knows by that address signs in with it: who they are then, or why they are nobody. */
export async function signInAtCompany(
  { tenantId }: MemberActor,
  identityProvider: FakeIdentityProvider,
  email: string,
): Promise<PersonActor | string> {
  const provider = await findCompanyProvider(tenantId, tenantId);
  if (provider === null) throw new Error("company sign-in is off");
  identityProvider.next = { sub: email, claims: { email } };
  const started = await startProviderSignIn({ provider, tenantId, purpose: "sign-in", next: "/" });
  if (!started.ok) return started.reason;
  const there = await fetch(started.location, { redirect: "manual" });
  const finished = await finishProviderSignIn({
    provider,
    query: new URL(there.headers.get("location") ?? "none:").searchParams,
    cookieHeader: started.setCookie.split(";")[0] ?? "",
    userAgent: null,
    refuses: async () => null,
  });
  if (!finished.ok) return finished.reason;
  if (finished.did !== "signed-in") return finished.did;
  const session = await findSession(finished.cookies.map((cookie) => cookie.split(";")[0]).join("; "));
  return session?.actor ?? "no session";
}
