import "#server-only";
import type { ClientActor } from "#lib/kernel/actor.ts";
import { log } from "#lib/platform/log/log.ts";
import { once } from "#lib/platform/registry/once.ts";
import { saveAskedGroups } from "../../store.ts";

const INTERVAL_MS = 60_000;
const KEPT_MAX = 100_000;

/**
 * Remembers what a refused call lacked, so that the app's next request can be shown as just that. At most one write a
 * minute, connection and group in a process, however often an app tries; a write that fails only costs the shorter page.
 */
export async function rememberRefusal(
  { tenantId, grantId }: ClientActor,
  lacking: readonly string[],
): Promise<void> {
  const written = once("mcp.refusals", () => new Map<string, number>());
  const now = Date.now();
  const isOld = (group: string) => now - (written.get(`${grantId} ${group}`) ?? 0) >= INTERVAL_MS;
  if (!lacking.some(isOld)) return;
  if (written.size >= KEPT_MAX) written.clear();
  for (const group of lacking) written.set(`${grantId} ${group}`, now);
  try {
    await saveAskedGroups(tenantId, grantId, lacking);
  } catch (error) {
    log.warn({ err: error }, "refused groups not remembered");
  }
}
