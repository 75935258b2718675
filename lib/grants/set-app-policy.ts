import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";
import { changedSince } from "#lib/verbs/changed-since.ts";
import { command } from "#lib/verbs/command.ts";
import { findAppSettings, saveAppSettings } from "./internal/client-policy/store.ts";
import { SetAppPolicyInput } from "./schema.ts";

/**
 * Decides who may connect apps that nothing was decided about. Connections there are stay; `undo` is
 * for this very verb. Throws `conflict` when it is not the rule of that version, or not the one that was `seen`, any more.
 */
export const setAppPolicy = command({
  action: "app-settings.set",
  permission: "client-policy:write",
  input: SetAppPolicyInput,
  async run({ tx, actor }, { policy, version, seen }) {
    const { tenantId, personId } = actor;
    const before = await findAppSettings(tx, tenantId);
    if (seen !== undefined && before.policy !== seen) throw changedSince();
    if (
      (version !== undefined && before.version !== version) ||
      !(await saveAppSettings(tx, tenantId, { policy, version: before.version, decidedBy: personId }))
    ) {
      throw new DomainError(
        "conflict",
        "Somebody else changed this rule since you opened the page. Look at it as it is now, then choose again.",
      );
    }
    return {
      result: {
        version: before.version + 1,
        undo: before.policy === policy ? null : { policy: before.policy, seen: policy },
      },
      audit: { target: "app-settings", before: { policy: before.policy }, after: { policy } },
    };
  },
});
