import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";
import type { PersonId } from "#lib/kernel/ids.ts";
import { command } from "#lib/verbs/command.ts";
import { hearAtOnce } from "./hear-at-once.ts";
import { listClient } from "./internal/client-policy/list-client.ts";
import { lockClient } from "./internal/client-policy/store.ts";
import { mailAskers } from "./internal/client-requests/mail-requests.ts";
import { approveOthers, decideRequest, findRequest } from "./internal/client-requests/store.ts";
import { DecideClientRequestInput } from "./schema.ts";

/**
 * An admin's answer to a request, once: of two at the same moment one counts, the other is `conflict`. Yes puts the app
 * on the list, to return to the place it asked with, and answers everybody who asked for the same; no answers this one. Who asked is told by mail.
 */
export const decideClientRequest = hearAtOnce(
  command({
    action: "client-request.decide",
    permission: "client-policy:write",
    input: DecideClientRequestInput,
    async run({ tx, actor }, { id, version, isApproved, note }) {
      const { tenantId, personId } = actor;
      const request = await findRequest(tx, tenantId, id);
      if (request === null)
        throw new DomainError("not_found", "There is no such request here. Reload the list.");
      const { clientId, redirectHost } = request;
      await lockClient(tx, tenantId, { clientId, isDeciding: true });
      const state = isApproved ? "approved" : "declined";
      const decided = { state, decidedBy: personId, note: note || null } as const;
      if (!(await decideRequest(tx, tenantId, { id, version, decided }))) throw decidedBefore();
      const others = isApproved ? await approveAll(tx, { tenantId, clientId, redirectHost, personId }) : [];
      const requests = [{ ...request, note: decided.note }, ...others];
      await mailAskers(tx, actor, { requests, isApproved });
      return {
        result: { app: request.client.name, person: request.membership.name, others: others.length },
        audit: {
          target: clientId,
          before: { state: "open" },
          after: {
            state,
            person: request.membership.email,
            others: others.length,
            ...(note ? { note } : {}),
          },
        },
      };
    },
  }),
);

type Approved = {
  tenantId: Parameters<typeof approveOthers>[1];
  clientId: string;
  redirectHost: string;
  personId: PersonId;
};

async function approveAll(
  tx: Parameters<typeof approveOthers>[0],
  { tenantId, clientId, redirectHost, personId }: Approved,
) {
  await listClient(tx, tenantId, { clientId, host: redirectHost, decidedBy: personId });
  return await approveOthers(tx, tenantId, { clientId, redirectHost, decidedBy: personId });
}

function decidedBefore(): DomainError {
  return new DomainError(
    "conflict",
    "Somebody else answered this request, or it was asked anew. Look at it as it is now.",
  );
}
