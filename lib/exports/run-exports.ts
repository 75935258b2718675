import "#server-only";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { isDomainError } from "#lib/kernel/errors.ts";
import { log } from "#lib/platform/log/log.ts";
import { openPump, type Pump } from "#lib/platform/registry/open-pump.ts";
import { resolveMemberActorById } from "#lib/tenants/resolve-member-actor-by-id.ts";
import { writeStep } from "./internal/write-step.ts";
import { canExport, FAILURES_MAX } from "./policy.ts";
import {
  claimExport,
  type ClaimedExport,
  type ExportWork,
  failExport,
  findWork,
  postponeStep,
  purgeEnded,
  saveStep,
} from "./store.ts";

const RETRY_MS = 10_000;

/** Writes every export that waits, a step of each in turn, so that a large one holds nobody up. */
export async function runExports(): Promise<void> {
  await exportPump().run();
}

/** What writes this process's share of the exports. A step cut short is written again from where the one before ended. */
export function exportPump(): Pump {
  return openPump("exports", async () => {
    const claimed = await claimExport();
    if (claimed === null) return false;
    await runStep(claimed);
    return true;
  });
}

async function runStep(claimed: ClaimedExport): Promise<void> {
  const work = await findWork(claimed);
  if (work === null) return;
  try {
    const actor = await findReader(claimed, work);
    if (actor === null) return await failExport(claimed, "no_right");
    const step = await writeStep(claimed, work, actor);
    if (step === null) return await failExport(claimed, "too_large");
    await saveStep(claimed, step);
  } catch (error) {
    log.warn({ err: error, exportId: claimed.id }, "a step of an export failed");
    if (work.failures + 1 >= FAILURES_MAX) return await failExport(claimed, "broken");
    await postponeStep(claimed, new Date(Date.now() + RETRY_MS * (work.failures + 1)));
  }
}

/** Who asked, as they are now; null when they are no member any more or may not read it. */
async function findReader(
  { tenantId }: ClaimedExport,
  { personId, email, kind }: ExportWork,
): Promise<MemberActor | null> {
  try {
    const actor = await resolveMemberActorById({ kind: "person", personId, email, name: "" }, tenantId);
    return canExport(actor.role, kind) ? actor : null;
  } catch (error) {
    if (isDomainError(error, "not_found")) return null;
    throw error;
  }
}

/** Forgets files a day after they were finished. */
export async function purgeExports(): Promise<void> {
  await purgeEnded();
}
