import "#server-only";
import type { GroupId } from "#lib/catalog/groups.ts";
import type { ArgumentLimit } from "#lib/catalog/narrow-schema.ts";
import type { ToolDefinition } from "#lib/catalog/schema.ts";
import { isRevocationFresh } from "#lib/grants/watch-revocations.ts";
import type { ClientActor } from "#lib/kernel/actor.ts";
import type { UpstreamId } from "#lib/kernel/ids.ts";
import { isReachable } from "./internal/apply-presented-key.ts";
import { limitsOf } from "./internal/judge-limits.ts";
import { judgeTool } from "./internal/judge-tool.ts";
import { openMemory } from "./internal/open-memory.ts";
import { isSwitchedOff } from "./is-switched-off.ts";
import type { RefusalLayer } from "./policy.ts";
import { listTools } from "./store.ts";

export type VisibleTool = {
  exposedName: string;
  tool: ToolDefinition;
  /** What the instance listed, as an admin approved it. */
  definition: { [member: string]: unknown };
  /** What its arguments may be. */
  argumentLimits: readonly ArgumentLimit[];
};

type JudgedList = {
  visible: VisibleTool;
  upstreamId: UpstreamId;
  group: GroupId;
  refusals: { shared: RefusalLayer | null; own: RefusalLayer | null };
}[];

/** Tools of all remembered lists together. */
const TOOLS_MAX = 10_000;

/**
 * The tools this caller may call now, in a stable order: exactly those `decide` says yes to; none while all are paused. One and the same value for
 * a tool as long as nothing changed.
 */
export async function listVisibleTools(actor: ClientActor): Promise<VisibleTool[]> {
  const { isSharedAddress, groups } = actor;
  const [isOff, judged] = await Promise.all([isSwitchedOff(actor.tenantId), findJudgedList(actor)]);
  if (isOff) return [];
  return judged.flatMap(({ visible, upstreamId, group, refusals }) => {
    if (!isReachable(actor, upstreamId)) return [];
    const layer = isSharedAddress ? refusals.shared : refusals.own;
    return layer === null && groups.includes(group) ? [visible] : [];
  });
}

async function findJudgedList({ tenantId, role }: ClientActor): Promise<JudgedList> {
  if (!isRevocationFresh()) return await readList({ tenantId, role });
  const memory = openMemory<JudgedList>("lists", TOOLS_MAX);
  const key = `${tenantId} ${role}`;
  const known = memory.get(key);
  if (known !== undefined) return known;
  const lookup = memory.begin();
  const judged = await readList({ tenantId, role });
  memory.put(key, judged, lookup, { ids: [tenantId], weight: 1 + judged.length });
  return judged;
}

async function readList({ tenantId, role }: Pick<ClientActor, "tenantId" | "role">): Promise<JudgedList> {
  const { tools, rules, limits } = await listTools(tenantId, role);
  return tools.flatMap(({ exposedName, toolName, upstreamId, definition, state }) => {
    const inputSchema = definition["inputSchema"];
    const own = limitsOf(toolName, limits);
    const judged = judgeTool({ toolName, state, role, rules, limits: own, inputSchema });
    if (judged === null) return [];
    const { tool, group, refusals, argumentLimits } = judged;
    return [{ visible: { exposedName, tool, definition, argumentLimits }, upstreamId, group, refusals }];
  });
}
