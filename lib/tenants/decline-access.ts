import "#server-only";
import type { AccessRequestId } from "#lib/kernel/ids.ts";
import { queueMail } from "#lib/platform/outbox/queue-mail.ts";
import { command } from "#lib/verbs/command.ts";
import { decidedMeanwhile, missingRequest } from "./internal/requests/refusals.ts";
import { decideRequest, findRequest } from "./internal/requests/store.ts";
import { writeDecisionMail } from "./internal/requests/write-decision-mail.ts";
import { DeclineAccessInput } from "./schema.ts";

/** Declines a request to join and mails whoever asked; for a week they ask in vain. Throws `not_found`, `conflict`. */
export const declineAccess = command({
  action: "access-request.decline",
  permission: "member:write",
  input: DeclineAccessInput,
  async run({ tx, actor }, input) {
    const { tenantId, personId: by } = actor;
    const id = input.id as AccessRequestId;
    const request = await findRequest(tx, tenantId, id);
    if (!request) throw missingRequest();
    const { email, name } = request;
    const decision = { id, state: "declined", by, now: new Date() } as const;
    if (!(await decideRequest(tx, tenantId, decision))) throw decidedMeanwhile();
    const mail = writeDecisionMail(actor, null);
    await queueMail(tx, { tenantId, kind: "access-decision", to: email, mail });
    return { result: { name }, audit: { target: id, after: { email } } };
  },
});
