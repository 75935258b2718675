import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";
import { command } from "#lib/verbs/command.ts";
import { changedMeanwhile } from "./internal/settings/changed-meanwhile.ts";
import { missingConnection } from "./internal/sso/missing.ts";
import { requireSeen } from "./internal/sso/require-seen.ts";
import { findConnection, findDomains, isOwner, switchConnection } from "./internal/sso/store.ts";
import { ActivateSsoInput } from "./schema.ts";

/**
 * Switches company sign-in on, or makes it the only way for the proved domains. Guarded against locking everybody out:
 * a domain must be proved, and somebody who owns the organisation now must have signed in through what is saved now.
 * Throws `precondition_failed`, and `conflict` when it is not as it was `seen`.
 */
export const activateSsoConnection = command({
  action: "sso.activate",
  permission: "sign-in:write",
  input: ActivateSsoInput,
  async run({ tx, actor: { tenantId } }, { isRequired, seen }) {
    const connection = await findConnection(tx, tenantId);
    if (!connection) throw missingConnection();
    requireSeen(connection, seen);
    const { id, version, testedVersion, testedBy } = connection;
    if (!(await findDomains(tx, tenantId)).some(({ provenAt }) => provenAt !== null)) {
      throw new DomainError("precondition_failed", "No domain is proved yet. Prove one first.");
    }
    if (testedVersion !== version || !testedBy || !(await isOwner(tx, tenantId, testedBy))) {
      throw new DomainError(
        "precondition_failed",
        "No owner has tested these settings yet. Test them by signing in yourself, then switch them on.",
      );
    }
    if (!(await switchConnection(tx, tenantId, connection, { isActive: true, isRequired })))
      throw changedMeanwhile();
    return { result: { id }, audit: { target: id, after: { isRequired } } };
  },
});
