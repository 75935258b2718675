import "#server-only";
import { isGroupId } from "#lib/catalog/groups.ts";
import { canonicaliseResource } from "./resource-uri.ts";

/** Meaningless without OpenID Connect's `openid` scope, which we do not offer; the provider would refuse them. */
const OPENID_ONLY = ["acr_values", "claims", "claims_locales", "id_token_hint", "max_age", "nonce"];
const RESPONSE_MODE_UNSUPPORTED = "unsupported";
/** A request has some ten parameters; thousands fit into one address, and all of them would be looked at. */
const PARAMS_MAX = 100;

/**
 * An authorization request as the provider should see it: unknown scopes and stray spaces dropped, the resource in
 * its one spelling, no response mode but query, nothing of OpenID. What comes twice is left as it came, for the
 * provider to refuse (RFC 6749 section 3.1). Null when a value holds a NUL, which no store takes, or there are too many.
 */
export function sanitizeAuthorizeQuery(search: string): string | null {
  const params = new URLSearchParams(search);
  if (params.size > PARAMS_MAX) return null;
  for (const name of OPENID_ONLY) params.delete(name);
  const sanitized = new URLSearchParams();
  for (const [name, value] of params) {
    if (name.includes("\0") || value.includes("\0")) return null;
    const isRepeated = name !== "resource" && params.getAll(name).length > 1;
    const next = isRepeated ? value : sanitizeParam(name, value);
    if (next !== null) sanitized.append(name, next);
  }
  return sanitized.toString();
}

function sanitizeParam(name: string, value: string): string | null {
  if (name === "scope") return keepGroups(value) || null;
  if (name === "resource") return canonicaliseResource(value);
  if (name === "response_mode") return value === "query" ? value : RESPONSE_MODE_UNSUPPORTED;
  // Consent is always asked; only the wish not to be asked makes a difference.
  if (name === "prompt") return value.split(" ").includes("none") ? "none" : null;
  return value;
}

function keepGroups(scope: string): string {
  return [...new Set(scope.split(/\s+/).filter(isGroupId))].join(" ");
}

/**
 * A token or revocation request's form with the resource in its one spelling. What has no value is left out for all who
 * read it (RFC 6749 section 3.2). `scope` is dropped: a refreshed token reports the grant's groups, and one that names
 * a scope the person did not tick must not lose the connection.
 */
export function sanitizeTokenForm(body: string): URLSearchParams {
  const form = new URLSearchParams();
  for (const [name, value] of new URLSearchParams(body)) {
    if (name === "scope" || value === "") continue;
    form.append(name, name === "resource" ? canonicaliseResource(value) : value);
  }
  return form;
}
