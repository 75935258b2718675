import "#server-only";
import type { JSONWebKeySet } from "jose";
import { z } from "zod";
import { isDomainError } from "#lib/kernel/errors.ts";
import { checkUrl } from "#lib/platform/net/check-url.ts";
import { type GuardedFetchOptions, guardedFetch } from "#lib/platform/net/guarded-fetch.ts";
import { once } from "#lib/platform/registry/once.ts";
import { ProviderError } from "./provider-error.ts";
import type { Provider } from "./provider.ts";

const CACHE_MS = 10 * 60_000;
const KEYS_AGAIN_MS = 5_000;
const CACHED_MAX = 500;
const LIMITS = { timeoutMs: 5_000, totalTimeoutMs: 10_000, maxBytes: 256 * 1024 };

const MetadataSchema = z.object({
  issuer: z.string(),
  authorization_endpoint: z.string(),
  token_endpoint: z.string(),
  jwks_uri: z.string(),
  userinfo_endpoint: z.string().optional(),
  token_endpoint_auth_methods_supported: z.array(z.string()).optional(),
  authorization_response_iss_parameter_supported: z.boolean().optional(),
});
export type Metadata = z.output<typeof MetadataSchema>;
const KeysSchema = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).max(100) });

type Known = { metadata: Metadata; keys: JSONWebKeySet | null; at: number; keysAt: number };

/**
 * The provider's metadata, at most ten minutes old (OpenID Connect Discovery 1.0 section 4): its issuer must be, byte
 * for byte, the one that was configured. Throws a ProviderError.
 */
export async function discover(provider: Provider): Promise<Metadata> {
  return (await findKnown(provider)).metadata;
}

/** The provider's keys; fetched again, at most every five seconds, for a key nobody has seen before. */
export async function findKeys(provider: Provider, isNewKey: boolean): Promise<JSONWebKeySet> {
  const known = await findKnown(provider);
  if (known.keys && !(isNewKey && Date.now() - known.keysAt > KEYS_AGAIN_MS)) return known.keys;
  const parsed = KeysSchema.safeParse(await fetchJson(known.metadata.jwks_uri, { pool: provider.pool }));
  if (!parsed.success) throw new ProviderError("provider_answer", "keys are not a key set");
  known.keysAt = Date.now();
  known.keys = parsed.data as JSONWebKeySet;
  return known.keys;
}

/** One guarded request that must answer JSON. A status other than 200 is the provider's refusal. */
export async function fetchJson(url: string, options: GuardedFetchOptions): Promise<unknown> {
  try {
    const response = await guardedFetch(url, { ...LIMITS, ...options });
    if (response.status === 200) return await response.json();
    response.body.cancel();
    throw new ProviderError("provider_refused", `status ${response.status}`);
  } catch (error) {
    if (isDomainError(error)) throw new ProviderError("provider_unreachable", error.detail ?? error.code);
    throw error;
  }
}

async function findKnown(provider: Provider): Promise<Known> {
  const cache = once("identity.providers", () => new Map<string, Known>());
  const key = JSON.stringify([provider.connection, provider.version, provider.issuer]);
  const cached = cache.get(key);
  if (cached && Date.now() - cached.at < CACHE_MS) return cached;
  const metadata = await fetchMetadata(provider);
  const known = { metadata, keys: null, at: Date.now(), keysAt: 0 };
  cache.set(key, known);
  const [oldest] = cache.keys();
  if (cache.size > CACHED_MAX && oldest !== undefined) cache.delete(oldest);
  return known;
}

async function fetchMetadata({ issuer, pool }: Provider): Promise<Metadata> {
  const address = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  const parsed = MetadataSchema.safeParse(await fetchJson(address, { pool }));
  if (!parsed.success) throw new ProviderError("provider_answer", "metadata is incomplete");
  if (parsed.data.issuer !== issuer) throw new ProviderError("provider_answer", "another issuer's metadata");
  // The browser is sent there, so what our own requests may not reach is no place for it either.
  try {
    checkUrl(parsed.data.authorization_endpoint);
  } catch {
    throw new ProviderError("provider_answer", "authorization endpoint is not a public https address");
  }
  return parsed.data;
}
