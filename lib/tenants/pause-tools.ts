import "#server-only";
import { hearAtOnce } from "#lib/grants/hear-at-once.ts";
import { DomainError } from "#lib/kernel/errors.ts";
import { command } from "#lib/verbs/command.ts";
import { setPause } from "./internal/lifecycle/store.ts";
import { requireConfirmation } from "./require-confirmation.ts";
import { ConfirmedInput } from "./schema.ts";

/**
 * The kill switch: from now on, and within a second everywhere, every tool of the organisation refuses and what runs is
 * cancelled. Connections stay. Throws `conflict` when somebody paused them already.
 */
export const pauseTools = hearAtOnce(
  command({
    action: "tools.pause",
    permission: "tenant:pause",
    input: ConfirmedInput,
    async run({ tx, actor }, { confirmation }) {
      requireConfirmation(actor, confirmation);
      const { tenantId, personId } = actor;
      if (!(await setPause(tx, tenantId, { by: personId, now: new Date() }))) {
        throw new DomainError("conflict", "Somebody has paused all tools already. Reload the page.");
      }
      return { result: { tenantId }, audit: { target: tenantId, after: { isPaused: true } } };
    },
  }),
);
