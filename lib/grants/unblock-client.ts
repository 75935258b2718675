import "#server-only";
import { changedSince } from "#lib/verbs/changed-since.ts";
import { command } from "#lib/verbs/command.ts";
import { hearAtOnce } from "./hear-at-once.ts";
import { getClient } from "./internal/client-policy/get-client.ts";
import {
  deleteClientPolicy,
  findClientPolicy,
  lockClient,
  updateClientPolicy,
} from "./internal/client-policy/store.ts";
import { UnblockClientInput } from "./schema.ts";

/**
 * Takes a block back: what was decided about the app before holds again, its limits too, else the rule for all apps.
 * Connections that ended stay ended. Of an app that is not blocked nothing changes; where a block was `seen`, that throws
 * `conflict`.
 */
export const unblockClient = hearAtOnce(
  command({
    action: "client.unblock",
    permission: "client-policy:write",
    input: UnblockClientInput,
    async run({ tx, actor }, { id, seen }) {
      const { tenantId, personId } = actor;
      const { clientId, name } = await getClient(tx, tenantId, id);
      await lockClient(tx, tenantId, { clientId, isDeciding: true });
      const before = await findClientPolicy(tx, tenantId, clientId);
      if (seen !== undefined && before?.state !== seen) throw changedSince();
      const state = before?.state === "blocked" ? before.stateBefore : (before?.state ?? null);
      if (before?.state === "blocked") {
        const own = { clientId, version: before.version };
        const change = state && { state, stateBefore: null, reason: null };
        if (change === null) await deleteClientPolicy(tx, tenantId, own);
        else await updateClientPolicy(tx, tenantId, { ...own, decidedBy: personId, change });
      }
      return {
        result: { name },
        audit: { target: clientId, before: { state: before?.state ?? null }, after: { state } },
      };
    },
  }),
);
