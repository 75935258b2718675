import "#server-only";
import type { UpstreamId } from "#lib/kernel/ids.ts";
import { command } from "#lib/verbs/command.ts";
import { UpstreamIdInput } from "../schema.ts";
import { findSharedKey } from "../store.ts";
import { admitStored } from "./admit-check.ts";
import { unsealKey } from "./seal-key.ts";

/** A stored instance with its key in the clear, for a check that is about to call it; never leaves the room. */
export const admitRecheck = command({
  action: "upstream.test",
  permission: "upstream:write",
  input: UpstreamIdInput,
  async run({ tx, actor }, { id }) {
    const { result: row, audit } = await admitStored({ tx, actor }, id);
    const { tenantId } = actor;
    const key = await findSharedKey(tx, tenantId, id as UpstreamId);
    const place = { tenantId, upstreamId: row.id, ownerId: null };
    return {
      result: { row, key: key && unsealKey(key.sealed, { ...place, version: key.version }), kind: key?.kind },
      audit,
    };
  },
});
