import "#server-only";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { admitNewCheck, limitChecks } from "./internal/admit-check.ts";
import { type CheckReport, runChecks } from "./internal/run-checks.ts";

/**
 * Tries an instance before it is stored: refuses a call without key, accepts the key, lists its tools. How it fails is an
 * outcome; throws `forbidden`, `invalid_input` (an address we do not dial, our own among them) or `limit_exceeded`.
 */
export const testUpstream = Object.assign(
  async (actor: MemberActor, raw: unknown): Promise<CheckReport> => {
    const { confirmSystem, ...target } = await admitNewCheck(actor, raw);
    await limitChecks(actor);
    return await runChecks({ ...target, pool: actor.tenantId, isSystemAllowed: confirmSystem });
  },
  { action: admitNewCheck.action, permission: admitNewCheck.permission },
);
