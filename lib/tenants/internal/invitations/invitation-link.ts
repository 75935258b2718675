import "#server-only";
import { randomBytes } from "node:crypto";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { sha256Hex } from "#lib/platform/crypto/hash-secret.ts";

const TOKEN = /^[\w-]{43}$/;

/** 256 random bits in the address somebody opens to accept; only `hash` is kept. */
export function makeInvitationLink(): { url: string; hash: string } {
  const token = randomBytes(32).toString("base64url");
  return { url: `${getConfig().publicUrl}/invite/${token}`, hash: sha256Hex(token) };
}

/** What is stored of a token; null for text that can be none. */
export function hashInvitationToken(token: string): string | null {
  return TOKEN.test(token) ? sha256Hex(token) : null;
}
