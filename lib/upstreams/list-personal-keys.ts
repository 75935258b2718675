import "#server-only";
import type { UpstreamId } from "#lib/kernel/ids.ts";
import { query } from "#lib/verbs/query.ts";
import { missingUpstream } from "./internal/missing-upstream.ts";
import { countPersonalKeys, findPersonalKeys, type PersonalKeyRow } from "./internal/own-keys/store.ts";
import { ListPersonalKeysInput } from "./schema.ts";
import { findUpstream } from "./store.ts";

export type PersonalKey = Omit<PersonalKeyRow, "upstreamId">;
export type PersonalKeys = {
  waiting: PersonalKey[];
  /** A page of those that were decided, and where the next one begins. */
  others: PersonalKey[];
  next: string | null;
  counts: { active: number; waiting: number; refused: number };
};

const WAITING_MAX = 100;
const PAGE = 25;

/** Who brought a key of their own for an instance; never more of a key than its last four characters. */
export const listPersonalKeys = query({
  action: "upstream.list-personal-keys",
  permission: "upstream:read",
  input: ListPersonalKeysInput,
  async run({ tx, actor }, { id, after }): Promise<PersonalKeys> {
    const { tenantId } = actor;
    const row = await findUpstream(tx, tenantId, id as UpstreamId);
    if (!row) throw missingUpstream();
    const waiting = await findPersonalKeys(tx, tenantId, row.id, {
      state: { in: ["waiting"] },
      keysMax: WAITING_MAX,
    });
    const found = await findPersonalKeys(tx, tenantId, row.id, {
      state: { in: ["active", "declined"] },
      after,
      keysMax: PAGE + 1,
    });
    const others = found.slice(0, PAGE);
    return {
      waiting: waiting.map(toPersonalKey),
      others: others.map(toPersonalKey),
      next: found.length > PAGE ? (others.at(-1)?.id ?? null) : null,
      counts: await countPersonalKeys(tx, tenantId, row.id),
    };
  },
});

function toPersonalKey({ upstreamId: _upstream, ...key }: PersonalKeyRow): PersonalKey {
  return key;
}
