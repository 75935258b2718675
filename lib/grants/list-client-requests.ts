import "#server-only";
import { query } from "#lib/verbs/query.ts";
import { countOpenRequests, findRequests } from "./internal/client-requests/store.ts";
import { ListClientRequestsInput } from "./schema.ts";

export type { ClientRequestRow } from "./internal/client-requests/store.ts";

const PAGE = 50;

/** The organisation's requests for apps, fifty at a time: those that wait, oldest first, or those decided, newest first. */
export const listClientRequests = query({
  action: "client-request.list",
  permission: "client-policy:read",
  input: ListClientRequestsInput,
  async run({ tx, actor }, { isOpen, after }) {
    const rows = await findRequests(tx, actor.tenantId, { isOpen, after, limit: PAGE });
    const requests = rows.slice(0, PAGE);
    return {
      requests,
      nextCursor: rows.length > PAGE ? (requests.at(-1)?.id ?? null) : null,
      waiting: await countOpenRequests(tx, actor.tenantId),
    };
  },
});
