import "#server-only";
import { endAllConnections } from "#lib/grants/end-all-connections.ts";
import { hearAtOnce } from "#lib/grants/hear-at-once.ts";
import { dropSessions } from "#lib/mcp/drop-sessions.ts";
import { markTenantDeleted } from "#lib/tenants/mark-tenant-deleted.ts";
import { requireConfirmation } from "#lib/tenants/require-confirmation.ts";
import { ConfirmedInput } from "#lib/tenants/schema.ts";
import { shredKeys } from "#lib/upstreams/shred-keys.ts";
import { command } from "#lib/verbs/command.ts";

/**
 * Deletes the actor's organisation. With the commit everything of it stops: connections have ended, keys are destroyed and
 * not only marked, nobody enters. For seven days an owner can take it back (`restoreTenant`), without what was destroyed;
 * then `purgeTenants` removes the rest. Its slug, address and id are never given out again. Throws `conflict` when somebody
 * deleted it already, `invalid_input` when another name was typed.
 */
export const deleteTenant = hearAtOnce(
  command({
    action: "tenant.delete",
    permission: "tenant:delete",
    input: ConfirmedInput,
    async run({ tx, actor }, { confirmation }) {
      requireConfirmation(actor, confirmation);
      const { tenantId, personId: endedBy } = actor;
      const { purgeAt } = await markTenantDeleted(tx, actor);
      const ended = await endAllConnections(tx, tenantId, { endedBy, endedReason: "tenant_deleted" });
      const shredded = await shredKeys(tx, tenantId);
      await dropSessions(tx, tenantId);
      return { result: { purgeAt }, audit: { target: tenantId, after: { purgeAt, ended, shredded } } };
    },
  }),
);
