import "#server-only";
import type { GrantId, PersonId, TenantId } from "#lib/kernel/ids.ts";
import { toStatus } from "../policy.ts";
import type { ClientIdentity, ConnectionStatus, EndedReason } from "../schema.ts";
import type { GrantRow } from "../store.ts";

/** A connection as pages show it. */
export type Connection = {
  id: GrantId;
  tenant: { id: TenantId; name: string; slug: string };
  person: { id: PersonId; name: string; email: string };
  app: { id: string; name: string; identity: ClientIdentity; redirectHost: string };
  groups: string[];
  createdAt: Date;
  lastUsedAt: Date | null;
  expiresAt: Date;
  endedAt: Date | null;
  endedReason: EndedReason | null;
  status: ConnectionStatus;
};

export function toConnection(row: GrantRow, now: Date = new Date()): Connection {
  const { id, tenantId, personId, membership, groups, createdAt, lastUsedAt, expiresAt } = row;
  return {
    id,
    tenant: { id: tenantId, name: row.tenant.name, slug: row.tenant.slug },
    person: { id: personId, name: membership.name, email: membership.email },
    app: {
      id: row.clientId,
      name: row.clientName,
      identity: row.clientIdentity,
      redirectHost: row.redirectHost,
    },
    groups,
    createdAt,
    lastUsedAt,
    expiresAt,
    endedAt: row.endedAt,
    endedReason: row.endedReason,
    status: toStatus(row, now),
  };
}
