import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";
import { command } from "#lib/verbs/command.ts";
import { changedMeanwhile } from "./internal/settings/changed-meanwhile.ts";
import { findServerWays } from "./internal/settings/find-server-ways.ts";
import { isWayAllowed } from "./internal/settings/is-way-allowed.ts";
import { findActiveConnectionId, findSettings, saveWays } from "./internal/settings/store.ts";
import { SetSignInWaysInput } from "./schema.ts";

/**
 * How people may have signed in who enter the organisation, and how people of its proved domains may sign in at all.
 * Guarded against locking everybody out: company sign-in counts only while it is on, Google only where the server has it,
 * and the owner who saves must have signed in one of these ways. Throws `precondition_failed`, and `conflict` when somebody
 * saved since `version`.
 */
export const setSignInWays = command({
  action: "sign-in.set-ways",
  permission: "sign-in:write",
  input: SetSignInWaysInput,
  async run({ tx, actor }, { version, ways }) {
    const { tenantId, signedInBy = "code" } = actor;
    const before = await findSettings(tx, tenantId);
    const connectionId = await findActiveConnectionId(tx, tenantId);
    if (ways.join() === "company" && connectionId === null) {
      throw new DomainError(
        "precondition_failed",
        "Company sign-in is not on, so nobody could enter. Turn it on first, or allow another way.",
      );
    }
    if (!isWayAllowed(signedInBy, { ways, connectionId })) {
      throw new DomainError(
        "precondition_failed",
        "You signed in another way yourself and would lock yourself out. Sign in one of these ways first.",
      );
    }
    if (!findServerWays().some((way) => ways.includes(way))) {
      throw new DomainError(
        "precondition_failed",
        "This server has no sign-in with Google any more, so nobody could enter. Allow another way.",
      );
    }
    if (!(await saveWays(tx, tenantId, { version, ways }))) throw changedMeanwhile();
    return {
      result: { ways },
      audit: { target: tenantId, before: { ways: before.signInWays }, after: { ways } },
    };
  },
});
