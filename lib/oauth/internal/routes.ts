import "#server-only";

/** Where the authorization server answers, below its issuer. */
export const ROUTES = {
  authorization: "/oauth/authorize",
  token: "/oauth/token",
  registration: "/oauth/register",
  revocation: "/oauth/revoke",
  jwks: "/oauth/jwks",
} as const;

/** Its metadata, at both names (RFC 8414 section 3, OpenID Connect Discovery section 4). */
export const METADATA_PATHS = [
  "/.well-known/oauth-authorization-server",
  "/.well-known/openid-configuration",
] as const;
