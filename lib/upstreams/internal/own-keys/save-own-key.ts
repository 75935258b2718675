import "#server-only";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { newId, type UpstreamKeyId } from "#lib/kernel/ids.ts";
import type { KeyState } from "../../schema.ts";
import type { Tx, UpstreamRow } from "../../store.ts";
import { insertKey } from "../keys/store.ts";
import type { KeyOwner } from "../read-key-owner.ts";
import { sealKey } from "../seal-key.ts";
import { findOwnKey, replaceOwnKey } from "./store.ts";

type Saved = { row: UpstreamRow; key: string; owner: KeyOwner };

/**
 * Seals a person's own key for their calls, in the place of the one before. One that acts as somebody else waits for an
 * admin; of one whose owner nobody can tell, the person's word is taken, and it is shown as unknown.
 */
export async function saveOwnKey(
  tx: Tx,
  { tenantId, personId, email }: MemberActor,
  { row, key, owner: { kind, actsAs } }: Saved,
): Promise<{ state: KeyState }> {
  const stored = await findOwnKey(tx, tenantId, { upstreamId: row.id, ownerId: personId });
  const version = (stored?.version ?? 0) + 1;
  const place = { tenantId, upstreamId: row.id, ownerId: personId, version };
  const isOwn = kind === "unknown" || actsAs?.toLowerCase() === email.toLowerCase();
  const state = isOwn ? "active" : "waiting";
  const facts = {
    version,
    sealed: sealKey(key, place),
    lastFour: key.slice(-4),
    kind,
    actsAs,
    state,
  } as const;
  if (stored === null) {
    const id = newId<UpstreamKeyId>();
    await insertKey(tx, tenantId, { ...facts, id, upstreamId: row.id, ownerId: personId });
  } else await replaceOwnKey(tx, tenantId, { ...facts, id: stored.id });
  return { state };
}
