import "#server-only";
import type { GrantId, TenantId } from "#lib/kernel/ids.ts";
import { log } from "#lib/platform/log/log.ts";
import { resumeSession } from "../../open-session.ts";
import { findSealedKey } from "../keys/store.ts";
import { unsealKey } from "../seal-key.ts";
import { unsealLink } from "./seal-link.ts";
import { findCrowded, type LinkId, type TakenLink, takeLinks } from "./store.ts";

/** Upstream sessions of their own that one connection may have; the one unused for longest makes room. */
const PER_GRANT_MAX = 32;

/**
 * Ends the upstream sessions of a client's session at their instances, with one instance or all. Several who do so at
 * once end each of them once. What cannot be ended (its key was replaced, its instance is gone) is forgotten.
 */
export async function endLinks({
  tenantId,
  mcpSessionId,
  upstreamId,
}: Omit<LinkId, "upstreamId"> & Partial<LinkId>): Promise<void> {
  const taken = await takeLinks(tenantId, mcpSessionId, upstreamId);
  await Promise.all(taken.map((link) => end(tenantId, mcpSessionId, link)));
}

/** Ends what a connection has beyond the bound. Never throws. */
export async function endCrowded(tenantId: TenantId, grantId: GrantId): Promise<void> {
  try {
    for (const link of await findCrowded(tenantId, grantId, PER_GRANT_MAX))
      await endLinks({ tenantId, ...link });
  } catch (error) {
    log.warn({ err: error }, "upstream sessions beyond the bound were not ended");
  }
}

async function end(tenantId: TenantId, mcpSessionId: string, taken: TakenLink): Promise<void> {
  const { upstreamId, sealed, url, keyHeader, keyId, keyVersion } = taken;
  const key = { id: keyId, version: keyVersion };
  const link = unsealLink(sealed, { tenantId, mcpSessionId, upstreamId, key });
  const found = await findSealedKey(tenantId, key);
  if (link === null || found === null) return;
  const place = { tenantId, upstreamId, ownerId: found.ownerId, version: keyVersion };
  await resumeSession({
    url,
    key: unsealKey(found.sealed, place),
    keyHeader,
    pool: tenantId,
    ...link,
  }).close();
}
