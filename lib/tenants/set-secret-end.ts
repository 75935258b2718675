import "#server-only";
import { command } from "#lib/verbs/command.ts";
import { fromDay, toDay } from "./internal/sso-secret/days.ts";
import { saveSecretEnd } from "./internal/sso-secret/store.ts";
import { missingConnection } from "./internal/sso/missing.ts";
import { findConnection } from "./internal/sso/store.ts";
import { SetSecretEndInput } from "./schema.ts";

/**
 * Notes the day on which the provider stops taking the secret that is stored, or that there is none. Nothing else of
 * company sign-in changes; its admins are told of the new day. Throws `precondition_failed` where there is none.
 */
export const setSecretEnd = command({
  action: "sso.set-secret-end",
  permission: "sign-in:write",
  input: SetSecretEndInput,
  async run({ tx, actor: { tenantId } }, { secretEndsOn }) {
    const before = await findConnection(tx, tenantId);
    if (!before || !(await saveSecretEnd(tx, tenantId, fromDay(secretEndsOn)))) throw missingConnection();
    return {
      result: { secretEndsOn },
      audit: {
        target: before.id,
        before: { secretEndsOn: before.secretEndsOn && toDay(before.secretEndsOn) },
        after: { secretEndsOn },
      },
    };
  },
});
