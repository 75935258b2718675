import "#server-only";
import { z } from "zod";
import { DomainError } from "#lib/kernel/errors.ts";
import { isUuid } from "#lib/kernel/ids.ts";
import { can } from "#lib/kernel/permissions.ts";
import { query } from "#lib/verbs/query.ts";
import { type BrowsedCall, findCall } from "./internal/browsing/store.ts";
import { openArguments } from "./internal/calls/seal-arguments.ts";

/** The Trinity key a call goes with: the program's, the person's or the organisation's. */
type KeyOwner = "presented" | "own" | "shared";
export type CallDetail = BrowsedCall & {
  /** Going by how its instance is set now; null for what was meant for none, or for one that is gone. */
  keyOf: KeyOwner | null;
  argumentsText: string | null;
};

/**
 * One call, with whose key it went with, and with the text of its arguments where they were kept (cut after 16 KB). Throws `not_found` for one that is not
 * the organisation's, or of somebody else without `activity:read-all`.
 */
export const getToolCall = query({
  action: "tool-call.get",
  permission: "activity:read-own",
  input: z.strictObject({ at: z.date(), id: z.string().refine(isUuid) }),
  async run({ tx, actor }, key): Promise<CallDetail> {
    const found = await findCall(tx, actor.tenantId, key);
    const isCaller = found?.personId === actor.personId;
    if (found === null || !(isCaller || can(actor.role, "activity:read-all"))) {
      throw new DomainError("not_found", "There is no such call here. Go back to the list of calls.");
    }
    const { arguments: sealed, keyMode, hasOwnKey, ...call } = found;
    const place = { tenantId: actor.tenantId, id: call.id };
    const isOwn = keyMode === "personal" || (keyMode === "personal_first" && hasOwnKey);
    const stored = keyMode === null ? null : isOwn ? "own" : "shared";
    const keyOf = call.keyId === null ? stored : "presented";
    return { ...call, keyOf, argumentsText: sealed === null ? null : openArguments(sealed, place) };
  },
});
