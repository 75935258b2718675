import "#server-only";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { DomainError } from "#lib/kernel/errors.ts";
import { queueMail } from "#lib/platform/outbox/queue-mail.ts";
import {
  deleteSsoConnection,
  findOwnerAddresses,
  isSandbox,
  markDeleted,
  type Tx,
} from "./internal/lifecycle/store.ts";
import { writeDeletionMail } from "./internal/lifecycle/write-deletion-mail.ts";
import { DAY_MS, DELETION_UNDO_DAYS } from "./policy.ts";

/**
 * The tenants' part of a deletion, in the caller's transaction: nobody enters any more, company sign-in is off with its
 * secret gone, and every owner is told until when it can be undone. Throws `conflict` when somebody deleted it already, and
 * `precondition_failed` for the sandbox.
 */
export async function markTenantDeleted(tx: Tx, actor: MemberActor): Promise<{ purgeAt: Date }> {
  const { tenantId, personId: by } = actor;
  if (await isSandbox(tx, tenantId)) {
    throw new DomainError(
      "precondition_failed",
      "This organisation is the permanent sandbox of reviews and stays.",
    );
  }
  const now = new Date();
  const purgeAt = new Date(now.getTime() + DELETION_UNDO_DAYS * DAY_MS);
  if (!(await markDeleted(tx, tenantId, { by, now, purgeAt }))) {
    throw new DomainError("conflict", "Somebody has deleted this organisation already. Reload the page.");
  }
  await deleteSsoConnection(tx, tenantId);
  const mail = writeDeletionMail({
    tenantName: actor.tenantName,
    slug: actor.tenantSlug,
    by: actor.email,
    purgeAt,
  });
  for (const to of await findOwnerAddresses(tx, tenantId)) {
    await queueMail(tx, { tenantId, kind: "tenant-deleted", to, mail });
  }
  return { purgeAt };
}
