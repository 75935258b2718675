import "#server-only";
import { classifyTool } from "#lib/catalog/classify-tool.ts";
import { GROUPS, type GroupId, type ToolGroup } from "#lib/catalog/groups.ts";
import type { TenantId } from "#lib/kernel/ids.ts";
import type { Role } from "#lib/kernel/permissions.ts";
import { findRefusal } from "./policy.ts";
import { type ListedTool, listTools } from "./store.ts";

export type OfferedGroup = {
  id: GroupId;
  /** The tools of the group this person could use; of a locked group, those they could not. */
  tools: { name: string; title: string }[];
  /** Why nothing of the group can be allowed: the person's role, or a decision of the organisation. */
  locked: null | "role" | "policy";
};

/**
 * The groups a person may be asked to allow at an address, in the stable order of scopes: those in which the
 * organisation has a tool that can be called there. Tools we do not know are named only to those who may use them.
 */
export async function listOfferedGroups(
  { tenantId, role }: { tenantId: TenantId; role: Role },
  { isSharedAddress }: { isSharedAddress: boolean },
): Promise<OfferedGroup[]> {
  const { tools, rules } = await listTools(tenantId, role);
  const byGroup = Map.groupBy(
    tools.map((listed) => ({ ...listed, tool: classifyTool({ name: listed.toolName }) })),
    ({ tool }) => tool.group,
  );
  return GROUPS.flatMap((group) => {
    const judged = (byGroup.get(group.id) ?? []).map((listed) => ({
      ...listed,
      refusal: findRefusal({ ...listed, group, role, rules, isSharedAddress }),
    }));
    return toOfferedGroup(group, judged);
  });
}

type JudgedTool = ListedTool & {
  tool: ReturnType<typeof classifyTool>;
  refusal: ReturnType<typeof findRefusal>;
};

function toOfferedGroup({ id }: ToolGroup, judged: readonly JudgedTool[]): OfferedGroup[] {
  const toName = ({ exposedName, tool }: JudgedTool) => ({ name: exposedName, title: tool.title });
  const usable = judged.filter(({ refusal }) => refusal === null);
  if (usable.length > 0) return [{ id, tools: usable.map(toName), locked: null }];
  const locked = judged.filter(
    ({ tool, refusal }) => tool.origin === "catalogued" && (refusal === "role" || refusal === "policy"),
  );
  if (locked.length === 0) return [];
  const isRole = locked.some(({ refusal }) => refusal === "role");
  return [{ id, tools: locked.map(toName), locked: isRole ? "role" : "policy" }];
}
