import "#server-only";
import { isLoopbackName } from "#lib/kernel/loopback.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";

/**
 * Whether a page of ours sent this request: the browser says so (`Sec-Fetch-Site`) or names our origin, and nothing it
 * says speaks against it. A request that says neither is refused, so every form post is checked.
 */
export function isSameOrigin(request: Request): boolean {
  const site = request.headers.get("sec-fetch-site");
  const origin = request.headers.get("origin");
  if (site === null && origin === null) return false;
  return (site === null || site === "same-origin") && (origin === null || isOwnOrigin(origin));
}

/** Locally every loopback name at our port is us: people open either. */
function isOwnOrigin(origin: string): boolean {
  const { publicUrl, isLocal } = getConfig();
  if (origin === publicUrl) return true;
  if (!isLocal || !URL.canParse(origin)) return false;
  const [theirs, ours] = [new URL(origin), new URL(publicUrl)];
  return isLoopbackName(theirs.hostname) && theirs.port === ours.port && theirs.protocol === ours.protocol;
}
