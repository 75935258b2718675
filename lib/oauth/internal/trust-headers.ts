import "#server-only";
import type { IncomingMessage } from "node:http";
import { getConfig } from "#lib/platform/config/get-config.ts";

/** The provider builds addresses from Host and X-Forwarded-*: it sees the configured origin, whatever was sent. */
export function trustHeaders(headers: IncomingMessage["headers"]): void {
  const { host, protocol } = new URL(getConfig().publicUrl);
  headers.host = host;
  headers["x-forwarded-proto"] = protocol.slice(0, -1);
  delete headers["x-forwarded-host"];
  delete headers["x-forwarded-for"];
  delete headers.forwarded;
}
