import "#server-only";
import type { MembershipId } from "#lib/kernel/ids.ts";
import { query } from "#lib/verbs/query.ts";
import { MemberInput } from "../../schema.ts";
import { findConnection } from "../sso/store.ts";
import { missingMember } from "./refusals.ts";
import { findMember, findUse } from "./store.ts";

/** What the organisation's own rows say of one member. */
export const readMember = query({
  action: "member.get",
  permission: "member:read",
  input: MemberInput,
  async run({ tx, actor: { tenantId } }, { id }) {
    const row = await findMember(tx, tenantId, id as MembershipId);
    if (!row) throw missingMember();
    const use = await findUse(tx, tenantId, [row.personId]);
    return {
      row,
      use: use.get(row.personId),
      companyId: (await findConnection(tx, tenantId))?.id ?? null,
    };
  },
});
