import "#server-only";
import { query } from "#lib/verbs/query.ts";
import { ListMembersInput } from "../../schema.ts";
import { findConnection } from "../sso/store.ts";
import { findMembers, findUse } from "./store.ts";

const PAGE = 50;

/** What the organisation's own rows say of its members. */
export const findMemberPage = query({
  action: "member.list",
  permission: "member:read",
  input: ListMembersInput,
  async run({ tx, actor: { tenantId } }, filter) {
    const rows = await findMembers(tx, tenantId, { ...filter, limit: PAGE });
    const members = rows.slice(0, PAGE);
    const ids = members.map(({ personId }) => personId);
    return {
      members,
      use: await findUse(tx, tenantId, ids),
      companyId: (await findConnection(tx, tenantId))?.id ?? null,
      nextCursor: rows.length > PAGE ? (members.at(-1)?.id ?? null) : null,
    };
  },
});
