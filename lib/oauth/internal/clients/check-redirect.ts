import "#server-only";
import { isIP } from "node:net";
import { isLoopbackName } from "#lib/kernel/loopback.ts";
import { isGlobalAddress } from "#lib/platform/net/check-address.ts";

export type CheckedRedirect =
  | { ok: true; kind: "https" | "loopback" | "scheme" }
  | { ok: false; reason: string };

const LENGTH_MAX = 2048;
const PRINTABLE = /^[\x21-\x7e]+$/;
/** Schemes a browser or system acts upon itself; none belongs to an app. */
const FORBIDDEN =
  /^(?:javascript|vbscript|data|blob|file|filesystem|about|view-source|ws|wss|ftp|mailto|tel|sms|intent|content|chrome|chrome-extension|moz-extension|edge|resource|jar|ms-[a-z-]*|res|shell|search-ms):$/;

/** Whether an app may ask to return to this address (RFC 8252 section 7, OAuth 2.1 section 2.3). */
export function checkRedirect(value: unknown): CheckedRedirect {
  if (typeof value !== "string" || value.length > LENGTH_MAX || !PRINTABLE.test(value)) {
    return refuse("Every redirect URI must be one plain address without spaces or special characters.");
  }
  if (value.includes("#")) return refuse("A redirect URI must not contain a fragment (the part after #).");
  const url = value.includes("\\") ? null : URL.parse(value);
  if (url === null) return refuse("A redirect URI could not be read as an address.");
  if (url.username || url.password || /^[a-z][a-z0-9+.-]*:\/\/[^/?]*@/i.test(value)) {
    return refuse("A redirect URI must not contain a user name or password.");
  }
  if (url.protocol === "https:") return checkHttps(url.hostname);
  if (url.protocol === "http:") {
    if (isLoopbackName(url.hostname)) return { ok: true, kind: "loopback" };
    return refuse("An http redirect URI must stay on this computer (localhost or 127.0.0.1); use https.");
  }
  if (FORBIDDEN.test(url.protocol)) return refuse("A redirect URI must not use this kind of address.");
  return { ok: true, kind: "scheme" };
}

/**
 * The address as it is compared: of a loopback one every port is the same (RFC 8252 section 7.3), so none is kept. Any
 * other is compared byte for byte.
 */
export function withoutLoopbackPort(uri: string): string {
  return uri.replace(/^(http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])):\d*(?=[/?]|$)/, "$1");
}

function checkHttps(hostname: string): CheckedRedirect {
  const literal = hostname.startsWith("[") ? hostname.slice(1, -1) : hostname;
  if (isLoopbackName(hostname)) {
    return refuse("A redirect URI on this computer must use http, not https.");
  }
  if (isIP(literal) !== 0 && !isGlobalAddress(literal)) {
    return refuse("A redirect URI must not point into a private network.");
  }
  return { ok: true, kind: "https" };
}

function refuse(reason: string): CheckedRedirect {
  return { ok: false, reason };
}
