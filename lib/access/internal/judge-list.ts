import "#server-only";
import type { GroupId } from "#lib/catalog/groups.ts";
import type { TenantId, UpstreamId } from "#lib/kernel/ids.ts";
import type { Role } from "#lib/kernel/permissions.ts";
import type { VisibleTool } from "../list-visible-tools.ts";
import type { RefusalLayer, ToolState } from "../policy.ts";
import { listTools } from "../store.ts";
import { limitsOf } from "./judge-limits.ts";
import { judgeTool } from "./judge-tool.ts";

export type JudgedList = {
  visible: VisibleTool;
  upstreamId: UpstreamId;
  group: GroupId;
  state: ToolState;
  refusals: { shared: RefusalLayer | null; own: RefusalLayer | null };
}[];

/** Every tool the organisation has, as a role has it: all of what is listed comes from here. */
export async function judgeList({ tenantId, role }: { tenantId: TenantId; role: Role }): Promise<JudgedList> {
  const { tools, rules, limits } = await listTools(tenantId, role);
  return tools.flatMap(({ exposedName, toolName, upstreamId, roles, definition, state, hints }) => {
    const inputSchema = definition["inputSchema"];
    const own = limitsOf(toolName, limits);
    const judged = judgeTool({ toolName, hints, state, role, roles, rules, limits: own, inputSchema });
    if (judged === null) return [];
    const { tool, group, refusals, argumentLimits } = judged;
    return [
      { visible: { exposedName, tool, definition, argumentLimits }, upstreamId, group, state, refusals },
    ];
  });
}
