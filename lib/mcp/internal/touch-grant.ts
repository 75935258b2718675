import "#server-only";
import type { ClientActor } from "#lib/kernel/actor.ts";
import type { GrantId } from "#lib/kernel/ids.ts";
import { log } from "#lib/platform/log/log.ts";
import { once } from "#lib/platform/registry/once.ts";
import { saveGrantUse } from "../store.ts";

const INTERVAL_MS = 60_000;
const KEPT_MAX = 100_000;

/** Notes the use of a connection, at most once a minute a process, without the call waiting for it. */
export function touchGrant({ tenantId, grantId, presented }: ClientActor): void {
  if (presented !== undefined) return;
  const touched = once("mcp.grant-uses", () => new Map<GrantId, number>());
  const now = Date.now();
  if (now - (touched.get(grantId) ?? 0) < INTERVAL_MS) return;
  if (touched.size >= KEPT_MAX) touched.clear();
  touched.set(grantId, now);
  saveGrantUse(tenantId, grantId).catch((error: unknown) =>
    log.warn({ err: error }, "connection use not noted"),
  );
}
