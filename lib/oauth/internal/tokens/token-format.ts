import "#server-only";
import { randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";

/** Access token, refresh token, client secret. */
export type TokenPrefix = "tcat_" | "tcrt_" | "tccs_";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const CHECKSUM_LENGTH = 6;
const SHAPE = /^tc(?:at|rt|cs)_[A-Za-z0-9_-]{43}[0-9A-Za-z]{6}$/;

/** A new opaque token: prefix, 256 random bits in base64url, CRC-32 of both in base 62. */
export function mintToken(prefix: TokenPrefix): string {
  const body = `${prefix}${randomBytes(32).toString("base64url")}`;
  return `${body}${checksum(body)}`;
}

/** Whether a value can be a token of that kind at all; a typo or foreign token never reaches the database. */
export function isWellFormedToken(prefix: TokenPrefix, value: string): boolean {
  if (!SHAPE.test(value) || !value.startsWith(prefix)) return false;
  return checksum(value.slice(0, -CHECKSUM_LENGTH)) === value.slice(-CHECKSUM_LENGTH);
}

function checksum(body: string): string {
  let rest = crc32(body);
  let text = "";
  for (let position = 0; position < CHECKSUM_LENGTH; position += 1) {
    text = `${ALPHABET[rest % 62]}${text}`;
    rest = Math.floor(rest / 62);
  }
  return text;
}
