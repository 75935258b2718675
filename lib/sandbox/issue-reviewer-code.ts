import "#server-only";
import { addReviewerCode } from "#lib/identity/add-reviewer-code.ts";
import { REVIEWER_ADDRESS } from "#lib/identity/schema.ts";
import { requireSandbox } from "./internal/require-sandbox.ts";
import { addAudit } from "./store.ts";

/** Who gives it out: an operator's address, or "operator" for a command. */
type Issuing = { days: number; issuedBy: string };
export type IssuedCode = { id: string; address: string; code: string; expiresAt: Date };

/**
 * A code the reviewer signs in with for that many days, shown this once, audited in the sandbox. Throws `invalid_input`
 * for other than 1 to 90 days, `precondition_failed` while there is no sandbox or five codes are good.
 */
export async function issueReviewerCode({ days, issuedBy }: Issuing): Promise<IssuedCode> {
  const { id: tenantId } = await requireSandbox();
  const issued = await addReviewerCode({ days, issuedBy });
  await addAudit({
    tenantId,
    actor: { kind: "system", job: "operator", tenantId },
    action: "sandbox.issue-code",
    target: issued.id,
    outcome: "done",
    after: { days, expiresAt: issued.expiresAt },
  });
  return { ...issued, address: REVIEWER_ADDRESS };
}
