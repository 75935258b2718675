import "#server-only";
import type { JsonWebKey } from "node:crypto";
import { DomainError } from "#lib/kernel/errors.ts";
import { deriveKeys } from "#lib/platform/crypto/derive-key.ts";
import { type HeldRing, heldRing } from "#lib/platform/crypto/hold-ring.ts";
import { ensureRing } from "#lib/platform/crypto/load-ring.ts";

export type ProviderKeys = {
  /** The key in use first, then the next one: published before it signs anything. */
  jwks: { keys: JsonWebKey[] };
  /** The key in use signs; a cookie from an instance that is ahead or behind still counts. */
  cookieKeys: string[];
};

/** Changes when any of the keys does; loads them at first use. */
export async function findRingVersion(): Promise<string> {
  await ensureRing();
  return requireRing().version;
}

/** The keys the provider works with now. Never none: without keys of ours it would take its own for development. */
export function findProviderKeys(): ProviderKeys {
  return {
    jwks: { keys: [...requireRing().signing] },
    cookieKeys: deriveKeys("oauth/cookies").map((key) => key.toString("base64url")),
  };
}

function requireRing(): HeldRing {
  const ring = heldRing();
  if (ring !== undefined && ring.signing.length > 0) return ring;
  throw new DomainError("internal", "Something went wrong on our side. Try again.", {
    detail: "no signing keys",
  });
}
