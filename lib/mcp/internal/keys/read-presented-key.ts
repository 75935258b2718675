import "#server-only";

const BEARER = /^Bearer +(trinity_mcp_[A-Za-z0-9_-]{43}) *$/i;

/** The Trinity key an Authorization header holds, if it has the shape of one. */
export function readPresentedKey(authorizationHeader: string | undefined): string | null {
  const key = BEARER.exec(authorizationHeader ?? "")?.[1];
  return key?.startsWith("trinity_mcp_") === true ? key : null;
}
