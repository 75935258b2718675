import "#server-only";
import { query } from "#lib/verbs/query.ts";
import { type ChangedTool, countChangedTools, findChangedTools } from "./internal/versions/store.ts";
import { ListToolChangesInput } from "./schema.ts";

export type { ChangedTool } from "./internal/versions/store.ts";

const PAGE = 25;

/**
 * Tools of instances in use that are new or not what was approved, twenty-five at a time by instance and name, and how
 * many there are in all. `approved` is null for a new one, and where what was approved is not known any more.
 */
export const listToolChanges = query({
  action: "upstream.list-tool-changes",
  permission: "tool-policy:read",
  input: ListToolChangesInput,
  async run({ tx, actor }, { after = null }) {
    const rows = await findChangedTools(tx, actor.tenantId, { after, limit: PAGE + 1 });
    const changes: ChangedTool[] = rows.slice(0, PAGE);
    const last = changes.at(-1);
    const nextAfter =
      rows.length > PAGE && last !== undefined ? { place: last.upstreamId, name: last.name } : null;
    return { changes, nextAfter, total: await countChangedTools(tx, actor.tenantId) };
  },
});
