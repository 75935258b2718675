import "#server-only";
import { createLocalJWKSet, decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from "jose";
import { z } from "zod";
import { constantTimeEqual } from "#lib/platform/crypto/hash-secret.ts";
import { normalizeAddress } from "../../schema.ts";
import { discover, fetchJson, findKeys, type Metadata } from "./discover.ts";
import { ProviderError } from "./provider-error.ts";
import type { Claims, Provider } from "./provider.ts";

// Signatures only a holder of the provider's private key can make: neither `none` nor our own client secret.
const ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"];
const CLOCK_SECONDS = 60;
const TOKEN_AGE_SECONDS_MAX = 600;
const SUBJECT_LENGTH_MAX = 255;
const TokenSchema = z.object({ id_token: z.string().max(65_536), access_token: z.string().optional() });

type Answer = { code: string; verifier: string; nonce: string; redirectUri: string };

/**
 * Turns a provider's code into what it vouches for: PKCE and client secret at its token endpoint, then the ID token's
 * signature, exact issuer, audience, times and nonce (OpenID Connect Core 1.0 section 3.1.3.7). Throws a ProviderError.
 */
export async function exchangeCode(provider: Provider, answer: Answer): Promise<Claims> {
  const metadata = await discover(provider);
  const tokens = TokenSchema.safeParse(await requestTokens(provider, metadata, answer));
  if (!tokens.success) throw new ProviderError("provider_answer", "no ID token");
  const payload = await verifyIdToken(provider, tokens.data.id_token, answer.nonce);
  const subject = payload.sub ?? "";
  const isNamed = typeof payload["email"] === "string";
  const more = isNamed ? payload : await readUserinfo(provider, metadata, tokens.data.access_token, subject);
  return {
    issuer: provider.issuer,
    subject,
    email: readVerifiedAddress(more),
    name: toName(more["name"]),
    authTime: typeof payload["auth_time"] === "number" ? payload["auth_time"] : null,
    hostedDomain: typeof payload["hd"] === "string" ? payload["hd"].toLowerCase() : null,
  };
}

async function requestTokens(provider: Provider, metadata: Metadata, answer: Answer): Promise<unknown> {
  const { clientId, clientSecret, pool } = provider;
  const form = new URLSearchParams({
    grant_type: "authorization_code",
    code: answer.code,
    redirect_uri: answer.redirectUri,
    code_verifier: answer.verifier,
  });
  const headers: Record<string, string> = {
    "content-type": "application/x-www-form-urlencoded",
    accept: "application/json",
  };
  const methods = metadata.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
  if (methods.includes("client_secret_basic")) {
    headers["authorization"] = `Basic ${toBasic(clientId, clientSecret)}`;
  } else {
    form.set("client_id", clientId);
    form.set("client_secret", clientSecret);
  }
  return await fetchJson(metadata.token_endpoint, { method: "POST", headers, body: form.toString(), pool });
}

/** Both parts are form-encoded first (RFC 6749 section 2.3.1). */
function toBasic(id: string, secret: string): string {
  const encode = (text: string) => new URLSearchParams([["", text]]).toString().slice(1);
  return Buffer.from(`${encode(id)}:${encode(secret)}`).toString("base64");
}

async function verifyIdToken(provider: Provider, idToken: string, nonce: string): Promise<JWTPayload> {
  const payload = await verifySignature(provider, idToken);
  const said = payload["nonce"];
  if (typeof said !== "string" || !constantTimeEqual(said, nonce)) throw refused("nonce");
  const azp = payload["azp"];
  if (Array.isArray(payload.aud) && payload.aud.length > 1 && azp === undefined) throw refused("azp");
  if (azp !== undefined && azp !== provider.clientId) throw refused("azp");
  if (!payload.sub || payload.sub.length > SUBJECT_LENGTH_MAX) throw refused("sub");
  return payload;
}

async function verifySignature(provider: Provider, idToken: string): Promise<JWTPayload> {
  const options = {
    issuer: provider.issuer,
    audience: provider.clientId,
    algorithms: ALGORITHMS,
    clockTolerance: CLOCK_SECONDS,
    maxTokenAge: TOKEN_AGE_SECONDS_MAX,
    requiredClaims: ["exp", "sub", "nonce"],
  };
  for (const isNewKey of [false, true]) {
    try {
      decodeProtectedHeader(idToken);
      const keys = createLocalJWKSet(await findKeys(provider, isNewKey));
      return (await jwtVerify(idToken, keys, options)).payload;
    } catch (error) {
      if (error instanceof ProviderError) throw error;
      const isUnknownKey = error instanceof errors.JWKSNoMatchingKey;
      if (!isUnknownKey || isNewKey) throw refused(toCode(error));
    }
  }
  throw refused("key");
}

/** Where the ID token names no address; what it says counts only for the same subject (section 5.3.2). */
async function readUserinfo(
  { pool }: Provider,
  { userinfo_endpoint: address }: Metadata,
  token: string | undefined,
  subject: string,
): Promise<Record<string, unknown>> {
  if (!address || !token) return {};
  const headers = { authorization: `Bearer ${token}`, accept: "application/json" };
  const parsed = z.looseObject({ sub: z.string() }).safeParse(await fetchJson(address, { headers, pool }));
  if (!parsed.success || parsed.data.sub !== subject) throw refused("userinfo");
  return parsed.data;
}

/** `xms_edov` is how Microsoft Entra says `email_verified`; some providers write booleans as text. */
function readVerifiedAddress(claims: Record<string, unknown>): string | null {
  const said = [claims["email_verified"], claims["xms_edov"]];
  const isVerified = said.some((value) => value === true || value === "true" || value === "1" || value === 1);
  return isVerified ? normalizeAddress(claims["email"]) : null;
}

/** A name as the person's own page may show it: no control or direction characters, not long. */
function toName(value: unknown): string | null {
  if (typeof value !== "string") return null;
  const name = value.normalize("NFKC").replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\u2028\u2029]/gu, "");
  return name.trim().slice(0, 60) || null;
}

function toCode(error: unknown): string {
  return error instanceof errors.JOSEError ? error.code : "malformed";
}

function refused(detail: string): ProviderError {
  return new ProviderError("provider_answer", `ID token: ${detail}`);
}
