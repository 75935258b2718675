import "#server-only";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { DomainError } from "#lib/kernel/errors.ts";
import { consumeLimit } from "#lib/platform/limits/consume-limit.ts";
import { changedSince } from "#lib/verbs/changed-since.ts";
import { command } from "#lib/verbs/command.ts";
import { reverseChange } from "#lib/verbs/reverse-change.ts";
import { changedMeanwhile } from "./internal/settings/changed-meanwhile.ts";
import { findFacts, saveTenant } from "./internal/settings/store.ts";
import { UpdateTenantInput } from "./schema.ts";
import { isUniqueViolation } from "./store.ts";

/** Names tried are names probed for, so an organisation changes its own only so often. */
const CHANGES = { points: 20, durationSeconds: 24 * 60 * 60 };

/**
 * Renames the organisation, its slug or both. Console pages move on from the former slug for 90 days, during which nobody
 * else can take it; the MCP address never changes. `undo` is for this very verb. Throws `conflict` when the slug is or lately
 * was another's, when somebody saved since `version`, and when it is not called what was `seen`; `limit_exceeded` after
 * twenty changes of the slug in a day.
 */
export const updateTenant = command({
  action: "tenant.update",
  permission: "tenant:write",
  input: UpdateTenantInput,
  async run({ tx, actor }, { name, slug, ...made }) {
    const { tenantId } = actor;
    const before = await findFacts(tx, tenantId);
    const { seen, version = before?.version ?? 0 } = made;
    if (seen !== undefined && (before?.name !== seen.name || before.slug !== seen.slug)) throw changedSince();
    if (before?.slug !== slug) await consumeLimit("tenant-slug", tenantId, CHANGES);
    try {
      if (!(await saveTenant(tx, tenantId, { version, name, slug }))) throw changedMeanwhile();
    } catch (error) {
      throw toTaken(error, actor);
    }
    const [was, after] = [
      { name: before?.name, slug: before?.slug },
      { name, slug },
    ];
    return {
      result: { ...after, undo: reverseChange(was, after) },
      audit: { target: tenantId, before: was, after },
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
