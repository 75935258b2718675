import "#server-only";
import type { TenantId } from "#lib/kernel/ids.ts";
import { readKeyOwner } from "./internal/read-key-owner.ts";
import type { KeyKind } from "./schema.ts";

/** `away`: the backend did not say; that is nothing about the key. */
export type PresentedKeyVerdict =
  | { ok: true; kind: KeyKind; ownerEmail: string | null }
  | { ok: false; reason: "invalid" | "away" };

/**
 * Asks an instance's backend about a key somebody presented to us. A key that skips Trinity's own rules (system), or is
 * of a kind we do not know, is taken for invalid. A person's key alone names its owner: an agent's or a connector's acts
 * for nobody.
 */
export async function validatePresentedKey({
  tenantId,
  apiUrl,
  key,
}: {
  tenantId: TenantId;
  apiUrl: string;
  key: string;
}): Promise<PresentedKeyVerdict> {
  const read = await readKeyOwner(apiUrl, key, tenantId);
  if (!read.ok) return { ok: false, reason: read.problem === "refused_key" ? "invalid" : "away" };
  const { kind, actsAs } = read;
  if (kind === "system" || kind === "unknown") return { ok: false, reason: "invalid" };
  return { ok: true, kind, ownerEmail: kind === "user" ? actsAs : null };
}
