import "#server-only";
import { listOfferedGroups, type OfferedGroup } from "#lib/access/list-offered-groups.ts";
import { findStepUp } from "#lib/grants/find-step-up.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import type { Effect } from "#lib/kernel/effects.ts";
import type { GrantId } from "#lib/kernel/ids.ts";
import type { ConsentRequest } from "./find-consent-request.ts";

export type Offer = {
  /** What can be ticked: every group there is for this person here, or only what would be added. */
  offered: OfferedGroup[];
  /** What a call of this app was refused for a moment ago. */
  needed: string[];
  /** What the app's connection had that it ended itself to ask for more. */
  had: string[] | null;
  /** The one connection that would get more; null when a new one is made. */
  widens: { grantId: GrantId; since: Date; has: string[] } | null;
};

/**
 * What this person is asked to allow. A request that follows a refused call of one connection is about that one, and
 * offers what it lacked alone; `isSeparate` says that the person wants another connection instead, `effectMax` what the
 * organisation lets the app do at most.
 */
export async function findOffer(
  actor: MemberActor,
  request: ConsentRequest,
  { isSeparate, effectMax }: { isSeparate: boolean; effectMax: Effect },
): Promise<Offer> {
  const isSharedAddress = request.resource.kind === "shared";
  const offered = await listOfferedGroups(actor, { isSharedAddress, effectMax });
  const stepUp = await findStepUp(actor, {
    clientId: request.client.id,
    clientIdentity: request.client.identity,
    redirectHost: request.redirectHost,
    resource: request.resourceUri,
  });
  if (stepUp === null) return { offered, needed: [], had: null, widens: null };
  const needed = stepUp.asked;
  if (stepUp.kind === "anew") return { offered, needed, had: stepUp.had, widens: null };
  const added = offered.filter(({ id }) => needed.includes(id));
  // Nothing of it can be allowed by now: then this is a request like any other.
  if (isSeparate || !added.some(({ locked }) => locked === null)) {
    return { offered, needed, had: null, widens: null };
  }
  const { grantId, since, has } = stepUp;
  return { offered: added, needed, had: null, widens: { grantId, since, has } };
}
