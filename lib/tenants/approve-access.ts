import "#server-only";
import type { DomainError } from "#lib/kernel/errors.ts";
import type { AccessRequestId } from "#lib/kernel/ids.ts";
import { queueMail } from "#lib/platform/outbox/queue-mail.ts";
import { command } from "#lib/verbs/command.ts";
import { findAdmitted } from "./internal/invitations/find-admitted.ts";
import { admitPerson, findJoinRefusal, type JoinRefusal } from "./internal/members/admit-person.ts";
import { fullOrganisation, outranked, ownsTooMany } from "./internal/members/refusals.ts";
import { decidedMeanwhile, foreignDomain, missingRequest } from "./internal/requests/refusals.ts";
import { decideRequest, findRequest } from "./internal/requests/store.ts";
import { writeDecisionMail } from "./internal/requests/write-decision-mail.ts";
import { canGive } from "./policy.ts";
import { ApproveAccessInput } from "./schema.ts";

/**
 * Lets somebody who asked join with that role, and mails them. Throws `not_found`, `conflict` when somebody decided
 * before, `forbidden` for a role above the actor's, `precondition_failed` for an address the organisation does not take.
 */
export const approveAccess = command({
  action: "access-request.approve",
  permission: "member:write",
  input: ApproveAccessInput,
  async run({ tx, actor }, input) {
    const { tenantId, personId: by } = actor;
    const id = input.id as AccessRequestId;
    const { role } = input;
    const request = await findRequest(tx, tenantId, id);
    if (!request) throw missingRequest();
    if (!canGive(actor, role)) throw outranked();
    const { personId, email, name } = request;
    const refusal = await findJoinRefusal(tx, tenantId, { personId, role });
    if (refusal !== null) throw toError(refusal);
    const isAdmitted = await findAdmitted(tx, tenantId);
    if (!isAdmitted(email)) throw foreignDomain();
    const decision = { id, state: "approved", by, now: new Date() } as const;
    if (!(await decideRequest(tx, tenantId, decision))) throw decidedMeanwhile();
    await admitPerson(tx, tenantId, { personId, email, name, role, by });
    const mail = writeDecisionMail(actor, role);
    await queueMail(tx, { tenantId, kind: "access-decision", to: email, mail });
    return { result: { name, role }, audit: { target: id, after: { email, role } } };
  },
});

function toError(refusal: JoinRefusal): DomainError {
  switch (refusal) {
    case "member":
    case "suspended":
      return decidedMeanwhile();
    case "full":
      return fullOrganisation();
    case "owns_too_many":
      return ownsTooMany();
  }
}
