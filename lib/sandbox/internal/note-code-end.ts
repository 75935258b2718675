import "#server-only";
import type { TenantId } from "#lib/kernel/ids.ts";
import { addAudit } from "../store.ts";

/** The row in the sandbox's audit log that an operator ended a code: how many are still good, which connections ended too. */
export async function noteCodeEnd(
  tenantId: TenantId,
  id: string,
  after: { left: number; ended: number },
): Promise<void> {
  await addAudit({
    tenantId,
    actor: { kind: "system", job: "operator", tenantId },
    action: "sandbox.revoke-code",
    target: id,
    outcome: "done",
    after,
  });
}
