import "#server-only";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { parseInput } from "#lib/verbs/parse-input.ts";
import { approveTools } from "./approve-tools.ts";
import { connectUpstream } from "./connect-upstream.ts";
import { getUpstream } from "./get-upstream.ts";
import { isStoredKey } from "./internal/is-stored-key.ts";
import { listUpstreams } from "./list-upstreams.ts";
import { removeUpstream } from "./remove-upstream.ts";
import { type CheckRow, ConnectUpstreamInput } from "./schema.ts";

export type EnsureOutcome = { ok: true; isNew: boolean } | { ok: false; rows: CheckRow[] };

/**
 * Makes sure the organisation has an instance of that name at that address with that key, its tools approved. What is
 * there and agrees is left alone without calling it; what does not is replaced. Takes what `connectUpstream` takes, and
 * keys that are as good as the wanted one where one of them is stored.
 */
export const ensureUpstream = Object.assign(
  async (actor: MemberActor, raw: unknown, otherKeys: readonly string[] = []): Promise<EnsureOutcome> => {
    const wanted = parseInput(ConnectUpstreamInput, raw);
    const stored = (await listUpstreams(actor, {})).find(({ name }) => name === wanted.name);
    if (stored) {
      const isSame =
        stored.url === wanted.url &&
        stored.keyHeader === wanted.keyHeader &&
        (stored.apiUrl ?? undefined) === wanted.apiUrl;
      if (isSame && (await isOneStored(actor, stored.id, [wanted.key, ...otherKeys]))) {
        return { ok: true, isNew: false };
      }
      await removeUpstream(actor, { id: stored.id });
    }
    const outcome = await connectUpstream(actor, wanted);
    if (!outcome.ok) return outcome;
    const { id, pendingDigest } = await getUpstream(actor, { id: outcome.id });
    await approveTools(actor, { id, digest: pendingDigest });
    return { ok: true, isNew: true };
  },
  { action: connectUpstream.action, permission: connectUpstream.permission },
);

async function isOneStored(actor: MemberActor, id: string, keys: readonly string[]): Promise<boolean> {
  for (const key of keys) if (await isStoredKey(actor, { id, key })) return true;
  return false;
}
