import "#server-only";
import { query } from "#lib/verbs/query.ts";
import { QUARANTINED_SHOWN_MAX } from "./internal/quarantine/sort-tools.ts";
import { findAllQuarantined, type QuarantinedPlace } from "./internal/quarantine/store.ts";
import { ListQuarantinedToolsInput } from "./schema.ts";

/**
 * Tools that instances in use list and that are left out, by instance and name: with their names as they can be shown, and
 * why. A hundred at most; `isMore` where there are others.
 */
export const listQuarantinedTools = query({
  action: "upstream.list-quarantined-tools",
  permission: "tool-policy:read",
  input: ListQuarantinedToolsInput,
  async run({ tx, actor }): Promise<{ tools: QuarantinedPlace[]; isMore: boolean }> {
    const tools = await findAllQuarantined(tx, actor.tenantId, QUARANTINED_SHOWN_MAX + 1);
    return { tools: tools.slice(0, QUARANTINED_SHOWN_MAX), isMore: tools.length > QUARANTINED_SHOWN_MAX };
  },
});
