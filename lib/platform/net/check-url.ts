import "#server-only";
import { isIP } from "node:net";
import { getConfig } from "../config/get-config.ts";
import { once } from "../registry/once.ts";
import { isGlobalAddress } from "./check-address.ts";
import { netError } from "./net-error.ts";

const URL_LENGTH_MAX = 2048;
const REMEMBERED_MAX = 1_000;
const PLAIN_URL = /^https?:\/\/([^/?#@%\\\s]+)([/?][^#\\\s]*)?$/i;
const PRINTABLE_ASCII = /^[\x21-\x7e]+$/;
const DNS_NAME =
  /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])$/;
const NOT_PUBLIC = /(?:^|\.)(?:localhost|local|internal|arpa|onion|invalid|alt)$/;

/** `isAllowed` marks an exception the operator made: it may use http and a private address. */
export type CheckedUrl = { origin: string; hostname: string; path: string; isAllowed: boolean };

type Memory = { allow: readonly string[]; checked: Map<string, CheckedUrl> };

/**
 * Accepts only a URL whose host is written the one way it is dialled: https on 443 to a public name or address, or an
 * exact `host:port` of OUTBOUND_ALLOW. Names are not resolved here. Throws `invalid_input`.
 */
export function checkUrl(url: string, allow: readonly string[] = getConfig().outboundAllow): CheckedUrl {
  const { checked } = memoryFor(allow);
  const known = checked.get(url);
  if (known !== undefined) return known;
  const made = parseUrl(url, allow);
  if (checked.size >= REMEMBERED_MAX) checked.clear();
  checked.set(url, made);
  return made;
}

/** Nothing but the list decides beside the URL: what was accepted under one list is forgotten with it. */
function memoryFor(allow: readonly string[]): Memory {
  const memory = once<Memory>("net.checked-urls", () => ({ allow, checked: new Map() }));
  if (memory.allow !== allow) {
    memory.allow = allow;
    memory.checked.clear();
  }
  return memory;
}

function parseUrl(url: string, allow: readonly string[]): CheckedUrl {
  if (url.length > URL_LENGTH_MAX || !PRINTABLE_ASCII.test(url)) throw netError("bad_url");
  const parsed = URL.parse(url);
  if (parsed === null) throw netError("bad_url");
  const { hostname, protocol } = parsed;
  const port = parsed.port || (protocol === "https:" ? "443" : "80");
  const isAllowed = allow.some((entry) => entry.toLowerCase() === `${hostname}:${port}`);
  if (!isAllowed) requirePublic(hostname);
  requirePlain(url, hostname, port);
  if (!isAllowed && (protocol !== "https:" || port !== "443")) throw netError("bad_url");
  return { origin: parsed.origin, hostname, path: `${parsed.pathname}${parsed.search}`, isAllowed };
}

/**
 * Comparing what was written with what was parsed refuses every disguise at once: decimal, octal, hex and short
 * addresses, full-width dots, circled letters, percent signs, backslashes, tabs, a trailing dot.
 */
function requirePlain(url: string, hostname: string, port: string): void {
  const authority = PLAIN_URL.exec(url)?.[1]?.toLowerCase();
  if (authority !== hostname && authority !== `${hostname}:${port}`) throw netError("bad_url");
}

function requirePublic(hostname: string): void {
  const literal = hostname.startsWith("[") ? hostname.slice(1, -1) : hostname;
  if (isIP(literal) !== 0) {
    if (!isGlobalAddress(literal)) throw netError("refused_address", { isInput: true });
    return;
  }
  if (NOT_PUBLIC.test(hostname)) throw netError("refused_address", { isInput: true });
  if (!DNS_NAME.test(hostname)) throw netError("bad_url");
}
