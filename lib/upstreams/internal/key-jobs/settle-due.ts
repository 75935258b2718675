import "#server-only";
import { appendAudit } from "#lib/verbs/append-audit.ts";
import { wipePrevious } from "../keys/wipe-previous.ts";
import { inTenantOf } from "../refresh/store.ts";
import type { KeyPlace } from "./store.ts";

/** Wipes a replaced key whose time is over. */
export async function settleDue(place: KeyPlace): Promise<void> {
  const { tenantId, upstreamId } = place;
  await inTenantOf(place, async (tx) => {
    if (!(await wipePrevious(tx, tenantId, upstreamId))) return;
    await appendAudit(tx, {
      tenantId,
      actor: { kind: "system", job: "look_at_keys", tenantId },
      action: "upstream.settle-key",
      target: upstreamId,
      outcome: "done",
    });
  });
}
