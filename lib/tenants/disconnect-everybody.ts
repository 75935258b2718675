import "#server-only";
import { endAllConnections } from "#lib/grants/end-all-connections.ts";
import { hearAtOnce } from "#lib/grants/hear-at-once.ts";
import { command } from "#lib/verbs/command.ts";
import { requireConfirmation } from "./require-confirmation.ts";
import { ConfirmedInput } from "./schema.ts";

/** Ends every connection of the organisation at once; people may connect again. */
export const disconnectEverybody = hearAtOnce(
  command({
    action: "connection.end-all",
    permission: "connection:end-any",
    input: ConfirmedInput,
    async run({ tx, actor }, { confirmation }) {
      requireConfirmation(actor, confirmation);
      const { tenantId, personId } = actor;
      const ended = await endAllConnections(tx, tenantId, { endedBy: personId, endedReason: "admin" });
      return { result: { ended }, audit: { target: tenantId, after: { ended } } };
    },
  }),
);
