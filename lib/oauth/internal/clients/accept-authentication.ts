import "#server-only";
import type { Payload } from "oidc-provider";
import { isDomainError } from "#lib/kernel/errors.ts";
import { checkUrl } from "#lib/platform/net/check-url.ts";
import { acceptKeys, holdsPrivateKey, SIGNING_ALGS } from "./accept-keys.ts";

/** What the metadata lists, registration accepts and the token endpoint serves: one list for the three. */
export const AUTH_METHODS = ["none", "private_key_jwt", "client_secret_basic", "client_secret_post"] as const;
export type AuthMethod = (typeof AUTH_METHODS)[number];

export type AcceptedAuthentication = { ok: true; metadata: Payload } | { ok: false; description: string };

/** How a registration authenticates (RFC 7591 section 2): as asked; omitted, null or one we do not have means `none`. */
export function acceptRegisteredMethod(input: Payload): AcceptedAuthentication {
  const asked = input.token_endpoint_auth_method;
  const method = isMethod(asked) ? asked : "none";
  return method === "private_key_jwt" ? acceptSigning(input) : accept({ token_endpoint_auth_method: method });
}

/**
 * How a published document authenticates: `none` or by signing, never by a secret everybody can read. One that lists
 * both keeps both: which it uses shows in each request.
 */
export function acceptPublishedMethod(input: Payload): AcceptedAuthentication {
  const { token_endpoint_auth_method: asked, token_endpoint_auth_methods_supported: choices } = input;
  const listed = Array.isArray(choices) ? choices.filter((choice) => typeof choice === "string") : [];
  const wanted = typeof asked === "string" ? [asked, ...listed] : listed;
  if ("client_secret" in input || wanted.some((method) => method.startsWith("client_secret"))) {
    return refuse("A public document must not use a shared secret.");
  }
  if (holdsPrivateKey(input.jwks)) return refuse("A public document must not hold a private key.");
  if (wanted.length === 0 || asked === "none") return accept({ token_endpoint_auth_method: "none" });
  if (!wanted.includes("private_key_jwt")) {
    if (wanted.includes("none")) return accept({ token_endpoint_auth_method: "none" });
    return refuse("token_endpoint_auth_method must be none or private_key_jwt.");
  }
  const signing = acceptSigning(input);
  if (!signing.ok || !wanted.includes("none")) return signing;
  return accept({ ...signing.metadata, token_endpoint_auth_methods_supported: ["private_key_jwt", "none"] });
}

function acceptSigning(input: Payload): AcceptedAuthentication {
  const alg = input.token_endpoint_auth_signing_alg ?? undefined;
  if (alg !== undefined && !SIGNING_ALGS.includes(alg as string)) {
    return refuse("token_endpoint_auth_signing_alg must be one of those the server's metadata lists.");
  }
  const method = {
    token_endpoint_auth_method: "private_key_jwt",
    ...(alg === undefined ? {} : { token_endpoint_auth_signing_alg: alg }),
  };
  if (input.jwks !== undefined && input.jwks !== null) {
    const jwks = acceptKeys(input.jwks);
    return jwks ? accept({ ...method, jwks }) : refuse("jwks must be a set of at most 20 public keys.");
  }
  if (!isFetchable(input.jwks_uri)) {
    return refuse("private_key_jwt needs jwks, or a jwks_uri that is a public https address.");
  }
  return accept({ ...method, jwks_uri: input.jwks_uri });
}

/** E14: an address the guard would never fetch is not kept. What its name resolves to is judged at each fetch. */
function isFetchable(uri: unknown): boolean {
  if (typeof uri !== "string") return false;
  try {
    checkUrl(uri);
    return true;
  } catch (error) {
    if (isDomainError(error)) return false;
    throw error;
  }
}

function isMethod(value: unknown): value is AuthMethod {
  return AUTH_METHODS.some((method) => method === value);
}

function accept(metadata: Payload): AcceptedAuthentication {
  return { ok: true, metadata };
}

function refuse(description: string): AcceptedAuthentication {
  return { ok: false, description };
}
