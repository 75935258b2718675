import "#server-only";
import type { PersonId } from "#lib/kernel/ids.ts";
import { constantTimeEqual, sha256Hex } from "#lib/platform/crypto/hash-secret.ts";
import { consumeLimit } from "#lib/platform/limits/consume-limit.ts";
import { currentPeerAddress } from "#lib/platform/limits/peer-address.ts";
import { endSession } from "./end-session.ts";
import type { Provider } from "./find-google.ts";
import { findSession } from "./find-session.ts";
import { describeBrowser } from "./internal/describe-browser.ts";
import { rememberAddress } from "./internal/known-browser.ts";
import { openSessionOf } from "./internal/open-session-of.ts";
import {
  decidePerson,
  linkToPerson,
  requireAddress,
  requireSamePerson,
} from "./internal/providers/decide-person.ts";
import { discover } from "./internal/providers/discover.ts";
import { exchangeCode } from "./internal/providers/exchange-code.ts";
import { logRefusal, ProviderError, type ProviderReason } from "./internal/providers/provider-error.ts";
import { findProviderState, type ProviderState } from "./internal/providers/provider-state.ts";
import type { Claims } from "./internal/providers/provider.ts";
import { type Identity, type PersonRow, spendState } from "./internal/providers/store.ts";
import { PROVIDERS_PER_PEER, RECENT_MINUTES } from "./policy.ts";
import { rotateSession } from "./rotate-session.ts";
import { toCallbackAddress } from "./to-callback-address.ts";

type FinishInput = {
  /** As it is now: an organisation may have changed or switched off its connection meanwhile. */
  provider: Provider | null;
  /** What the provider sent the browser back with. */
  query: URLSearchParams;
  cookieHeader: string | null;
  userAgent: string | null;
  /** Why this provider may not sign in that address, if so: a company may have kept its own for itself. */
  refuses: (address: string) => Promise<"company_only" | "way_refused" | null>;
};
export type FinishedProvider =
  | { ok: true; did: "signed-in"; personId: PersonId; cookies: string[] }
  | { ok: true; did: "linked"; cookies: string[] }
  | { ok: true; did: "tested"; personId: PersonId; claims: Claims }
  /** The account exists and nobody has proved yet that this is its owner: a code to its address does. */
  | { ok: false; reason: "needs_code"; address: string; identity: Identity }
  | { ok: false; reason: ProviderReason };

/**
 * Takes a provider's answer, once, in the browser that was sent away for it, and signs in, links or tests. A person is
 * known by connection, issuer and subject; an address they never proved opens nothing. Throws `limit_exceeded` and
 * `unavailable`.
 */
export async function finishProviderSignIn(
  input: FinishInput,
  now: Date = new Date(),
): Promise<FinishedProvider> {
  const peer = currentPeerAddress();
  if (peer) await consumeLimit(PROVIDERS_PER_PEER.name, peer, PROVIDERS_PER_PEER);
  try {
    const { state, claims, provider } = await readAnswer(input, now);
    return await act(input, { state, claims, provider });
  } catch (error) {
    if (error instanceof ProviderError) {
      return { ok: false, reason: logRefusal(error, input.provider?.connection) };
    }
    throw error;
  }
}

type Answered = { state: ProviderState; claims: Claims; provider: Provider };

/** The checks of the answer itself, in the order in which they cost. */
async function readAnswer({ provider, query, cookieHeader }: FinishInput, now: Date): Promise<Answered> {
  const state = findProviderState(cookieHeader, now);
  const sent = readOnce(query, "state");
  if (!state || !sent || !constantTimeEqual(sent, state.state)) throw new ProviderError("provider_browser");
  if (!(await spendState(sha256Hex(state.state), new Date(state.expires)))) {
    throw new ProviderError("provider_browser", "answered before");
  }
  if (provider?.connection !== state.connection || provider.version !== state.version) {
    throw new ProviderError("provider_off");
  }
  await checkIssuer(provider, query);
  const failure = readOnce(query, "error");
  if (failure)
    throw new ProviderError(failure === "access_denied" ? "provider_cancelled" : "provider_refused");
  const code = readOnce(query, "code");
  if (!code) throw new ProviderError("provider_answer", "no code");
  const { nonce, verifier } = state;
  const redirectUri = toCallbackAddress(provider.connection);
  return { state, provider, claims: await exchangeCode(provider, { code, nonce, verifier, redirectUri }) };
}

/** RFC 9207: an answer that names another issuer, or none where the provider promised one, is not this provider's. */
async function checkIssuer(provider: Provider, query: URLSearchParams): Promise<void> {
  const isPromised = (await discover(provider)).authorization_response_iss_parameter_supported === true;
  if (!query.has("iss") && !isPromised) return;
  if (readOnce(query, "iss") !== provider.issuer) throw new ProviderError("provider_answer", "iss");
}

/** A parameter that was sent twice is not believed. */
function readOnce(query: URLSearchParams, name: string): string | null {
  const [only, another] = query.getAll(name);
  return another === undefined && only ? only : null;
}

async function act(input: FinishInput, { state, claims, provider }: Answered): Promise<FinishedProvider> {
  if (state.purpose === "sign-in") {
    if (claims.email) await requireWay(input, claims.email);
    const decided = await decidePerson(provider, claims);
    return decided.ok ? await signIn(input, provider, decided.person) : decided;
  }
  const session = await findSession(input.cookieHeader);
  const personId = session?.actor.personId;
  if (!personId || personId !== state.personId) throw new ProviderError("provider_browser", "another person");
  if (state.purpose === "test") {
    requireAddress(provider, claims);
    return { ok: true, did: "tested", personId, claims };
  }
  if (state.purpose === "again") {
    requireFresh(claims);
    return await signIn(input, provider, await requireSamePerson(provider, claims, personId));
  }
  await linkToPerson(provider, claims, session.actor);
  const rotated = await rotateSession(input.cookieHeader);
  return { ok: true, did: "linked", cookies: rotated ? [rotated] : [] };
}

/** A provider that says when must say that it was just now: by an old session there nobody proves anything. */
function requireFresh({ authTime }: Claims): void {
  if (authTime !== null && Date.now() / 1000 - authTime > RECENT_MINUTES * 60) {
    throw new ProviderError("provider_refused", "signed in there too long ago");
  }
}

async function requireWay({ refuses }: FinishInput, address: string): Promise<void> {
  const refusal = await refuses(address);
  if (refusal !== null) throw new ProviderError(refusal);
}

async function signIn(
  input: FinishInput,
  { connection }: Provider,
  person: PersonRow,
): Promise<FinishedProvider> {
  const { cookieHeader, userAgent } = input;
  await requireWay(input, person.email);
  const opened = { browser: describeBrowser(userAgent), method: connection };
  const setCookie = await openSessionOf(person, opened);
  await endSession(cookieHeader);
  const cookies = [setCookie, rememberAddress(person.email, cookieHeader)];
  return { ok: true, did: "signed-in", personId: person.id, cookies };
}
