import "#server-only";
import { classifyTool } from "#lib/catalog/classify-tool.ts";
import { findGroup, type GroupId } from "#lib/catalog/groups.ts";
import type { ArgumentLimit } from "#lib/catalog/narrow-schema.ts";
import { type HeaderParam, readHeaderParams } from "#lib/catalog/read-header-params.ts";
import type { ToolDefinition } from "#lib/catalog/schema.ts";
import type { Hints } from "#lib/catalog/terms.ts";
import type { Role } from "#lib/kernel/permissions.ts";
import { findRefusal, type RefusalLayer, type ToolRules, type ToolState } from "../policy.ts";
import type { StoredLimit } from "../store.ts";
import { judgeLimits } from "./judge-limits.ts";

/** All that is decided about a tool for one role, but for what the connection holds. */
export type JudgedTool = {
  tool: ToolDefinition;
  group: GroupId;
  state: ToolState;
  argumentLimits: readonly ArgumentLimit[];
  headerParams: readonly HeaderParam[];
  /** The layer that refuses it at the shared address and at the organisation's own, or null. */
  refusals: { shared: RefusalLayer | null; own: RefusalLayer | null };
};

type Judged = {
  toolName: string;
  hints: Hints | null;
  state: ToolState;
  role: Role;
  /** Who may use its instance at all. */
  roles: readonly Role[];
  rules: ToolRules;
  limits: readonly StoredLimit[];
  inputSchema: unknown;
};

/** Null for what is no tool: of a group that is not in our list, or with annotations that make it none. */
export function judgeTool(judged: Judged): JudgedTool | null {
  const { toolName, hints, state, role, roles, rules, limits, inputSchema } = judged;
  const tool = classifyTool({ name: toolName }, hints);
  const group = findGroup(tool.group);
  const headerParams = readHeaderParams(inputSchema);
  if (group === null || headerParams === null) return null;
  const argumentLimits = limits.length === 0 ? [] : judgeLimits({ toolName, inputSchema, limits });
  const judge = (isSharedAddress: boolean) =>
    findRefusal({ tool, group, state, role, rules, isSharedAddress }) ??
    (argumentLimits === null || !roles.includes(role) ? "policy" : null);
  const refusals = { shared: judge(true), own: judge(false) };
  return { tool, group: group.id, state, argumentLimits: argumentLimits ?? [], headerParams, refusals };
}
