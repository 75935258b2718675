import "#server-only";
import type { PersonId, TenantId } from "#lib/kernel/ids.ts";
import { readRowsOf, type Tx } from "./store.ts";

export type PersonRow = Omit<Awaited<ReturnType<typeof readRowsOf>>[number], "actorId"> & {
  /** Whether they did it; else it was done to them. */
  isActor: boolean;
};

/**
 * The next rows of an organisation's log that name somebody, the oldest first, in the caller's transaction: what, when,
 * from where. The values before and after are the organisation's, and who else acted is not said.
 */
export async function listPersonRows(
  tx: Tx,
  tenantId: TenantId,
  page: { personId: PersonId; after: bigint; limit: number },
): Promise<PersonRow[]> {
  const rows = await readRowsOf(tx, tenantId, page);
  return rows.map(({ actorId, network, requestId, ...row }) => {
    const isActor = actorId === page.personId;
    // From where somebody else did it is theirs.
    return { ...row, isActor, network: isActor ? network : null, requestId: isActor ? requestId : null };
  });
}
