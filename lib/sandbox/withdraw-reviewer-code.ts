import "#server-only";
import { withdrawCode } from "#lib/identity/withdraw-code.ts";
import { noteCodeEnd } from "./internal/note-code-end.ts";
import { requireSandbox } from "./internal/require-sandbox.ts";

/**
 * Takes back a code that was given to nobody outside: it signs nobody in any more, and whoever is signed in as the reviewer
 * stays so. Audited in the sandbox. Throws `not_found` for a code that is good no more.
 */
export async function withdrawReviewerCode(id: string): Promise<void> {
  const { id: tenantId } = await requireSandbox();
  const { left } = await withdrawCode(id);
  await noteCodeEnd(tenantId, id, { left, ended: 0 });
}
