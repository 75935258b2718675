import "#server-only";
import { command } from "#lib/verbs/command.ts";
import { changedMeanwhile } from "./internal/settings/changed-meanwhile.ts";
import { fromDay, toDay } from "./internal/sso-secret/days.ts";
import { saveSecretEnd } from "./internal/sso-secret/store.ts";
import { missingConnection } from "./internal/sso/missing.ts";
import { requireSeen } from "./internal/sso/require-seen.ts";
import { findConnection } from "./internal/sso/store.ts";
import { SetSecretEndInput } from "./schema.ts";

/**
 * Notes the day on which the provider stops taking the secret that is stored, or that there is none. Nothing else of
 * company sign-in changes; its admins are told of the new day. Throws `precondition_failed` where there is none,
 * and `conflict` when it is not as it was `seen`.
 */
export const setSecretEnd = command({
  action: "sso.set-secret-end",
  permission: "sign-in:write",
  input: SetSecretEndInput,
  async run({ tx, actor: { tenantId } }, { secretEndsOn, seen }) {
    const before = await findConnection(tx, tenantId);
    if (!before) throw missingConnection();
    requireSeen(before, seen);
    if (!(await saveSecretEnd(tx, tenantId, before, fromDay(secretEndsOn)))) throw changedMeanwhile();
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
