import "#server-only";
import { classifyTool } from "#lib/catalog/classify-tool.ts";
import { GROUPS, type GroupId, type ToolGroup } from "#lib/catalog/groups.ts";
import type { TenantId } from "#lib/kernel/ids.ts";
import type { Role } from "#lib/kernel/permissions.ts";
import { FEATURE_GROUP, findFeatureRefusal } from "./decide-feature.ts";
import { findApprovedFeatures } from "./internal/features/store.ts";
import { findRefusal } from "./policy.ts";
import { type ListedTool, listTools } from "./store.ts";

export type OfferedGroup = {
  id: GroupId;
  /** What of the group this person could use, tools and what is none; of a locked group, what they could not. */
  tools: { name: string; title: string }[];
  /** Why nothing of the group can be allowed: the person's role, or a decision of the organisation. */
  locked: null | "role" | "policy";
};

/**
 * The groups a person may be asked to allow at an address, in the stable order of scopes: those in which the
 * organisation has a tool that can be called there, or something to read that is no tool. Tools we do not know are named
 * only to those who may use them.
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
  const isReadable = findFeatureRefusal({ role, rules, isSharedAddress }) === null;
  const features = isReadable ? await listReadable(tenantId) : [];
  return GROUPS.flatMap((group) => {
    const judged = (byGroup.get(group.id) ?? []).map((listed) => ({
      ...listed,
      refusal: findRefusal({ ...listed, group, role, rules, isSharedAddress }),
    }));
    const [offered] = toOfferedGroup(group, judged);
    if (group.id !== FEATURE_GROUP || features.length === 0) return offered ?? [];
    const tools = offered === undefined || offered.locked !== null ? [] : offered.tools;
    return { id: group.id, tools: [...features, ...tools], locked: null };
  });
}

/** What an admin approved beside tools, as one thing among the group's tools. */
async function listReadable(tenantId: TenantId): Promise<OfferedGroup["tools"]> {
  const approved = new Set((await findApprovedFeatures(tenantId)).flatMap(({ features }) => features));
  const kinds = ["resources", "prompts"].filter((kind) => approved.has(kind));
  return kinds.length === 0 ? [] : [{ name: kinds.join(", "), title: `Read its ${kinds.join(" and ")}` }];
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
