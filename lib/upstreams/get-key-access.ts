import "#server-only";
import type { UpstreamId } from "#lib/kernel/ids.ts";
import type { Role } from "#lib/kernel/permissions.ts";
import { query } from "#lib/verbs/query.ts";
import { findKeyAccess } from "./internal/key-access/store.ts";
import { toSeen } from "./internal/key-access/to-seen.ts";
import { missingUpstream } from "./internal/missing-upstream.ts";
import { UpstreamIdInput } from "./schema.ts";
import { findUpstream } from "./store.ts";

/** `other` is the instance whose keys are taken instead of this one's. */
export type KeyAccess = {
  canBeAllowed: boolean;
  isAllowed: boolean;
  role: Role | null;
  other: string | null;
  /** Posted back with a change. */
  seen: string;
};

/** Whether programs may come with a Trinity key of this instance, and in which role those of nobody here. */
export const getKeyAccess = query({
  action: "upstream.get-key-access",
  permission: "upstream:read",
  input: UpstreamIdInput,
  async run({ tx, actor }, { id }): Promise<KeyAccess> {
    const row = await findUpstream(tx, actor.tenantId, id as UpstreamId);
    if (!row) throw missingUpstream();
    const access = await findKeyAccess(tx, actor.tenantId);
    const isAllowed = access?.upstreamId === row.id;
    const other =
      access === null || isAllowed ? null : await findUpstream(tx, actor.tenantId, access.upstreamId);
    return {
      canBeAllowed: row.apiUrl !== null,
      isAllowed,
      role: isAllowed ? access.role : null,
      other: other?.name ?? null,
      seen: toSeen(access),
    };
  },
});
