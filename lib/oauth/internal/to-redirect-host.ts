import "#server-only";

/** Host and port, or the scheme with its colon for a private one; names in punycode. */
export function toRedirectHost(redirectUri: string): string {
  const url = new URL(redirectUri);
  return url.protocol === "https:" || url.protocol === "http:" ? url.host : url.protocol;
}
