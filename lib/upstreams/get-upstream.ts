import "#server-only";
import type { UpstreamId, UpstreamToolId } from "#lib/kernel/ids.ts";
import { query } from "#lib/verbs/query.ts";
import { digestTools } from "./internal/digest-tools.ts";
import { missingUpstream } from "./internal/missing-upstream.ts";
import { QUARANTINED_SHOWN_MAX } from "./internal/quarantine/sort-tools.ts";
import { findQuarantined, type QuarantinedRow } from "./internal/quarantine/store.ts";
import { toUpstream, type Upstream } from "./internal/upstream-dto.ts";
import { type ToolState, UpstreamIdInput } from "./schema.ts";
import { findTools, findUpstream } from "./store.ts";

export type ListedTool = { id: UpstreamToolId; name: string; state: ToolState; description: string | null };
export type { QuarantinedRow } from "./internal/quarantine/store.ts";
export type UpstreamDetail = Upstream & {
  tools: ListedTool[];
  /** What it lists and is left out: a hundred at most, and whether there is more. */
  quarantined: { tools: QuarantinedRow[]; isMore: boolean };
  pendingDigest: string;
};

/** One instance with its tools by name; `pendingDigest` stands for exactly the tools that wait for approval. */
export const getUpstream = query({
  action: "upstream.get",
  permission: "upstream:read",
  input: UpstreamIdInput,
  async run({ tx, actor }, { id }): Promise<UpstreamDetail> {
    const row = await findUpstream(tx, actor.tenantId, id as UpstreamId);
    if (!row) throw missingUpstream();
    const tools = await findTools(tx, actor.tenantId, row.id);
    const quarantined = await findQuarantined(tx, actor.tenantId, row.id);
    return {
      ...toUpstream(row),
      tools: tools.map(({ id: toolId, name, state, definition }) => ({
        id: toolId,
        name,
        state,
        description: typeof definition["description"] === "string" ? definition["description"] : null,
      })),
      quarantined: {
        tools: quarantined.slice(0, QUARANTINED_SHOWN_MAX),
        isMore: quarantined.length > QUARANTINED_SHOWN_MAX,
      },
      pendingDigest: digestTools(tools.filter(({ state }) => state === "pending")),
    };
  },
});
