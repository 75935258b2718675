import "#server-only";
import { command } from "#lib/verbs/command.ts";
import { changedMeanwhile } from "./internal/settings/changed-meanwhile.ts";
import { missingConnection } from "./internal/sso/missing.ts";
import { requireSeen } from "./internal/sso/require-seen.ts";
import { findConnection, switchConnection } from "./internal/sso/store.ts";
import { DeactivateSsoInput } from "./schema.ts";

/**
 * Switches company sign-in off; people sign in by code again. Throws `precondition_failed`, and `conflict` when it is not as
 * it was `seen`.
 */
export const deactivateSsoConnection = command({
  action: "sso.deactivate",
  permission: "sign-in:write",
  input: DeactivateSsoInput,
  async run({ tx, actor: { tenantId } }, { seen }) {
    const connection = await findConnection(tx, tenantId);
    if (!connection) throw missingConnection();
    requireSeen(connection, seen);
    const off = { isActive: false, isRequired: false };
    if (!(await switchConnection(tx, tenantId, connection, off))) throw changedMeanwhile();
    return { result: { id: connection.id }, audit: { target: connection.id } };
  },
});
