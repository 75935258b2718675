import "#server-only";
import type { Payload } from "oidc-provider";
import {
  type AcceptedAuthentication,
  acceptPublishedMethod,
  acceptRegisteredMethod,
} from "./accept-authentication.ts";
import { checkClientName } from "./check-client-name.ts";
import { checkRedirect, withoutLoopbackPort } from "./check-redirect.ts";

export type Accepted =
  | { ok: true; metadata: Payload }
  | { ok: false; error: "invalid_redirect_uri" | "invalid_client_metadata"; description: string };

const REDIRECTS_MAX = 10;
const PAGE_LENGTH_MAX = 2048;
const PAGES = ["client_uri", "policy_uri", "tos_uri", "logo_uri"] as const;
const KEPT_PAGES = ["client_uri", "policy_uri", "tos_uri"] as const;
const REFUSED_GRANTS = ["implicit", "password", "client_credentials"];

/**
 * What we store of a registration (RFC 7591): a client of the authorization code flow. What clients send beside that
 * (nulls, unknown scopes and grants, an authentication method we do not have, logos) is dropped. Taking the result
 * again changes nothing.
 */
export function acceptRegistration(input: unknown): Accepted {
  if (!isObject(input)) return refuseMetadata("The registration must be one JSON object.");
  const grants = toStrings(input.grant_types);
  if (grants.some((grant) => REFUSED_GRANTS.includes(grant))) {
    return refuseMetadata("grant_types may hold authorization_code and refresh_token only.");
  }
  const responses = toStrings(input.response_types);
  if (responses.some((type) => type !== "code")) return refuseMetadata("response_types may hold code only.");
  return accept(input, acceptRegisteredMethod(input));
}

/** The same for a client's own metadata document (draft-ietf-oauth-client-id-metadata-document). */
export function acceptDocument(clientId: string, input: unknown): Accepted {
  if (!isObject(input) || input.client_id !== clientId) {
    return refuseMetadata("The document must be a JSON object that names its own address as client_id.");
  }
  const accepted = accept(input, acceptPublishedMethod(input));
  return accepted.ok ? { ok: true, metadata: { ...accepted.metadata, client_id: clientId } } : accepted;
}

function accept(input: Payload, authentication: AcceptedAuthentication): Accepted {
  const redirects = input.redirect_uris;
  if (!Array.isArray(redirects) || redirects.length === 0) {
    return refuseRedirect("redirect_uris must list at least one address to return to.");
  }
  if (redirects.length > REDIRECTS_MAX) return refuseRedirect("redirect_uris may list at most 10 addresses.");
  const kinds = new Set<string>();
  for (const redirect of redirects) {
    const checked = checkRedirect(redirect);
    if (!checked.ok) return refuseRedirect(checked.reason);
    kinds.add(checked.kind);
  }
  for (const page of PAGES) {
    const value = input[page];
    if (typeof value === "string" && value !== "" && !/^https?:\/\/[^\s\\]+$/i.test(value)) {
      return refuseMetadata("Web addresses in the registration must begin with https.");
    }
  }
  const uris = [...new Set((redirects as string[]).map(withoutLoopbackPort))];
  const name = checkClientName(input.client_name, URL.parse(uris[0] ?? "")?.hostname || "Unnamed app");
  if (!name.ok) return refuseMetadata(name.reason);
  if (!authentication.ok) return refuseMetadata(authentication.description);
  const metadata = toMetadata(input, { uris, kinds, name: name.name });
  return { ok: true, metadata: { ...metadata, ...authentication.metadata } };
}

function toMetadata(
  input: Payload,
  { uris, kinds, name }: { uris: string[]; kinds: Set<string>; name: string },
): Payload {
  const asked = toStrings(input.grant_types);
  const mayRefresh = asked.length === 0 || asked.includes("refresh_token");
  return {
    client_name: name,
    redirect_uris: uris,
    // Loopback ports and private schemes are for native apps (RFC 8252); https alone makes a web app.
    application_type: kinds.has("loopback") || kinds.has("scheme") ? "native" : "web",
    grant_types: mayRefresh ? ["authorization_code", "refresh_token"] : ["authorization_code"],
    response_types: ["code"],
    ...Object.fromEntries(KEPT_PAGES.flatMap((page) => keepPage(page, input[page]))),
  };
}

function keepPage(page: string, value: unknown): [string, string][] {
  const url = typeof value === "string" ? URL.parse(value) : null;
  if (url?.protocol !== "https:" || url.username || url.password) return [];
  return url.href.length <= PAGE_LENGTH_MAX ? [[page, url.href]] : [];
}

function isObject(value: unknown): value is Payload {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function toStrings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === "string") : [];
}

function refuseRedirect(description: string): Accepted {
  return { ok: false, error: "invalid_redirect_uri", description };
}

function refuseMetadata(description: string): Accepted {
  return { ok: false, error: "invalid_client_metadata", description };
}
