import "#server-only";
import type { TenantId } from "#lib/kernel/ids.ts";
import { sha256Hex } from "#lib/platform/crypto/hash-secret.ts";
import { consumeLimit } from "#lib/platform/limits/consume-limit.ts";
import { currentPeerAddress } from "#lib/platform/limits/peer-address.ts";
import { findEndLinkPlace } from "./store.ts";

const LOOKS_PER_PEER = { name: "end-link.looks-peer", points: 60, durationSeconds: 900 } as const;

/** 32 random bytes in base64url. */
const TOKEN = /^[\w-]{43}$/;

/**
 * The place of the link that this token opens; null for anything else, which is not even looked for where it cannot be
 * one. Throws `limit_exceeded` to a network that asks too often.
 */
export async function openEndLink(token: string): Promise<{ tenantId: TenantId; id: string } | null> {
  const peer = currentPeerAddress();
  if (peer) await consumeLimit(LOOKS_PER_PEER.name, peer, LOOKS_PER_PEER);
  return TOKEN.test(token) ? await findEndLinkPlace(sha256Hex(token)) : null;
}
