import "#server-only";
import type { ArgumentLimit } from "#lib/catalog/narrow-schema.ts";
import type { ToolDefinition } from "#lib/catalog/schema.ts";
import { isRevocationFresh } from "#lib/grants/watch-revocations.ts";
import type { ClientActor } from "#lib/kernel/actor.ts";
import { isReachable } from "./internal/apply-presented-key.ts";
import { isWithinApp } from "./internal/is-within-app.ts";
import { judgeList, type JudgedList } from "./internal/judge-list.ts";
import { openMemory } from "./internal/open-memory.ts";
import { isSwitchedOff } from "./is-switched-off.ts";

export type VisibleTool = {
  exposedName: string;
  tool: ToolDefinition;
  /** What the instance listed, as an admin approved it. */
  definition: { [member: string]: unknown };
  /** What its arguments may be. */
  argumentLimits: readonly ArgumentLimit[];
};

/** What of a caller decides about the list. */
export type Viewer = Pick<
  ClientActor,
  "tenantId" | "role" | "isSharedAddress" | "groups" | "effectMax" | "presented"
>;

/** Tools of all remembered lists together. */
const TOOLS_MAX = 10_000;

/**
 * The tools this caller may call now, in a stable order: exactly those `decide` says yes to; none while all are paused. One and the same value for
 * a tool as long as nothing changed.
 */
export async function listVisibleTools(actor: Viewer): Promise<VisibleTool[]> {
  const { isSharedAddress, groups } = actor;
  const [isOff, judged] = await Promise.all([isSwitchedOff(actor.tenantId), findJudgedList(actor)]);
  if (isOff) return [];
  return judged.flatMap(({ visible, upstreamId, group, refusals }) => {
    if (!isReachable(actor, upstreamId)) return [];
    const layer = isSharedAddress ? refusals.shared : refusals.own;
    return layer === null && groups.includes(group) && isWithinApp(actor, group) ? [visible] : [];
  });
}

async function findJudgedList({ tenantId, role }: Viewer): Promise<JudgedList> {
  if (!isRevocationFresh()) return await judgeList({ tenantId, role });
  const memory = openMemory<JudgedList>("lists", TOOLS_MAX);
  const key = `${tenantId} ${role}`;
  const known = memory.get(key);
  if (known !== undefined) return known;
  const lookup = memory.begin();
  const judged = await judgeList({ tenantId, role });
  memory.put(key, judged, lookup, { ids: [tenantId], weight: 1 + judged.length });
  return judged;
}
