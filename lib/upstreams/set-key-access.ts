import "#server-only";
import { hearAtOnce } from "#lib/grants/hear-at-once.ts";
import { DomainError } from "#lib/kernel/errors.ts";
import type { UpstreamId } from "#lib/kernel/ids.ts";
import { ROLES } from "#lib/kernel/permissions.ts";
import { command } from "#lib/verbs/command.ts";
import { deleteKeyAccess, findKeyAccess, lockKeyAccess, saveKeyAccess } from "./internal/key-access/store.ts";
import { toSeen } from "./internal/key-access/to-seen.ts";
import { missingUpstream } from "./internal/missing-upstream.ts";
import { SetKeyAccessInput } from "./schema.ts";
import { findUpstream } from "./store.ts";

/**
 * Whether programs may come to the organisation's own address with a Trinity key of this instance, and in which role
 * when the key's owner is no member (null: not at all). One instance at a time: allowing it for another ends it for this
 * one. Whoever is connected with such a key is cut within a second. Throws `precondition_failed` without a backend
 * address, `forbidden` for a role above the caller's own, and `conflict` when it is not as it was `seen`.
 */
export const setKeyAccess = hearAtOnce(
  command({
    action: "upstream.set-key-access",
    permission: "upstream:write",
    input: SetKeyAccessInput,
    async run({ tx, actor }, { id, isAllowed, role, seen }) {
      const { tenantId } = actor;
      const row = await findUpstream(tx, tenantId, id as UpstreamId);
      if (!row) throw missingUpstream();
      if (isAllowed && row.apiUrl === null) {
        throw new DomainError(
          "precondition_failed",
          "Keys can only be checked with the address of the instance's backend. Add it on the instance's page.",
        );
      }
      if (role !== null && ROLES.indexOf(role) < ROLES.indexOf(actor.role)) {
        throw new DomainError("forbidden", "You cannot give a role above your own. Choose another role.");
      }
      await lockKeyAccess(tx, tenantId);
      const before = await findKeyAccess(tx, tenantId);
      if (toSeen(before) !== seen) {
        throw new DomainError(
          "conflict",
          "Somebody else decided about keys meanwhile. What you chose is still here: look at what they did, then save again.",
        );
      }
      if (before !== null && before.upstreamId !== row.id && isAllowed) {
        await deleteKeyAccess(tx, tenantId, before.upstreamId);
      }
      if (isAllowed) await saveKeyAccess(tx, tenantId, { upstreamId: row.id, role });
      else await deleteKeyAccess(tx, tenantId, row.id);
      return {
        result: { isAllowed, role: isAllowed ? role : null },
        audit: { target: row.id, before: { ...before }, after: { isAllowed, role } },
      };
    },
  }),
);
