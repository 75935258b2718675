import "#server-only";
import { appendAudit } from "#lib/verbs/append-audit.ts";
import { sandboxByConfiguration } from "./internal/lifecycle/sandbox-by-configuration.ts";
import { markSuspended } from "./internal/lifecycle/store.ts";
import { nameTenant } from "./name-tenant.ts";

/**
 * The operator stops an organisation: nobody enters it and every token of it answers 401 within a second, until
 * `liftSuspension`. Audited there. Says whether it was running before. Throws `not_found`,
 * and `precondition_failed` for the sandbox.
 */
export async function suspendTenant(slug: string): Promise<{ name: string; isNew: boolean }> {
  const { id: tenantId, name, isSandbox } = await nameTenant(slug);
  if (isSandbox) throw sandboxByConfiguration();
  const actor = { kind: "system", job: "operator", tenantId } as const;
  const isNew = await markSuspended(tenantId, new Date(), (tx) =>
    appendAudit(tx, { tenantId, actor, action: "tenant.suspend", target: tenantId, outcome: "done" }),
  );
  return { name, isNew };
}
