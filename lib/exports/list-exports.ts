import "#server-only";
import { z } from "zod";
import { query } from "#lib/verbs/query.ts";
import { canCancel, canExport, canFetch, ITEMS_MAX } from "./policy.ts";
import { type ExportItem, listItems } from "./store.ts";

export type ListedExport = ExportItem & { isOwn: boolean; canFetch: boolean; canCancel: boolean };

/** The organisation's exports of the last day that the role may read, newest first, with what the reader may do. */
export const listExports = query({
  action: "export.list",
  permission: "export:write",
  input: z.strictObject({}),
  async run({ tx, actor }): Promise<ListedExport[]> {
    const now = new Date();
    const items = await listItems(tx, actor.tenantId, ITEMS_MAX);
    return items
      .filter(({ kind }) => canExport(actor.role, kind))
      .map((item) => ({
        ...item,
        isOwn: item.personId === actor.personId,
        canFetch: canFetch(actor, item, now),
        canCancel: item.state === "waiting" && canCancel(actor, item),
      }));
  },
});
