import "#server-only";
import { isSwitchedOff } from "#lib/access/is-switched-off.ts";
import { countRevocations, onRevocation, type RevocationEvent } from "#lib/grants/watch-revocations.ts";
import type { TenantId } from "#lib/kernel/ids.ts";
import { log } from "#lib/platform/log/log.ts";
import { once } from "#lib/platform/registry/once.ts";

type Held = Map<TenantId, Set<() => void>>;

/**
 * `cut` runs, once at most, when the organisation's tools are paused while something of its runs. `since` is
 * `countRevocations()` from before its access was decided, so that no pause falls between the two. Returns what lets go.
 */
export function holdPause(tenantId: TenantId, since: number, cut: () => void): () => void {
  const all = held();
  const own = all.get(tenantId) ?? new Set();
  all.set(tenantId, own.add(cut));
  if (countRevocations() !== since) look(tenantId);
  return () => {
    own.delete(cut);
    if (own.size === 0 && all.get(tenantId) === own) all.delete(tenantId);
  };
}

function held(): Held {
  return once("mcp.held-pauses", () => {
    onRevocation(hear);
    return new Map() as Held;
  });
}

function hear({ kind, id }: RevocationEvent): void {
  if (kind === "all") for (const tenantId of held().keys()) look(tenantId);
  if (kind === "tenant" && held().has(id as TenantId)) look(id as TenantId);
}

function look(tenantId: TenantId): void {
  isSwitchedOff(tenantId)
    .then((isOff) => {
      if (!isOff) return;
      const cuts = [...(held().get(tenantId) ?? [])];
      held().delete(tenantId);
      for (const cut of cuts) cut();
    })
    .catch((error: unknown) => log.warn({ err: error }, "whether tools are paused could not be looked up"));
}
