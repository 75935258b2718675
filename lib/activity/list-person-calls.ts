import "#server-only";
import type { PersonId, TenantId } from "#lib/kernel/ids.ts";
import { openArguments } from "./internal/calls/seal-arguments.ts";
import { type CallPlace, readCalls, type Tx } from "./internal/person/store.ts";

export type { CallPlace } from "./internal/person/store.ts";

type PersonCall = Omit<Awaited<ReturnType<typeof readCalls>>[number], "arguments"> & {
  /** The text that was sent along, where the organisation had it kept and it can be opened. */
  arguments: string | null;
};

/** The next calls somebody's apps made in one organisation, the oldest first; in the caller's transaction. */
export async function listPersonCalls(
  tx: Tx,
  tenantId: TenantId,
  page: { personId: PersonId; after: CallPlace | null; limit: number },
): Promise<PersonCall[]> {
  const calls = await readCalls(tx, tenantId, page);
  return calls.map(({ arguments: sealed, ...call }) => ({
    ...call,
    arguments: sealed && tryOpen(sealed, { tenantId, id: call.id }),
  }));
}

/** What no secret of the server opens any more is nobody's: the rest of the calls is there without it. */
function tryOpen(sealed: Uint8Array, place: { tenantId: TenantId; id: string }): string | null {
  try {
    return openArguments(sealed, place);
  } catch {
    return null;
  }
}
