import "#server-only";
import { forgetRules } from "#lib/access/forget-rules.ts";
import { forgetLabels } from "#lib/catalog/forget-labels.ts";
import { endConnectionsOf } from "#lib/grants/end-connections-of.ts";
import { forgetClientRules } from "#lib/grants/forget-client-rules.ts";
import { ensurePerson } from "#lib/identity/ensure-person.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { findSandbox } from "#lib/tenants/find-sandbox.ts";
import { findPeople } from "./internal/find-people.ts";
import { findInstance } from "./internal/held-instance.ts";
import { resetWorld } from "./internal/reset-world.ts";
import { putConnections, seedTraffic } from "./internal/seed-history.ts";
import { seededConnections } from "./internal/seeded-connections.ts";
import { nightOf } from "./policy.ts";
import { REVIEWER } from "./schema.ts";
import { addAudit, addNight, findSeededUntil, inSandboxTurn } from "./store.ts";

/** What is younger than this when a night begins stays: somebody may be in the middle of it. */
const KEPT_MS = 24 * 60 * 60 * 1000;

/**
 * Once a night makes the sandbox what it was: its instance's world, what was decided there and the reviewer's connections,
 * but for what is younger than a day; and adds the day that went by to its history. Audited there. Of several servers one
 * does it; each has its own instance's world made anew. For a job, safe to repeat.
 */
export async function resetSandbox(now: Date = new Date()): Promise<void> {
  if (!getConfig().sandbox.isOn) return;
  const night = nightOf(now);
  const instance = findInstance();
  if (instance) await resetWorld(instance, night);
  await inSandboxTurn(async () => {
    const seededUntil = await findSeededUntil();
    if (seededUntil !== null && seededUntil < night) await resetOrganisation(seededUntil, now);
  });
}

async function resetOrganisation(seededUntil: Date, now: Date): Promise<void> {
  const sandbox = await findSandbox();
  if (sandbox === null || sandbox.isSuspended) return;
  const tenantId = sandbox.id;
  const keptSince = new Date(now.getTime() - KEPT_MS);
  const { personId } = await ensurePerson(REVIEWER.email, REVIEWER.name);
  const ended = await endConnectionsOf(tenantId, { personId, madeBefore: keptSince });
  const rules =
    (await forgetRules(tenantId, keptSince)) +
    (await forgetClientRules(tenantId, keptSince)) +
    (await forgetLabels(tenantId));
  const people = await findPeople(tenantId);
  await putConnections(people, seededConnections(people, now), keptSince);
  await seedTraffic(people, seededUntil, now);
  await addAudit({
    tenantId,
    actor: { kind: "system", job: "sandbox", tenantId },
    action: "sandbox.reset",
    target: tenantId,
    outcome: "done",
    after: { ended, rules },
  });
  await addNight(now);
}
