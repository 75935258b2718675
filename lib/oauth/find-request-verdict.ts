import "#server-only";
import { type ClientVerdict, findClientVerdict } from "#lib/grants/find-client-verdict.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import type { ConsentRequest } from "./find-consent-request.ts";

/** Whether the organisation lets the app in that asks, to the place it returns to; as of now. */
export async function findRequestVerdict(
  actor: MemberActor,
  { client, redirectHost }: ConsentRequest,
): Promise<ClientVerdict> {
  const { id: clientId, isReviewed } = client;
  return await findClientVerdict(actor, { clientId, isReviewed, redirectHost });
}
