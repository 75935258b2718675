import "#server-only";
import { z } from "zod";
import { query } from "#lib/verbs/query.ts";
import { toUpstream, type Upstream } from "./internal/upstream-dto.ts";
import type { ToolState } from "./schema.ts";
import { countTools, findUpstreams } from "./store.ts";

export type { Upstream } from "./internal/upstream-dto.ts";
export type UpstreamSummary = Upstream & { toolCounts: Record<ToolState, number> };

/** The organisation's instances, oldest first, with how many of their tools are in each state. */
export const listUpstreams = query({
  action: "upstream.list",
  permission: "upstream:read",
  input: z.strictObject({}),
  async run({ tx, actor }): Promise<UpstreamSummary[]> {
    const rows = await findUpstreams(tx, actor.tenantId);
    const counts = await countTools(tx, actor.tenantId);
    return rows.map((row) => {
      const toolCounts: Record<ToolState, number> = { pending: 0, approved: 0, off: 0, gone: 0 };
      for (const { upstreamId, state, count } of counts) if (upstreamId === row.id) toolCounts[state] = count;
      return { ...toUpstream(row), toolCounts };
    });
  },
});
