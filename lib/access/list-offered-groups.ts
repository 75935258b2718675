import "#server-only";
import { GROUPS, type GroupId, type ToolGroup } from "#lib/catalog/groups.ts";
import { type Effect, isWithinEffect } from "#lib/kernel/effects.ts";
import type { TenantId } from "#lib/kernel/ids.ts";
import type { Role } from "#lib/kernel/permissions.ts";
import { FEATURE_GROUP, findFeatureRefusal } from "./decide-feature.ts";
import { findApprovedFeatures } from "./internal/features/store.ts";
import { limitsOf } from "./internal/judge-limits.ts";
import { type JudgedTool, judgeTool } from "./internal/judge-tool.ts";
import { listTools } from "./store.ts";

export type OfferedGroup = {
  id: GroupId;
  /** What of the group this person could use, tools and what is none; of a locked group, what they could not. */
  tools: { name: string; title: string }[];
  /** Why nothing of the group can be allowed: the person's role, a decision of the organisation, or its limit of the app. */
  locked: null | "role" | "policy" | "app";
};

/**
 * The groups a person may be asked to allow at an address, in the stable order of scopes: those in which the
 * organisation has a tool that can be called there, or something to read that is no tool. Tools we do not know are named
 * only to those who may use them. `effectMax` is the most the app may do.
 */
export async function listOfferedGroups(
  { tenantId, role }: { tenantId: TenantId; role: Role },
  { isSharedAddress, effectMax }: { isSharedAddress: boolean; effectMax?: Effect },
): Promise<OfferedGroup[]> {
  const { tools, rules, limits } = await listTools(tenantId, role);
  const judged = tools.flatMap(({ exposedName, toolName, roles, definition, state, hints }) => {
    const inputSchema = definition["inputSchema"];
    const own = limitsOf(toolName, limits);
    const found = judgeTool({ toolName, hints, state, role, roles, rules, limits: own, inputSchema });
    return found === null ? [] : [{ ...found, exposedName }];
  });
  const byGroup = Map.groupBy(judged, ({ group }) => group);
  const isReadable = findFeatureRefusal({ role, rules, isSharedAddress }) === null;
  const features = isReadable ? await listReadable(tenantId, role) : [];
  return GROUPS.flatMap((group) => {
    const [offered] = toOfferedGroup(group, byGroup.get(group.id) ?? [], isSharedAddress);
    if (group.id !== FEATURE_GROUP || features.length === 0) {
      return offered === undefined ? [] : limit(offered, group, effectMax);
    }
    const tools = offered === undefined || offered.locked !== null ? [] : offered.tools;
    return { id: group.id, tools: [...features, ...tools], locked: null };
  });
}

/** What the role could use and an admin keeps from the app stays in sight, with that reason. */
function limit(offered: OfferedGroup, group: ToolGroup, effectMax: Effect | undefined): OfferedGroup {
  return offered.locked === null && !isWithinEffect(group, effectMax)
    ? { ...offered, locked: "app" }
    : offered;
}

/** What an admin approved beside tools, as one thing among the group's tools. */
async function listReadable(tenantId: TenantId, role: Role): Promise<OfferedGroup["tools"]> {
  const approved = new Set((await findApprovedFeatures(tenantId, role)).flatMap(({ features }) => features));
  const kinds = ["resources", "prompts"].filter((kind) => approved.has(kind));
  return kinds.length === 0 ? [] : [{ name: kinds.join(", "), title: `Read ${kinds.join(" and ")}` }];
}

function toOfferedGroup(
  { id }: ToolGroup,
  judged: readonly (JudgedTool & { exposedName: string })[],
  isSharedAddress: boolean,
): OfferedGroup[] {
  const tools = judged.map(({ exposedName, tool, refusals }) => ({
    shown: { name: exposedName, title: tool.title },
    origin: tool.origin,
    refusal: isSharedAddress ? refusals.shared : refusals.own,
  }));
  const usable = tools.filter(({ refusal }) => refusal === null);
  if (usable.length > 0) return [{ id, tools: usable.map(({ shown }) => shown), locked: null }];
  const locked = tools.filter(
    ({ origin, refusal }) => origin === "catalogued" && (refusal === "role" || refusal === "policy"),
  );
  if (locked.length === 0) return [];
  const isRole = locked.some(({ refusal }) => refusal === "role");
  return [{ id, tools: locked.map(({ shown }) => shown), locked: isRole ? "role" : "policy" }];
}
