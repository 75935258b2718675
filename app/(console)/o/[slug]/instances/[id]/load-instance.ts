import "#server-only";
import { cache } from "react";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { can } from "#lib/kernel/permissions.ts";
import { getUpstream, type UpstreamDetail } from "#lib/upstreams/get-upstream.ts";
import { orNotFound } from "../../../../../_http/or-not-found.ts";

/** The instance, or null for who may see none; looked up once a request. What is not there and not theirs is missing alike. */
export const loadInstance = cache(async (actor: MemberActor, id: string): Promise<UpstreamDetail | null> => {
  if (!can(actor.role, "upstream:read")) return null;
  return await orNotFound(() => getUpstream(actor, { id }));
});
