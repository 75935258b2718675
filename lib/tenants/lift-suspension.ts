import "#server-only";
import { appendAudit } from "#lib/verbs/append-audit.ts";
import { sandboxByConfiguration } from "./internal/lifecycle/sandbox-by-configuration.ts";
import { clearSuspension } from "./internal/lifecycle/store.ts";
import { nameTenant } from "./name-tenant.ts";

/**
 * The operator lets a suspended organisation run again, audited there; a deleted one stays deleted. Throws `not_found`, and
 * `precondition_failed` for the sandbox.
 */
export async function liftSuspension(slug: string): Promise<{ name: string; isNew: boolean }> {
  const { id: tenantId, name, isSandbox } = await nameTenant(slug);
  if (isSandbox) throw sandboxByConfiguration();
  const actor = { kind: "system", job: "operator", tenantId } as const;
  const isNew = await clearSuspension(tenantId, (tx) =>
    appendAudit(tx, { tenantId, actor, action: "tenant.lift-suspension", target: tenantId, outcome: "done" }),
  );
  return { name, isNew };
}
