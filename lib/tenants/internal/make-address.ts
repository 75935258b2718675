import "#server-only";
import { randomBytes } from "node:crypto";

const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

/** 16 letters and digits (80 random bits, RFC 4648 base32 in lower case): the last part of an organisation's address. */
export function makeAddress(): string {
  return Array.from(randomBytes(16), (byte) => ALPHABET[byte & 31]).join("");
}
