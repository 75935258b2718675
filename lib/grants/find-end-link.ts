import "#server-only";
import { openEndLink } from "./internal/end-links/open-end-link.ts";
import { readEndLink } from "./internal/end-links/store.ts";

/** What the mail said of a connection, and whether it still works: all that its link tells anybody. */
export type LinkedConnection = {
  app: { name: string; redirectHost: string };
  tenantName: string;
  groups: string[];
  network: string | null;
  allowedAt: Date;
  isLive: boolean;
};

/**
 * The connection a link from a mail is about; changes nothing, so that programs which open links in mails end nothing.
 * Null for what is no such link, or no longer one. Throws `limit_exceeded`.
 */
export async function findEndLink(token: string): Promise<LinkedConnection | null> {
  const place = await openEndLink(token);
  if (place === null) return null;
  const link = await readEndLink(place.tenantId, place.id);
  if (link === null) return null;
  const { grant, groups, network, createdAt: allowedAt } = link;
  return {
    app: { name: grant.clientName, redirectHost: grant.redirectHost },
    tenantName: grant.tenant.name,
    groups,
    network,
    allowedAt,
    isLive: grant.endedAt === null,
  };
}
