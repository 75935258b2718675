import "#server-only";
import { hearAtOnce } from "#lib/grants/hear-at-once.ts";
import { WidenGrantInput } from "#lib/grants/schema.ts";
import { widenGrant } from "#lib/grants/widen-grant.ts";
import type { GrantId } from "#lib/kernel/ids.ts";
import { command } from "#lib/verbs/command.ts";
import { queueReceipt } from "./internal/receipts/queue-receipt.ts";

/** Gives a connection more, with its audit row and the mail that tells its person; `approveConsent` is the way in. */
export const recordWidening = hearAtOnce(
  command({
    action: "connection.widen",
    permission: "connection:approve",
    input: WidenGrantInput,
    async run({ tx, actor }, input) {
      const id = input.id as GrantId;
      const { groups, before, app } = await widenGrant(tx, { actor, id, groups: input.groups });
      const added = groups.filter((group) => !before.includes(group));
      await queueReceipt(tx, actor, { grantId: id, app, groups, added });
      return {
        result: { id, groups },
        audit: { target: id, before: { groups: before }, after: { groups } },
      };
    },
  }),
);
