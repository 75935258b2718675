import "#server-only";
import type { TenantId, UpstreamId } from "#lib/kernel/ids.ts";
import { log } from "#lib/platform/log/log.ts";
import type { OwnerKey } from "../lease-session.ts";
import type { OpenedSession } from "../open-session.ts";
import { doubtKey, findSealedKey } from "./keys/store.ts";
import { unsealKey } from "./seal-key.ts";

type Owner = { tenantId: TenantId; upstreamId: UpstreamId; key: OwnerKey };

/**
 * The key in the clear, and after it the one it replaced, while that may stand in for it; none once it was replaced,
 * removed, or is another instance's.
 */
export async function openKey({ tenantId, upstreamId, key }: Owner): Promise<readonly string[]> {
  if (key.reveal !== undefined) return [key.reveal()];
  const found = await findSealedKey(tenantId, key);
  if (found === null || found.upstreamId !== upstreamId) return [];
  const { ownerId, sealed, previousSealed, previousVersion } = found;
  const place = { tenantId, upstreamId, ownerId };
  const current = unsealKey(sealed, { ...place, version: key.version });
  if (previousSealed === null || previousVersion === null) return [current];
  return [current, unsealKey(previousSealed, { ...place, version: previousVersion })];
}

/** Opens a session with the first key that is not refused. That another one had to stand in is noted. */
export async function openWithKeys(
  { tenantId, key: { id, version } }: Owner,
  keys: readonly string[],
  open: (key: string) => Promise<OpenedSession>,
): Promise<OpenedSession> {
  let opened: OpenedSession = { ok: false, reason: "refused_key" };
  for (const [index, key] of keys.entries()) {
    opened = await open(key);
    if (opened.ok && index > 0) {
      doubtKey(tenantId, { id, version }).catch((error: unknown) =>
        log.warn({ err: error }, "that a key before stands in was not noted"),
      );
    }
    if (opened.ok || opened.reason !== "refused_key") return opened;
  }
  return opened;
}
