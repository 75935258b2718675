import "#server-only";
import { type CheckedReviewer, checkReviewerCode } from "#lib/identity/check-reviewer-code.ts";
import { DomainError } from "#lib/kernel/errors.ts";
import type { PersonId } from "#lib/kernel/ids.ts";
import { findSandbox } from "#lib/tenants/find-sandbox.ts";
import { resolveMemberActorById } from "#lib/tenants/resolve-member-actor-by-id.ts";
import { REVIEWER } from "./schema.ts";
import { addAudit } from "./store.ts";

type SignInInput = { code: unknown; cookieHeader: string | null; userAgent: string | null };

/**
 * Signs in the reviewer by a code an operator gave out; every use is in the sandbox's audit log before it counts. Throws
 * `limit_exceeded` and `unavailable`.
 */
export async function signInReviewer(input: SignInInput): Promise<CheckedReviewer> {
  return await checkReviewerCode({ ...input, record });
}

async function record({ personId, codeId }: { personId: PersonId; codeId: string }): Promise<void> {
  const sandbox = await findSandbox();
  if (sandbox === null || sandbox.isSuspended) {
    throw new DomainError("unavailable", "The sandbox does not run at the moment. Try again in a minute.");
  }
  const person = { kind: "person", personId, boundTo: sandbox.id, signedInBy: "code", ...REVIEWER } as const;
  const actor = await resolveMemberActorById(person, sandbox.id);
  await addAudit({
    tenantId: sandbox.id,
    actor,
    action: "sandbox.sign-in",
    target: personId,
    outcome: "done",
    after: { code: codeId },
  });
}
