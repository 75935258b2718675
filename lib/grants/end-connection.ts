import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";
import type { GrantId } from "#lib/kernel/ids.ts";
import { command } from "#lib/verbs/command.ts";
import { hearAtOnce } from "./hear-at-once.ts";
import { toConnection } from "./internal/to-connection.ts";
import { canEnd, canSee, toEndedReason } from "./policy.ts";
import { EndConnectionInput } from "./schema.ts";
import { endGrant, findGrant } from "./store.ts";

/**
 * Disconnects: once this has answered no token of that connection is accepted here, and within a second nowhere. People
 * end their own, `connection:end-any` everybody's. Ending one that has ended answers the same. Throws `not_found` for
 * one the actor cannot see, `forbidden` for one they only see.
 */
export const endConnection = hearAtOnce(
  command({
    action: "connection.end",
    permission: "connection:end-own",
    input: EndConnectionInput,
    async run({ tx, actor }, input) {
      const id = input.id as GrantId;
      const grant = await findGrant(tx, actor.tenantId, id);
      if (!grant || !canSee(actor, grant)) {
        throw new DomainError("not_found", "There is no such connection. Reload the list.");
      }
      if (!canEnd(actor, grant)) {
        throw new DomainError(
          "forbidden",
          "Your role can see this connection but not end it. Ask an admin.",
          {
            detail: id,
          },
        );
      }
      const endedReason = toEndedReason(actor, grant);
      const isEndedNow = await endGrant(tx, actor.tenantId, { id, endedBy: actor.personId, endedReason });
      const { app, person, status } = toConnection(grant);
      return {
        result: { app, person },
        audit: {
          target: id,
          before: { status },
          after: { status: "disconnected", ...(isEndedNow ? { endedReason } : {}) },
        },
      };
    },
  }),
);
