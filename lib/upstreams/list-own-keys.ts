import "#server-only";
import { z } from "zod";
import type { UpstreamId } from "#lib/kernel/ids.ts";
import { query } from "#lib/verbs/query.ts";
import { findOwnKeys, type OwnKeyRow } from "./internal/own-keys/store.ts";
import { findUpstreams } from "./store.ts";
import type { KeyMode } from "./terms.ts";

export type OwnKey = Pick<OwnKeyRow, "lastFour" | "kind" | "actsAs" | "state" | "refusedAt" | "createdAt">;
/** An instance that takes people's own keys, with the caller's; not `isTaken` when it stopped; `isNeeded`: without one their calls are refused. */
export type OwnKeyPlace = {
  upstreamId: UpstreamId;
  name: string;
  host: string;
  mode: KeyMode;
  isTaken: boolean;
  isNeeded: boolean;
  key: OwnKey | null;
};

/**
 * Where this person can use a key of their own, the organisation's first instance first. An instance that stopped taking
 * them is in the list for as long as a key of theirs is stored.
 */
export const listOwnKeys = query({
  action: "own-key.list",
  permission: "own-key:read",
  input: z.strictObject({}),
  async run({ tx, actor }): Promise<OwnKeyPlace[]> {
    const { tenantId, personId, role } = actor;
    const keys = await findOwnKeys(tx, tenantId, personId);
    return (await findUpstreams(tx, tenantId)).flatMap((row) => {
      const key = keys.find(({ upstreamId }) => upstreamId === row.id) ?? null;
      const isTaken = row.status !== "draft" && row.keyMode !== "shared" && row.roles.includes(role);
      if (!isTaken && key === null) return [];
      const isNeeded = isTaken && row.keyMode === "personal" && key?.state !== "active";
      const { id: upstreamId, name, url, keyMode: mode } = row;
      return {
        upstreamId,
        name,
        host: new URL(url).host,
        mode,
        isTaken,
        isNeeded,
        key: key && toOwnKey(key),
      };
    });
  },
});

function toOwnKey({ lastFour, kind, actsAs, state, refusedAt, createdAt }: OwnKeyRow): OwnKey {
  return { lastFour, kind, actsAs, state, refusedAt, createdAt };
}
