import "#server-only";
import { createHash, randomBytes } from "node:crypto";
import type { PersonId } from "#lib/kernel/ids.ts";
import { consumeLimit } from "#lib/platform/limits/consume-limit.ts";
import { currentPeerAddress } from "#lib/platform/limits/peer-address.ts";
import type { Provider } from "./find-google.ts";
import { discover } from "./internal/providers/discover.ts";
import { logRefusal, ProviderError, type ProviderReason } from "./internal/providers/provider-error.ts";
import { keepProviderState, PROVIDER_SECONDS, type PURPOSES } from "./internal/providers/provider-state.ts";
import { PROVIDERS_PER_PEER } from "./policy.ts";
import { parseNextPath } from "./schema.ts";
import { toCallbackAddress } from "./to-callback-address.ts";

export type { ProviderReason } from "./internal/providers/provider-error.ts";

type StartInput = {
  provider: Provider;
  /** Whose connection it is; absent for Google. */
  tenantId?: string;
  /** "sign-in", or for somebody signed in: "again" (it is still them), "link" (to this account), "test" (claims only). */
  purpose: (typeof PURPOSES)[number];
  /** Who must be signed in when the browser comes back; named for every purpose but "sign-in". */
  personId?: PersonId;
  next: string;
  /** Saves typing there; never believed on the way back. */
  loginHint?: string | undefined;
};
export type StartedProvider =
  | { ok: true; location: string; setCookie: string }
  | { ok: false; reason: ProviderReason };

const random = () => randomBytes(32).toString("base64url");

/**
 * Where to send the browser so that its person signs in at the provider, and the cookie that only this browser can come
 * back with: state, nonce and PKCE with S256 (RFC 7636, RFC 9700 section 4.7). Throws `limit_exceeded`.
 */
export async function startProviderSignIn(
  input: StartInput,
  now: Date = new Date(),
): Promise<StartedProvider> {
  const peer = currentPeerAddress();
  if (peer) await consumeLimit(PROVIDERS_PER_PEER.name, peer, PROVIDERS_PER_PEER);
  const { provider, tenantId, purpose, personId } = input;
  const [state, nonce, verifier] = [random(), random(), random()];
  try {
    const { authorization_endpoint: address } = await discover(provider);
    const setCookie = keepProviderState({
      connection: provider.connection,
      ...(tenantId === undefined ? {} : { tenantId }),
      ...(personId === undefined ? {} : { personId }),
      version: provider.version,
      state,
      nonce,
      verifier,
      purpose,
      next: parseNextPath(input.next),
      expires: now.getTime() + PROVIDER_SECONDS * 1000,
    });
    return { ok: true, location: toLocation(address, { input, state, nonce, verifier }), setCookie };
  } catch (error) {
    if (error instanceof ProviderError) return { ok: false, reason: logRefusal(error, provider.connection) };
    throw error;
  }
}

type Sent = { input: StartInput; state: string; nonce: string; verifier: string };

function toLocation(address: string, { input, state, nonce, verifier }: Sent): string {
  const { provider, purpose, loginHint } = input;
  const location = new URL(address);
  const parameters = {
    response_type: "code",
    client_id: provider.clientId,
    redirect_uri: toCallbackAddress(provider.connection),
    scope: "openid email profile",
    state,
    nonce,
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
    ...(loginHint === undefined ? {} : { login_hint: loginHint }),
    // Whoever confirms that they are still themselves does so anew, not by an old session there.
    ...(purpose === "again" ? toFresh(provider) : {}),
  };
  for (const [name, value] of Object.entries(parameters)) location.searchParams.set(name, value);
  return location.href;
}

/** Google knows no `prompt=login`. */
function toFresh({ domains }: Provider): Record<string, string> {
  return domains === "google-mailboxes" ? { prompt: "select_account" } : { prompt: "login", max_age: "0" };
}
