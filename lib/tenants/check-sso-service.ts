import "#server-only";
import { type CheckedProvider, checkProvider } from "#lib/identity/check-provider.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { consumeLimit } from "#lib/platform/limits/consume-limit.ts";
import { getSsoProvider } from "./get-sso-provider.ts";

const PER_TENANT = { points: 60, durationSeconds: 10 * 60 };

/**
 * The first step of an owner's test: asks the saved sign-in service what it says of itself, outside any transaction.
 * Throws `precondition_failed` where none is saved, `limit_exceeded`.
 */
export const checkSsoService = Object.assign(
  async (actor: MemberActor, raw: unknown): Promise<CheckedProvider> => {
    const provider = await getSsoProvider(actor, raw);
    await consumeLimit("sso-check", actor.tenantId, PER_TENANT);
    return await checkProvider(provider);
  },
  { action: getSsoProvider.action, permission: getSsoProvider.permission },
);
