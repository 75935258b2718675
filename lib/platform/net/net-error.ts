import "#server-only";
import { DomainError, type ErrorCode, isDomainError } from "#lib/kernel/errors.ts";

const FAILURES = {
  bad_url: [
    "invalid_input",
    "This address cannot be used. Enter a plain https address on the standard port, without a user name or fragment.",
  ],
  bad_request: [
    "invalid_input",
    "This request cannot be sent. Remove the header or method that is not allowed.",
  ],
  refused_address: [
    "upstream_failed",
    "The server could not be reached. Check its address and that it is online.",
  ],
  unresolvable: [
    "upstream_failed",
    "The server could not be reached. Check its address and that it is online.",
  ],
  unreachable: [
    "upstream_failed",
    "The server could not be reached. Check its address and that it is online.",
  ],
  tls: [
    "upstream_failed",
    "The server's certificate was not accepted. Ask its operator to install a valid one.",
  ],
  redirected: ["upstream_failed", "The server sent us to another address. Enter the final address instead."],
  too_large: ["upstream_failed", "The server's answer was too large. Ask for less at once."],
  bad_body: ["upstream_failed", "The server's answer could not be read. Ask its operator to check it."],
  timeout: ["upstream_timeout", "The server did not answer in time. Try again later."],
  aborted: ["upstream_failed", "The request was cancelled. Start it again if it is still needed."],
} as const satisfies Record<string, readonly [ErrorCode, string]>;

/** Why a guarded fetch failed. Closed; chosen by us, never taken from what the other side said. */
export type NetReason = keyof typeof FAILURES;

const SYSTEM_CODE = /^[A-Z][A-Z0-9_]{1,63}$/;

/**
 * The error of one reason. An address refused as written is `invalid_input`; one refused for what its name resolves
 * to reads like any unreachable server, so that nobody can learn which names exist inside.
 */
export function netError(
  reason: NetReason,
  options: { isInput?: boolean; systemCode?: unknown } = {},
): DomainError {
  const [code, publicMessage] = options.isInput ? FAILURES.bad_url : FAILURES[reason];
  const { systemCode } = options;
  const suffix = typeof systemCode === "string" && SYSTEM_CODE.test(systemCode) ? ` ${systemCode}` : "";
  return new DomainError(code, publicMessage, { detail: `net:${reason}${suffix}` });
}

/** The reason a guarded fetch failed with, or undefined for any other error. */
export function netReasonOf(error: unknown): NetReason | undefined {
  if (!isDomainError(error)) return undefined;
  const reason = /^net:([a-z_]+)/.exec(error.detail ?? "")?.[1];
  return reason !== undefined && Object.hasOwn(FAILURES, reason) ? (reason as NetReason) : undefined;
}

/** The error for what the socket, the resolver or the HTTP parser reported; nothing of its text is kept. */
export function toNetError(error: unknown): DomainError {
  const systemCode = (error as { code?: unknown } | null)?.code;
  return netError(reasonOfSystemCode(typeof systemCode === "string" ? systemCode : ""), { systemCode });
}

function reasonOfSystemCode(code: string): NetReason {
  if (code === "NET_REFUSED") return "refused_address";
  if (code === "NET_UNRESOLVABLE") return "unresolvable";
  if (code.startsWith("UND_ERR_CONNECT_TIMEOUT")) return "timeout";
  if (code === "UND_ERR_HEADERS_OVERFLOW") return "too_large";
  if (code === "UND_ERR_INVALID_ARG") return "bad_request";
  if (/^(?:HPE_|UND_ERR_(?:RES|RESPONSE))/.test(code)) return "bad_body";
  if (
    /^(?:ERR_TLS|ERR_SSL|ERR_OSSL|CERT_|UNABLE_TO_|CRL_|EPROTO$)|SELF_SIGNED|HOSTNAME_MISMATCH|_CERT/.test(
      code,
    )
  ) {
    return "tls";
  }
  return "unreachable";
}
