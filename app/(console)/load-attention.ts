import "#server-only";
import { cache } from "react";
import { type Attention, getAttention } from "#lib/activity/get-attention.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { can } from "#lib/kernel/permissions.ts";
import { reportError } from "../_http/report-error.ts";

/**
 * What needs an admin of that organisation, looked up once a request; nothing for a role that is not told, and where it
 * could not be read: every page stands without it.
 */
export const loadAttention = cache(async (actor: MemberActor): Promise<Attention | undefined> => {
  if (!can(actor.role, "upstream:read")) return undefined;
  return (await getAttention(actor, {}).catch((error: unknown) => void reportError(error))) ?? undefined;
});
