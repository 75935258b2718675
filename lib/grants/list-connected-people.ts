import "#server-only";
import { query } from "#lib/verbs/query.ts";
import { findConnectedPeople } from "./internal/listing/store.ts";
import { ListConnectedPeopleInput } from "./schema.ts";

export type { PersonRow as ConnectedPerson } from "./internal/listing/store.ts";

const PAGE = 50;

/** The organisation's connections that fit the filter, counted by person in the order of names, fifty people at a time. */
export const listConnectedPeople = query({
  action: "connection.list-people",
  permission: "connection:read-all",
  input: ListConnectedPeopleInput,
  async run({ tx, actor }, { after, ...filter }) {
    const rows = await findConnectedPeople(tx, actor.tenantId, filter, { after, limit: PAGE });
    const people = rows.slice(0, PAGE);
    return { people, nextCursor: rows.length > PAGE ? (people.at(-1)?.personId ?? null) : null };
  },
});
