import "#server-only";
import { endConnectionsOf } from "#lib/grants/end-connections-of.ts";
import { endReviewerCode } from "#lib/identity/end-reviewer-code.ts";
import { ensurePerson } from "#lib/identity/ensure-person.ts";
import { noteCodeEnd } from "./internal/note-code-end.ts";
import { requireSandbox } from "./internal/require-sandbox.ts";
import { REVIEWER } from "./schema.ts";

/**
 * Revokes a code: it signs nobody in, every browser of the reviewer is signed out and, when it was the last good code,
 * their connections end too. Audited in the sandbox. Throws `not_found` for a code that is good no more.
 */
export async function revokeReviewerCode(id: string): Promise<{ left: number; ended: number }> {
  const { id: tenantId } = await requireSandbox();
  const { left } = await endReviewerCode(id);
  const { personId } = await ensurePerson(REVIEWER.email, REVIEWER.name);
  const ended = left > 0 ? 0 : await endConnectionsOf(tenantId, { personId });
  await noteCodeEnd(tenantId, id, { left, ended });
  return { left, ended };
}
