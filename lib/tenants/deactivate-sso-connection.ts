import "#server-only";
import { z } from "zod";
import { command } from "#lib/verbs/command.ts";
import { missingConnection, savedMeanwhile } from "./internal/sso/missing.ts";
import { findConnection, switchConnection } from "./internal/sso/store.ts";

/** Switches company sign-in off; people sign in by code again. Throws `precondition_failed`, `conflict`. */
export const deactivateSsoConnection = command({
  action: "sso.deactivate",
  permission: "sign-in:write",
  input: z.strictObject({}),
  async run({ tx, actor: { tenantId } }) {
    const connection = await findConnection(tx, tenantId);
    if (!connection) throw missingConnection();
    const { id, version } = connection;
    if (!(await switchConnection(tx, tenantId, { version, isActive: false, isRequired: false })))
      throw savedMeanwhile();
    return { result: { id }, audit: { target: id } };
  },
});
