import "#server-only";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { consumeLimit } from "#lib/platform/limits/consume-limit.ts";
import { parseInput } from "#lib/verbs/parse-input.ts";
import { admitOwnKey, recordOwnKey } from "./internal/own-keys/record-own-key.ts";
import { toTried } from "./internal/tried.ts";
import { tryKey } from "./internal/try-key.ts";
import { type CheckProblem, type KeyState, StoreOwnKeyInput } from "./schema.ts";

export type StoreOwnKeyOutcome = { ok: true; state: KeyState } | { ok: false; problem: CheckProblem };

const PER_PERSON = { points: 20, durationSeconds: 10 * 60 };

/**
 * Tries a person's own key at an instance and, only if that takes it, seals it for their calls. One whose owner Trinity
 * says is somebody else waits for an admin; a system key is refused. Throws `not_found` (also for an instance that takes
 * no personal keys), `limit_exceeded`.
 */
export const storeOwnKey = Object.assign(
  async (actor: MemberActor, raw: unknown): Promise<StoreOwnKeyOutcome> => {
    const row = await admitOwnKey(actor, raw);
    const { key } = parseInput(StoreOwnKeyInput, raw);
    await consumeLimit("own-key-check", `${actor.tenantId} ${actor.personId}`, PER_PERSON);
    const tried = await tryKey({ ...row, key, pool: actor.tenantId });
    if (!tried.ok) return tried;
    if (tried.owner.kind === "system") return { ok: false, problem: "system_key" };
    const { state } = await recordOwnKey(actor, { id: row.id, key, tried: toTried(row), ...tried.owner });
    return { ok: true, state };
  },
  { action: recordOwnKey.action, permission: recordOwnKey.permission },
);
