import "#server-only";
import type { UpstreamId } from "#lib/kernel/ids.ts";
import { constantTimeEqual } from "#lib/platform/crypto/hash-secret.ts";
import { query } from "#lib/verbs/query.ts";
import { ReplaceKeyInput } from "../schema.ts";
import { findSharedKey } from "./keys/store.ts";
import { unsealKey } from "./seal-key.ts";

/** Whether this is the very key an instance already has. */
export const isStoredKey = query({
  action: "upstream.compare-key",
  permission: "upstream:write",
  input: ReplaceKeyInput,
  async run({ tx, actor }, { id, key }) {
    const upstreamId = id as UpstreamId;
    const stored = await findSharedKey(tx, actor.tenantId, upstreamId);
    if (!stored) return false;
    const place = { tenantId: actor.tenantId, upstreamId, ownerId: null, version: stored.version };
    return constantTimeEqual(unsealKey(stored.sealed, place), key);
  },
});
