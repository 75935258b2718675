import "#server-only";

const SENTINEL = /^=\?base64\?(.*)\?=$/;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const VISIBLE = /^[\t\x20-\x7e]*$/;
const PLAIN = /^(?:[\x21-\x7e](?:[\t\x20-\x7e]*[\x21-\x7e])?)?$/;

/**
 * What a header that repeats a value of the body says, its Base64 form undone; null for characters no header may carry
 * and for Base64 no text encodes to. What is not wholly in that form is literal (MCP 2026-07-28, Streamable HTTP).
 */
export function decodeHeader(header: string): string | null {
  if (!VISIBLE.test(header)) return null;
  const encoded = SENTINEL.exec(header)?.[1];
  if (encoded === undefined) return header;
  if (!BASE64.test(encoded)) return null;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(encoded, "base64"));
  } catch {
    return null;
  }
}

/** The header that says this text. */
export function encodeHeader(text: string): string {
  if (PLAIN.test(text) && !SENTINEL.test(text)) return text;
  return `=?base64?${Buffer.from(text, "utf8").toString("base64")}?=`;
}
