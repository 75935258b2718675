import "#server-only";
import { writePlace } from "#lib/kernel/row-place.ts";
import { query } from "#lib/verbs/query.ts";
import { ListMembersInput } from "../../schema.ts";
import { findMembers } from "../member-list/store.ts";
import { findConnection } from "../sso/store.ts";
import { findUse } from "./store.ts";

const PAGE = 50;

/** What the organisation's own rows say of its members. */
export const findMemberPage = query({
  action: "member.list",
  permission: "member:read",
  input: ListMembersInput,
  async run({ tx, actor: { tenantId } }, filter) {
    const { members, next } = await findMembers(tx, tenantId, { ...filter, limit: PAGE });
    const ids = members.map(({ personId }) => personId);
    return {
      members,
      use: await findUse(tx, tenantId, ids),
      companyId: (await findConnection(tx, tenantId))?.id ?? null,
      nextCursor: next && writePlace(next),
    };
  },
});
