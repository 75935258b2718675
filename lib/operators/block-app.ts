import "#server-only";
import { catchUpRevocations } from "#lib/grants/watch-revocations.ts";
import { blockEverywhere } from "#lib/oauth/block-everywhere.ts";
import { operatorVerb } from "./operator-verb.ts";
import { BlockAppInput } from "./schema.ts";

/** As `blockEverywhere`, by an operator on their page; every instance refuses the app's tokens within a second. */
export const blockApp = operatorVerb({
  action: "apps.block",
  input: BlockAppInput,
  target: ({ id }) => id,
  async run(_actor, { id, reason }): Promise<{ name: string; connectionsEnded: number }> {
    const blocked = await blockEverywhere(id, reason);
    await catchUpRevocations();
    return blocked;
  },
});
