import "#server-only";
import { type Client, type Context, errors } from "oidc-provider";
import { GROUPS } from "#lib/catalog/groups.ts";
import { isLoopbackName } from "#lib/kernel/loopback.ts";
import { isSecure } from "#lib/platform/cookies/host-cookie.ts";
import { parseResource } from "../parse-resource.ts";
import { ACCESS_MINUTES, CODE_MINUTES, REFRESH_DAYS, REQUEST_MINUTES } from "../policy.ts";
import { isKnownAddress } from "../store.ts";
import { AUTH_METHODS } from "./clients/accept-authentication.ts";
import { SIGNING_ALGS } from "./clients/accept-keys.ts";
import { makeInteractionPolicy } from "./interaction-policy.ts";
import type { ProviderKeys } from "./keys/find-provider-keys.ts";
import { openAdapter } from "./open-adapter.ts";
import { renderError } from "./render-error.ts";
import { toResourceUri } from "./resource-uri.ts";
import { ROUTES } from "./routes.ts";
import { SESSION_COOKIE } from "./serve-request.ts";
import { currentTokenRequest } from "./tokens/request-context.ts";

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;
const REFRESH_IDLE_TTL = REFRESH_DAYS * DAY;
const GRANT_TTL = 180 * DAY;
/** Of the provider's cookies; the path of each is its request's. */
export const COOKIE_OPTIONS = { httpOnly: true, sameSite: "lax", overwrite: true } as const;
/** For the clocks of clients that sign. */
const CLOCK_TOLERANCE = 15;

/** The provider's configuration with the keys of now. */
export function makeConfiguration({ jwks, cookieKeys }: ProviderKeys): object {
  return {
    adapter: openAdapter,
    jwks,
    routes: ROUTES,
    cookies: makeCookies(cookieKeys),
    interactions: {
      policy: makeInteractionPolicy(),
      url: (_ctx: Context, { uid }: { uid: string }) => toRequestPath(uid),
    },
    features: makeFeatures(),
    responseTypes: ["code"],
    scopes: ["offline_access"],
    pkce: { required: () => true },
    clientAuthMethods: AUTH_METHODS,
    clockTolerance: CLOCK_TOLERANCE,
    assertJwtClientAuthClaimsAndHeader: refuseEndlessAssertion,
    clientDefaults: {
      application_type: "native",
      grant_types: ["authorization_code", "refresh_token"],
      id_token_signed_response_alg: "ES256",
      response_types: ["code"],
      token_endpoint_auth_method: "none",
    },
    enabledJWA: { idTokenSigningAlgValues: ["ES256"], clientAuthSigningAlgValues: SIGNING_ALGS },
    allowOmittingSingleRegisteredRedirectUri: false,
    clientBasedCORS,
    expiresWithSession: () => false,
    issueRefreshToken: (_ctx: Context, client: Client) => client.grantTypeAllowed("refresh_token"),
    rotateRefreshToken: true,
    revokeGrantPolicy: () => true,
    loadExistingGrant,
    findAccount: (_ctx: Context, accountId: string) => ({
      accountId,
      claims: async () => ({ sub: accountId }),
    }),
    ttl: {
      AccessToken: toAccessTtl,
      AuthorizationCode: CODE_MINUTES * MINUTE,
      Grant: GRANT_TTL,
      Interaction: REQUEST_MINUTES * MINUTE,
      RefreshToken: toRefreshTtl,
      Session: 30 * MINUTE,
    },
    fetch: () => Promise.reject(new Error("the provider fetches nothing by itself")),
    renderError,
  };
}

/** Where a request is answered; one of its cookies reaches no other path. */
export function toRequestPath(uid: string): string {
  return `/connect/${uid}`;
}

