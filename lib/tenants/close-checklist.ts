import "#server-only";
import { z } from "zod";
import { command } from "#lib/verbs/command.ts";
import { closeChecklistOf } from "./internal/members/store.ts";

/** Shows the caller the overview's list of first steps no more. */
export const closeChecklist = command({
  action: "checklist.close",
  permission: "tenant:read",
  input: z.strictObject({}),
  async run({ tx, actor }) {
    await closeChecklistOf(tx, actor.tenantId, actor.membershipId);
    return { result: undefined, audit: { target: actor.membershipId } };
  },
});
