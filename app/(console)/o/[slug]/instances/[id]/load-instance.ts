import "#server-only";
import { notFound } from "next/navigation";
import { cache } from "react";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { isDomainError } from "#lib/kernel/errors.ts";
import { can } from "#lib/kernel/permissions.ts";
import { getUpstream, type UpstreamDetail } from "#lib/upstreams/get-upstream.ts";

/** The instance, or null for who may see none; looked up once a request. What is not there and not theirs is missing alike. */
export const loadInstance = cache(async (actor: MemberActor, id: string): Promise<UpstreamDetail | null> => {
  try {
    return can(actor.role, "upstream:read") ? await getUpstream(actor, { id }) : null;
  } catch (error) {
    if (isDomainError(error, "not_found") || isDomainError(error, "invalid_input")) notFound();
    throw error;
  }
});
