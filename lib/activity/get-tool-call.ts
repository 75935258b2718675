import "#server-only";
import { z } from "zod";
import { DomainError } from "#lib/kernel/errors.ts";
import { isUuid } from "#lib/kernel/ids.ts";
import { can } from "#lib/kernel/permissions.ts";
import { query } from "#lib/verbs/query.ts";
import { findCall } from "./internal/browsing/store.ts";
import { openArguments } from "./internal/calls/seal-arguments.ts";

/**
 * One call, with the text of its arguments where they were kept (cut after 16 KB). Throws `not_found` for one that is not
 * the organisation's, or of somebody else without `activity:read-all`.
 */
export const getToolCall = query({
  action: "tool-call.get",
  permission: "activity:read-own",
  input: z.strictObject({ at: z.date(), id: z.string().refine(isUuid) }),
  async run({ tx, actor }, key) {
    const found = await findCall(tx, actor.tenantId, key);
    const isOwn = found?.personId === actor.personId;
    if (found === null || !(isOwn || can(actor.role, "activity:read-all"))) {
      throw new DomainError("not_found", "There is no such call here. Go back to the list of calls.");
    }
    const { arguments: sealed, ...call } = found;
    const place = { tenantId: actor.tenantId, id: call.id };
    return { ...call, argumentsText: sealed === null ? null : openArguments(sealed, place) };
  },
});
