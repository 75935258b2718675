import "#server-only";
import { classifyTool } from "#lib/catalog/classify-tool.ts";
import { findGroup } from "#lib/catalog/groups.ts";
import type { ToolDefinition } from "#lib/catalog/schema.ts";
import type { ClientActor } from "#lib/kernel/actor.ts";
import { findRefusal } from "./policy.ts";
import { listTools } from "./store.ts";

export type VisibleTool = {
  exposedName: string;
  tool: ToolDefinition;
  /** What the instance listed, as an admin approved it. */
  definition: { [member: string]: unknown };
};

/** The tools this caller may call now, in a stable order: exactly those `decide` says yes to. */
export async function listVisibleTools(actor: ClientActor): Promise<VisibleTool[]> {
  const { role, isSharedAddress } = actor;
  const { tools, rules } = await listTools(actor.tenantId, role);
  return tools.flatMap(({ exposedName, toolName, definition, state }) => {
    const tool = classifyTool({ name: toolName });
    const group = findGroup(tool.group);
    if (group === null || !actor.groups.includes(group.id)) return [];
    if (findRefusal({ tool, group, state, role, rules, isSharedAddress }) !== null) return [];
    return [{ exposedName, tool, definition }];
  });
}
