import "#server-only";
import type { UpstreamId } from "#lib/kernel/ids.ts";
import { command } from "#lib/verbs/command.ts";
import { CheckUpstreamInput } from "../schema.ts";
import { updateUpstream } from "../store.ts";
import { admitStored, refuseConfirmation } from "./admit-check.ts";
import { findSharedKey } from "./keys/store.ts";
import { unsealKey } from "./seal-key.ts";

/** A stored instance with its key in the clear, for a check that is about to call it; never leaves the room. */
export const admitRecheck = command({
  action: "upstream.test",
  permission: "upstream:write",
  input: CheckUpstreamInput,
  async run({ tx, actor }, { id, confirmSystem }) {
    refuseConfirmation(actor, confirmSystem);
    const { result: row, audit } = await admitStored({ tx, actor }, id);
    const { tenantId } = actor;
    const key = await findSharedKey(tx, tenantId, id as UpstreamId);
    const place = { tenantId, upstreamId: row.id, ownerId: null };
    if (key !== null) await updateUpstream(tx, tenantId, row.id, { checkingAt: new Date() });
    return {
      result: {
        row,
        key: key && unsealKey(key.sealed, { ...place, version: key.version }),
        isSystemAllowed: confirmSystem || key?.kind === "system",
      },
      audit,
    };
  },
});
