import "#server-only";
import { z } from "zod";
import { query } from "#lib/verbs/query.ts";
import { countWaitingInvitations } from "./internal/invitations/store.ts";
import { countMembers } from "./internal/members/store.ts";
import { countWaitingRequests } from "./internal/requests/store.ts";

/** How many people belong here, how many invitations wait, and how many ask to join. */
export const countPeople = query({
  action: "member.count",
  permission: "member:read",
  input: z.strictObject({}),
  async run({ tx, actor: { tenantId } }) {
    return {
      people: await countMembers(tx, tenantId),
      invitations: await countWaitingInvitations(tx, tenantId),
      requests: await countWaitingRequests(tx, tenantId),
    };
  },
});
