import "#server-only";
import { query } from "#lib/verbs/query.ts";
import { findRequests } from "./internal/requests/store.ts";
import { ListAccessRequestsInput } from "./schema.ts";

const PAGE = 50;

export type AccessRequest = Awaited<ReturnType<typeof listAccessRequests>>["requests"][number];

/** Who asks to join, the longest wait first, fifty at a time. */
export const listAccessRequests = query({
  action: "access-request.list",
  permission: "member:read",
  input: ListAccessRequestsInput,
  async run({ tx, actor }, { after }) {
    const rows = await findRequests(tx, actor.tenantId, { after, limit: PAGE });
    const requests = rows.slice(0, PAGE);
    return { requests, nextCursor: rows.length > PAGE ? (requests.at(-1)?.id ?? null) : null };
  },
});
