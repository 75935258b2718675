import "#server-only";
import { withdrawCode } from "#lib/identity/withdraw-code.ts";
import { requireSandbox } from "./internal/require-sandbox.ts";
import { addAudit } from "./store.ts";

/**
 * Takes back a code that was given to nobody outside: it signs nobody in any more, and whoever is signed in as the reviewer
 * stays so. Audited in the sandbox. Throws `not_found` for a code that is good no more.
 */
export async function withdrawReviewerCode(id: string): Promise<void> {
  const { id: tenantId } = await requireSandbox();
  const { left } = await withdrawCode(id);
  await addAudit({
    tenantId,
    actor: { kind: "system", job: "operator", tenantId },
    action: "sandbox.revoke-code",
    target: id,
    outcome: "done",
    after: { left, ended: 0 },
  });
}
