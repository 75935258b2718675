import "#server-only";
import { command } from "#lib/verbs/command.ts";
import { hearAtOnce } from "./hear-at-once.ts";
import {
  endGrantsOfClient,
  findClientPolicy,
  lockClient,
  saveClientPolicy,
} from "./internal/client-policy/store.ts";
import { BlockClientInput } from "./schema.ts";

/**
 * Blocks one app in the actor's organisation: its connections end, its tokens are dead whatever raced with this, and
 * nobody there can connect it again. Other organisations are not touched. Blocking it again changes nothing.
 */
export const blockClient = hearAtOnce(
  command({
    action: "client.block",
    permission: "client-policy:write",
    input: BlockClientInput,
    async run({ tx, actor }, { clientId }) {
      const { tenantId, personId } = actor;
      await lockClient(tx, tenantId, { clientId, isDeciding: true });
      const before = await findClientPolicy(tx, tenantId, clientId);
      if (before !== "blocked") {
        await saveClientPolicy(tx, tenantId, { clientId, state: "blocked", decidedBy: personId });
      }
      const ended = await endGrantsOfClient(tx, tenantId, { clientId, endedBy: personId });
      return {
        result: { ended },
        audit: { target: clientId, before: { state: before }, after: { state: "blocked", ended } },
      };
    },
  }),
);
