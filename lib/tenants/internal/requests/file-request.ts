import "#server-only";
import type { PersonActor } from "#lib/kernel/actor.ts";
import { type AccessRequestId, newId, type TenantId } from "#lib/kernel/ids.ts";
import { queueMail } from "#lib/platform/outbox/queue-mail.ts";
import { appendAudit } from "#lib/verbs/append-audit.ts";
import { DECLINED_MS, REQUESTS_MAX } from "../../policy.ts";
import { findAdminAddresses, findStatusOf } from "../members/store.ts";
import { findRequestFacts, insertRequest, inOrganisation } from "./store.ts";
import { writeRequestMail } from "./write-request-mail.ts";

/**
 * Puts a request to join before the organisation's admins, and mails them. One that waits, was declined within a week, or
 * comes from somebody suspended there changes nothing; who asked learns none of this.
 */
export async function fileRequest(person: PersonActor, tenantId: TenantId, note: string): Promise<void> {
  const { personId, email, name } = person;
  await inOrganisation(tenantId, async (tx, tenant) => {
    if (["active", "suspended"].includes((await findStatusOf(tx, tenantId, personId)) ?? "")) return;
    const since = new Date(Date.now() - DECLINED_MS);
    const facts = await findRequestFacts(tx, tenantId, { personId, since });
    if (facts.isWaiting || facts.isDeclined || facts.waiting >= REQUESTS_MAX) return;
    const id = newId<AccessRequestId>();
    if (!(await insertRequest(tx, tenantId, { id, personId, email, name, note }))) return;
    const mail = writeRequestMail({ tenant, name, email, note });
    for (const to of await findAdminAddresses(tx, tenantId)) {
      await queueMail(tx, { tenantId, kind: "access-request", to, mail });
    }
    await appendAudit(tx, {
      tenantId,
      actor: { kind: "system", job: "access_request", tenantId },
      action: "access-request.file",
      target: id,
      outcome: "done",
      after: { email },
    });
  });
}
