import "#server-only";
import { GROUPS, type GroupId } from "#lib/catalog/groups.ts";
import type { TenantId } from "#lib/kernel/ids.ts";
import type { Role } from "#lib/kernel/permissions.ts";
import { judgeList } from "./internal/judge-list.ts";
import { isSharedResource, type RefusalLayer } from "./policy.ts";

export type ExplainedTool = {
  exposedName: string;
  title: string;
  /** The layer that says no now; null for a tool it may call. */
  layer: RefusalLayer | "grant" | null;
};

export type ExplainedGroup = {
  id: GroupId;
  /** Whether the person allowed it on this connection. */
  isAllowed: boolean;
  tools: ExplainedTool[];
};

type Connection = {
  tenant: { id: TenantId };
  /** Of its person, now. */
  role: Role;
  groups: readonly string[];
  resource: string;
};

/**
 * What one connection may call now, group by group in the order of scopes, and for everything else the layer that says
 * no: the same judgement as `decide`. Groups without a tool here are in it where they were allowed. A tool that is not in
 * our catalogue is named only where it may be called, as everywhere.
 */
export async function explainConnection(connection: Connection): Promise<ExplainedGroup[]> {
  const { tenant, role, groups, resource } = connection;
  const isSharedAddress = isSharedResource(resource);
  const judged = (await judgeList({ tenantId: tenant.id, role })).filter(({ state }) => state !== "gone");
  const byGroup = Map.groupBy(judged, ({ group }) => group);
  return GROUPS.flatMap(({ id }) => {
    const isAllowed = groups.includes(id);
    const tools = (byGroup.get(id) ?? []).flatMap(({ visible, refusals }): ExplainedTool[] => {
      const refusal = isSharedAddress ? refusals.shared : refusals.own;
      const layer = refusal ?? (isAllowed ? null : "grant");
      if (layer !== null && visible.tool.origin !== "catalogued") return [];
      return [{ exposedName: visible.exposedName, title: visible.tool.title, layer }];
    });
    return isAllowed || tools.length > 0 ? [{ id, isAllowed, tools }] : [];
  });
}
