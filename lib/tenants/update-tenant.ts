import "#server-only";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { DomainError } from "#lib/kernel/errors.ts";
import { consumeLimit } from "#lib/platform/limits/consume-limit.ts";
import { command } from "#lib/verbs/command.ts";
import { changedMeanwhile } from "./internal/settings/changed-meanwhile.ts";
import { findFacts, saveTenant } from "./internal/settings/store.ts";
import { UpdateTenantInput } from "./schema.ts";
import { isUniqueViolation } from "./store.ts";

/** Names tried are names probed for, so an organisation changes its own only so often. */
const CHANGES = { points: 20, durationSeconds: 24 * 60 * 60 };

/**
 * Renames the organisation, its slug or both. Console pages move on from the former slug for 90 days, during which nobody
 * else can take it; the MCP address never changes. Throws `conflict` when the slug is or lately was another's, and when
 * somebody saved since `version`; `limit_exceeded` after twenty changes of the slug in a day.
 */
export const updateTenant = command({
  action: "tenant.update",
  permission: "tenant:write",
  input: UpdateTenantInput,
  async run({ tx, actor }, { version, name, slug }) {
    const { tenantId } = actor;
    const before = await findFacts(tx, tenantId);
    if (before?.slug !== slug) await consumeLimit("tenant-slug", tenantId, CHANGES);
    try {
      if (!(await saveTenant(tx, tenantId, { version, name, slug }))) throw changedMeanwhile();
    } catch (error) {
      throw toTaken(error, actor);
    }
    return {
      result: { name, slug },
      audit: { target: tenantId, before: { name: before?.name, slug: before?.slug }, after: { name, slug } },
    };
  },
});

function toTaken(error: unknown, { tenantId }: MemberActor): unknown {
  if (!isUniqueViolation(error)) return error;
  return new DomainError("conflict", "This short name is taken. Choose another.", {
    cause: error,
    detail: tenantId,
  });
}
