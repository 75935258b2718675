import "#server-only";
import { command } from "#lib/verbs/command.ts";
import { hearAtOnce } from "./hear-at-once.ts";
import { getClient } from "./internal/client-policy/get-client.ts";
import {
  endGrantsOfClient,
  findClientPolicy,
  insertClientPolicy,
  lockClient,
  updateClientPolicy,
} from "./internal/client-policy/store.ts";
import { closeRequestsOf } from "./internal/client-requests/store.ts";
import { BlockClientInput } from "./schema.ts";

/**
 * Blocks one app in the actor's organisation: its connections end, its tokens are dead whatever raced with this, and
 * nobody there can connect it, or ask for it. Other organisations are not touched. Blocking it again changes nothing.
 * `undo` is for `unblockClient`; null where something ended with it, which an undo would not bring back.
 */
export const blockClient = hearAtOnce(
  command({
    action: "client.block",
    permission: "client-policy:write",
    input: BlockClientInput,
    async run({ tx, actor }, { id, reason }) {
      const { tenantId, personId } = actor;
      const { clientId, name } = await getClient(tx, tenantId, id);
      await lockClient(tx, tenantId, { clientId, isDeciding: true });
      const before = await findClientPolicy(tx, tenantId, clientId);
      const change = {
        state: "blocked",
        stateBefore: before?.state ?? null,
        reason: reason || null,
      } as const;
      const own = { clientId, decidedBy: personId, change };
      if (before === null) await insertClientPolicy(tx, tenantId, own);
      else if (before.state !== "blocked") {
        await updateClientPolicy(tx, tenantId, { ...own, version: before.version });
      }
      const ended = await endGrantsOfClient(tx, tenantId, { clientId, endedBy: personId });
      const declined = await closeRequestsOf(tx, tenantId, { clientId, decidedBy: personId });
      const isReversible = before?.state !== "blocked" && ended === 0 && declined === 0;
      return {
        result: { name, ended, undo: isReversible ? { id, seen: "blocked" } : null },
        audit: {
          target: clientId,
          before: { state: before?.state ?? null },
          after: { state: "blocked", ended, declined, ...(reason ? { reason } : {}) },
        },
      };
    },
  }),
);
