import type { MemberActor } from "#lib/kernel/actor.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";

/** An app of an organisation that people ask for first, and the request that waits for it. */
export type ClientWorld = { appId: string; clientRequestId: string };

const ASKED = { id: "https://asked.example/client.json", name: "Asked", identity: "known" } as const;
const PLACE = "asked.example";

/** A valid input of every verb about apps. */
export const CLIENT_INPUTS: Record<string, { object?: true; input: (world: ClientWorld) => unknown }> = {
  allowClient: {
    input: () => ({ client: { ...ASKED, id: "https://new.example/c.json" }, redirectHost: "new.example" }),
  },
  blockClient: { object: true, input: ({ appId }) => ({ id: appId, reason: "Not ours" }) },
  decideClientRequest: {
    object: true,
    input: ({ clientRequestId }) => ({ id: clientRequestId, version: 1, isApproved: true, note: "Fine" }),
  },
  findClientVerdict: {
    input: () => ({ clientId: ASKED.id, isReviewed: false, redirectHost: PLACE }),
  },
  findOwnClientRequest: { input: () => ({ clientId: ASKED.id }) },
  getAppSettings: { input: () => ({}) },
  getTenantClient: { object: true, input: ({ appId }) => ({ id: appId }) },
  listClientRequests: { input: () => ({ isOpen: true }) },
  listTenantClients: { input: () => ({ isBlocked: false, search: "ask" }) },
  makeClientRequest: {
    input: () => ({ client: { ...ASKED, isReviewed: false }, redirectHost: PLACE, reason: "For reports" }),
  },
  setAppPolicy: { input: () => ({ policy: "list", version: 0 }) },
  setClientPolicy: {
    object: true,
    input: ({ appId }) => ({
      id: appId,
      decision: "allowed",
      effectMax: "read",
      hosts: [PLACE],
      version: 1,
    }),
  },
  unblockClient: { object: true, input: ({ appId }) => ({ id: appId }) },
};

/** An app that has to be asked for, and somebody who did. */
export async function mintClient({ tenantId, membershipId, personId }: MemberActor): Promise<ClientWorld> {
  const [appId, clientRequestId] = [crypto.randomUUID(), crypto.randomUUID()];
  const { id: clientId, name, identity } = ASKED;
  await inTenant(tenantId, async (tx) => {
    await tx.tenantClient.create({
      data: { tenantId, id: appId, clientId, name, identity, redirectHost: PLACE },
    });
    await tx.clientPolicy.create({
      data: { tenantId, id: crypto.randomUUID(), clientId, state: "asked", decidedBy: personId },
    });
    const request = { clientId, identity, redirectHost: PLACE, reason: "For reports" };
    await tx.clientRequest.create({
      data: { tenantId, id: clientRequestId, membershipId, personId, ...request },
    });
  });
  return { appId, clientRequestId };
}
