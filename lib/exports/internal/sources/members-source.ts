import "#server-only";
import { listMembers } from "#lib/tenants/list-members.ts";
import { ListMembersInput } from "#lib/tenants/schema.ts";
import { type Source, toRow } from "./source.ts";

const COLUMNS = [
  "name",
  "address",
  "id",
  "role",
  "status",
  "signs in by",
  "joined",
  "last active",
  "connections",
];

/** Members, by name. */
export const membersSource: Source = {
  title: "Members",
  filter: ListMembersInput.omit({ sort: true, after: true }),
  columns: COLUMNS,
  begin: async () => ({ facts: {}, rowsExpected: null }),
  async readPage(actor, { filter, cursor, toTime }) {
    const after = typeof cursor === "string" ? { after: cursor } : {};
    const { members, nextCursor } = await listMembers(actor, { ...filter, ...after });
    const rows = members.map((member) =>
      toRow(COLUMNS, [
        member.name,
        member.email,
        member.personId,
        member.role,
        member.status,
        member.signIn,
        toTime(member.joinedAt),
        member.lastActiveAt && toTime(member.lastActiveAt),
        member.connections,
      ]),
    );
    return { rows, cursor: nextCursor };
  },
};
