import "#server-only";
import type { MembershipId, PersonId, TenantId } from "#lib/kernel/ids.ts";
import { appSql } from "#lib/platform/db/sql.ts";
import type { Tx } from "#lib/platform/db/tx.ts";
import type { ClientIdentity } from "../../schema.ts";

export type { Tx } from "#lib/platform/db/tx.ts";

export type ClientRequestState = "open" | "approved" | "declined";
export type ClientRequestRow = {
  id: string;
  clientId: string;
  identity: ClientIdentity;
  redirectHost: string;
  reason: string;
  state: ClientRequestState;
  askedAt: Date;
  decidedAt: Date | null;
  note: string | null;
  version: number;
  client: { id: string; name: string };
  membership: { id: string; name: string; email: string };
};

const SELECT = {
  id: true,
  clientId: true,
  identity: true,
  redirectHost: true,
  reason: true,
  state: true,
  askedAt: true,
  decidedAt: true,
  note: true,
  version: true,
  client: { select: { id: true, name: true } },
  membership: { select: { id: true, name: true, email: true } },
} as const;

type NewRequest = {
  membershipId: MembershipId;
  personId: PersonId;
  clientId: string;
  identity: ClientIdentity;
  redirectHost: string;
  reason: string;
};

/** Opens a person's request for an app; null while one of theirs for it is open. */
export async function openRequest(
  tx: Tx,
  tenantId: TenantId,
  { membershipId, personId, clientId, identity, redirectHost, reason }: NewRequest,
): Promise<string | null> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO tenant.client_requests AS r
      (tenant_id, id, membership_id, person_id, client_id, identity, redirect_host, reason)
    VALUES (${tenantId}::uuid, gen_random_uuid(), ${membershipId}::uuid, ${personId}::uuid, ${clientId}, ${identity},
            ${redirectHost}, ${reason})
    ON CONFLICT (tenant_id, membership_id, client_id) DO UPDATE
    SET identity = excluded.identity, redirect_host = excluded.redirect_host, reason = excluded.reason,
        state = 'open', asked_at = now(), decided_at = NULL, decided_by = NULL, note = NULL, version = r.version + 1
    WHERE r.state <> 'open'
    RETURNING id`;
  return rows[0]?.id ?? null;
}

export async function findRequest(tx: Tx, tenantId: TenantId, id: string): Promise<ClientRequestRow | null> {
  return (await tx.clientRequest.findFirst({
    where: { tenantId, id },
    select: SELECT,
  })) as ClientRequestRow | null;
}

export async function findRequestOf(
  tx: Tx,
  tenantId: TenantId,
  { membershipId, clientId }: { membershipId: MembershipId; clientId: string },
): Promise<ClientRequestRow | null> {
  return (await tx.clientRequest.findFirst({
    where: { tenantId, membershipId, clientId },
    select: SELECT,
  })) as ClientRequestRow | null;
}

/** Nobody is waited for who left. */
const WAITING = { state: "open", membership: { status: "active" } } as const;

type Page = { isOpen: boolean; after: string | undefined; limit: number };

/** One page of requests: those that wait, oldest first, or those decided, the newest wish first; one more if there is. */
export async function findRequests(
  tx: Tx,
  tenantId: TenantId,
  { isOpen, after, limit }: Page,
): Promise<ClientRequestRow[]> {
  const direction = isOpen ? "asc" : "desc";
  return (await tx.clientRequest.findMany({
    where: { tenantId, ...(isOpen ? WAITING : { state: { not: "open" } }) },
    orderBy: [{ askedAt: direction }, { id: direction }],
    take: limit + 1,
    ...(after ? { cursor: { tenantId_id: { tenantId, id: after } }, skip: 1 } : {}),
    select: SELECT,
  })) as ClientRequestRow[];
}

export async function countOpenRequests(tx: Tx, tenantId: TenantId, clientId?: string): Promise<number> {
  return await tx.clientRequest.count({ where: { tenantId, ...WAITING, ...(clientId && { clientId }) } });
}

type Decided = { state: "approved" | "declined"; decidedBy: PersonId; note: string | null };

/** Decides an open request of that version; false when it is not open or not as it was. */
export async function decideRequest(
  tx: Tx,
  tenantId: TenantId,
  { id, version, decided }: { id: string; version: number; decided: Decided },
): Promise<boolean> {
  const { count } = await tx.clientRequest.updateMany({
    where: { tenantId, id, version, state: "open" },
    data: { ...decided, decidedAt: new Date(), version: { increment: 1 } },
  });
  return count === 1;
}

/** Approves what others ask for the same app at the same place; the requests as they are then. */
export async function approveOthers(
  tx: Tx,
  tenantId: TenantId,
  { clientId, redirectHost, decidedBy }: { clientId: string; redirectHost: string; decidedBy: PersonId },
): Promise<ClientRequestRow[]> {
  const rows = await tx.clientRequest.updateManyAndReturn({
    where: { tenantId, clientId, redirectHost, state: "open" },
    data: { state: "approved", decidedBy, decidedAt: new Date(), version: { increment: 1 } },
    select: SELECT,
  });
  return rows as ClientRequestRow[];
}

/** Declines every open request for an app that was blocked. */
export async function closeRequestsOf(
  tx: Tx,
  tenantId: TenantId,
  { clientId, decidedBy }: { clientId: string; decidedBy: PersonId },
): Promise<number> {
  const { count } = await tx.clientRequest.updateMany({
    where: { tenantId, clientId, state: "open" },
    data: { state: "declined", decidedBy, decidedAt: new Date(), version: { increment: 1 } },
  });
  return count;
}

/** Whom a request is mailed to: the owners and admins, at most twenty. */
export async function findDeciders(
  tx: Tx,
  tenantId: TenantId,
): Promise<{ personId: string; name: string; email: string }[]> {
  return await tx.membership.findMany({
    where: { tenantId, role: { in: ["owner", "admin"] }, status: "active" },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    take: 20,
    select: { personId: true, name: true, email: true },
  });
}

export async function findMemberName(tx: Tx, tenantId: TenantId, id: MembershipId): Promise<string | null> {
  const row = await tx.membership.findFirst({ where: { tenantId, id }, select: { name: true } });
  return row?.name ?? null;
}

/** Removes at most that many requests that were decided, or made and never decided, so many days ago; how many went. */
export async function deleteOldRequests(days: number, rowsMax: number): Promise<number> {
  const { rows } = await appSql().query<{ gone: string }>(
    "SELECT tenant.purge_client_requests($1, $2) AS gone",
    [days, rowsMax],
  );
  return Number(rows[0]?.gone ?? 0);
}
