import "#server-only";
import { forgetAttempts } from "#lib/activity/forget-attempts.ts";
import { forgetExports } from "#lib/exports/forget-exports.ts";
import { forgetAppRequests } from "#lib/grants/forget-app-requests.ts";
import { catchUpRevocations } from "#lib/grants/watch-revocations.ts";
import { deletePerson } from "#lib/identity/delete-person.ts";
import type { PersonActor } from "#lib/kernel/actor.ts";
import { isDomainError } from "#lib/kernel/errors.ts";
import type { TenantId } from "#lib/kernel/ids.ts";
import { log } from "#lib/platform/log/log.ts";
import { forgetAddress } from "#lib/platform/outbox/forget-address.ts";
import { forgetPerson } from "#lib/tenants/forget-person.ts";
import { listPersonPlaces } from "#lib/tenants/list-person-places.ts";
import { appendAudit } from "#lib/verbs/append-audit.ts";
import { inPlace } from "../store.ts";

type Removal = { person: PersonActor; isOperator: boolean };

/**
 * Takes a person out of every organisation, one transaction each, and then their account away. Cut short it goes on where
 * it was when it is asked again: what was done stays done, and the account is there until everything else has gone.
 */
export async function removeAccount(removal: Removal): Promise<void> {
  const { person } = removal;
  for (const tenantId of await listPersonPlaces(person)) await forgetAt(tenantId, removal);
  await catchUpRevocations();
  await forgetAttempts(person.personId);
  await deletePerson(person);
  await forgetLatecomers(removal);
}

async function forgetAt(tenantId: TenantId, { person, isOperator }: Removal): Promise<void> {
  const { personId, email } = person;
  await inPlace(tenantId, async (tx) => {
    const was = await forgetPerson(tx, tenantId, { person, isOperator });
    await forgetAppRequests(tx, tenantId, personId);
    await forgetExports(tx, tenantId, personId);
    await forgetAddress(tx, tenantId, email);
    if (was === null) return;
    const { actor, role, status } = was;
    await appendAudit(tx, {
      tenantId,
      actor: isOperator ? { kind: "system", job: "operator", tenantId } : actor,
      action: "member.forget",
      target: personId,
      outcome: "done",
      before: { role, status },
      after: { status: "removed" },
    });
  });
}

/** What another browser of theirs did while the account was being removed; nobody can do more. */
async function forgetLatecomers(removal: Removal): Promise<void> {
  for (const tenantId of await listPersonPlaces(removal.person)) {
    try {
      await forgetAt(tenantId, removal);
    } catch (error) {
      if (!isDomainError(error)) throw error;
      log.error({ err: error, tenantId }, "an organisation made while its owner's account went has no owner");
    }
  }
}
