import "#server-only";
import { catchUpRevocations } from "#lib/grants/watch-revocations.ts";
import { removeClient } from "#lib/oauth/remove-client.ts";
import { operatorVerb } from "./operator-verb.ts";
import { AppInput } from "./schema.ts";

/**
 * Removes a registered app everywhere and ends all its connections, each audited in its organisation. Throws `not_found`
 * for one that is not stored: pinned and published apps are nobody's to remove.
 */
export const removeApp = operatorVerb({
  action: "apps.remove",
  input: AppInput,
  target: ({ id }) => id,
  async run(_actor, { id }): Promise<{ connectionsEnded: number }> {
    const removed = await removeClient(id);
    await catchUpRevocations();
    return removed;
  },
});