function makeFeatures(): object {
  const off = { enabled: false };
  return {
    devInteractions: off,
    dPoP: off,
    pushedAuthorizationRequests: off,
    rpInitiatedLogout: off,
    userinfo: off,
    revocation: {
      enabled: true,
      allowedPolicy: (_ctx: Context, client: Client, token: { clientId: string }) =>
        token.clientId === client.clientId,
    },
    // For the metadata to say so; the requests themselves are served in internal/clients.
    registration: { enabled: true, issueRegistrationAccessToken: false },
    clientIdMetadataDocument: { enabled: true, ack: "draft-02", allowFetch: () => false },
    resourceIndicators: {
      enabled: true,
      defaultResource: (_ctx: Context, _client: Client, oneOf?: string[]) => {
        if (oneOf) throw new errors.InvalidTarget("only one resource can be asked for at a time");
        return toResourceUri({ kind: "shared" });
      },
      useGrantedResource: () => true,
      getResourceServerInfo,
    },
  };
}

/** Path-scoped and bound to the host; the prefix makes browsers insist on https (RFC 6265bis section 4.1.3). */
function makeCookies(keys: string[]): object {
  const prefix = isSecure() ? "__Secure-" : "";
  return {
    names: {
      session: `${prefix}${SESSION_COOKIE}`,
      interaction: `${prefix}connect_request`,
      resume: `${prefix}connect_resume`,
    },
    long: { ...COOKIE_OPTIONS, path: "/oauth/authorize" },
    short: COOKIE_OPTIONS,
    keys,
  };
}

async function getResourceServerInfo(ctx: Context, indicator: string): Promise<object> {
  if (Array.isArray(ctx.oidc.params.resource)) {
    throw new errors.InvalidTarget("only one resource can be asked for at a time");
  }
  const resource = parseResource(indicator);
  const isOurs =
    resource !== null &&
    toResourceUri(resource) === indicator &&
    (resource.kind === "shared" || (await isKnownAddress(resource.address)));
  if (!isOurs) throw new errors.InvalidTarget("this resource is not served here");
  return {
    scope: GROUPS.map(({ id }) => id).join(" "),
    audience: indicator,
    accessTokenFormat: "opaque",
  };
}

/** Only the grant this very request's consent made; nothing remembered of an earlier one. */
async function loadExistingGrant(ctx: Context): Promise<unknown> {
  const consent = ctx.oidc.result?.consent as { grantId?: unknown } | undefined;
  if (typeof consent?.grantId !== "string") return undefined;
  const { provider } = ctx.oidc as unknown as {
    provider: { Grant: { find(id: string): Promise<unknown> } };
  };
  return await provider.Grant.find(consent.grantId);
}

/** As long as the organisation whose grant the token is for chose; it is known wherever a token is given out. */
function toAccessTtl(): number {
  return (currentTokenRequest()?.grant?.accessTokenMinutes ?? ACCESS_MINUTES) * MINUTE;
}

/** Idle for 30 days or 180 days after the first one, whichever is sooner; `iiat` survives every rotation. */
function toRefreshTtl(_ctx: Context, token: { iiat: number }): number {
  const age = Math.floor(Date.now() / 1000) - token.iiat;
  return Math.max(1, Math.min(REFRESH_IDLE_TTL, GRANT_TTL - age));
}

/** An assertion is remembered until it expires, so one that hardly ever does is refused (RFC 7523 section 3). */
async function refuseEndlessAssertion(_ctx: Context, { exp }: { exp: number }): Promise<void> {
  if (!Number.isFinite(exp) || exp > Date.now() / 1000 + DAY) {
    throw new errors.InvalidClientAuth("the assertion lives too long");
  }
}

/** A page may redeem a code only from the origin its app registered; on the person's own machine from any port of it. */
function clientBasedCORS(_ctx: Context, origin: string, client: Client): boolean {
  const page = URL.parse(origin);
  if (page === null || page.origin !== origin) return false;
  return client.redirectUris.some((uri) => {
    const registered = URL.parse(uri);
    if (registered === null || registered.protocol !== page.protocol) return false;
    // A registered loopback address means every port (RFC 8252 section 7.3), and the provider keeps it without one.
    const isLoopback = registered.protocol === "http:" && isLoopbackName(registered.hostname);
    return isLoopback ? registered.hostname === page.hostname : registered.origin === origin;
  });
}
