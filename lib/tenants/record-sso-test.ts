import "#server-only";
import { command } from "#lib/verbs/command.ts";
import { missingConnection, savedMeanwhile } from "./internal/sso/missing.ts";
import { findConnection, markTested } from "./internal/sso/store.ts";
import { RecordSsoTestInput } from "./schema.ts";

/** Writes down that this owner has just signed in at what is saved now, and what was said of them. Throws `precondition_failed`, `conflict`. */
export const recordSsoTest = command({
  action: "sso.test",
  permission: "sign-in:write",
  input: RecordSsoTestInput,
  async run({ tx, actor: { tenantId, personId } }, { version, claims = null }) {
    const connection = await findConnection(tx, tenantId);
    if (!connection) throw missingConnection();
    if (!(await markTested(tx, tenantId, { version, by: personId, now: new Date(), claims })))
      throw savedMeanwhile();
    return { result: { id: connection.id }, audit: { target: connection.id } };
  },
});
