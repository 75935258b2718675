import "#server-only";
import { netError } from "./net-error.ts";

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,128}$/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
const VALUE_LENGTH_MAX = 16_384;
// Framing, routing and state belong to this room; a caller that could set them could smuggle a second request.
const REFUSED = new Set([
  "host",
  "connection",
  "content-length",
  "transfer-encoding",
  "keep-alive",
  "te",
  "trailer",
  "upgrade",
  "expect",
  "cookie",
  "cookie2",
  "via",
  "forwarded",
]);
const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** The headers to send: names in lower case, uncompressed answers asked for. Throws `invalid_input` (RFC 9110 5.5). */
export function checkHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const checked: Record<string, string> = {};
  for (const [written, value] of Object.entries(headers)) {
    const name = written.toLowerCase();
    if (
      !TOKEN.test(name) ||
      REFUSED.has(name) ||
      name.startsWith("proxy-") ||
      name.startsWith("x-forwarded-")
    ) {
      throw netError("bad_request");
    }
    if (value.length > VALUE_LENGTH_MAX || !VALUE.test(value) || Object.hasOwn(checked, name)) {
      throw netError("bad_request");
    }
    checked[name] = value;
  }
  checked["accept-encoding"] = "identity";
  return checked;
}

/** The method as sent; only the ordinary ones, in upper case. Throws `invalid_input`. */
export function checkMethod(method: string): string {
  if (!METHODS.has(method)) throw netError("bad_request");
  return method;
}
