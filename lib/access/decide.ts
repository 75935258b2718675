import "#server-only";
import { classifyTool } from "#lib/catalog/classify-tool.ts";
import { findGroup, type GroupId } from "#lib/catalog/groups.ts";
import type { ArgumentLimit } from "#lib/catalog/narrow-schema.ts";
import type { ClientActor } from "#lib/kernel/actor.ts";
import { isToolName } from "#lib/upstreams/schema.ts";
import { judgeLimits } from "./internal/judge-limits.ts";
import { findRefusal, type RefusalLayer } from "./policy.ts";
import { type CalledTool, findCalledTool } from "./store.ts";

export type AllowedCall = Omit<CalledTool, "state" | "rules" | "limits" | "inputSchema"> & {
  group: GroupId;
  /** What its arguments may be; `limitArguments` enforces it. */
  argumentLimits: readonly ArgumentLimit[];
};

/**
 * Yes, with what the call needs; or the one layer that said no. `unknown` also stands for every tool whose existence
 * the caller may not learn of. `grant` names the groups the connection lacks.
 */
export type Decision =
  | { ok: true; call: AllowedCall }
  | { ok: false; layer: "unknown" }
  | { ok: false; layer: Exclude<RefusalLayer, "unknown" | "state"> }
  | { ok: false; layer: "state"; state: "pending" | "off" }
  | { ok: false; layer: "grant"; groups: readonly GroupId[] };

/**
 * The one place that says whether this caller may call this tool now. It reads the organisation's rows at the call:
 * the token and the list the client saw decide nothing.
 */
export async function decide(actor: ClientActor, exposedName: string): Promise<Decision> {
  // What no tool is called is not asked for: the database would refuse some of it with an error.
  const found = isToolName(exposedName) ? await findCalledTool(actor, exposedName) : null;
  if (found === null) return { ok: false, layer: "unknown" };
  const { state, rules, limits, inputSchema, ...call } = found;
  const tool = classifyTool({ name: call.toolName });
  const group = findGroup(tool.group);
  if (group === null) return { ok: false, layer: "unknown" };
  const { role, isSharedAddress } = actor;
  const argumentLimits = judgeLimits({ toolName: call.toolName, limits, inputSchema });
  const layer =
    findRefusal({ tool, group, state, role, rules, isSharedAddress }) ??
    (argumentLimits === null ? "policy" : null);
  const isGranted = actor.groups.includes(group.id);
  if (layer === null && isGranted) {
    return { ok: true, call: { ...call, group: group.id, argumentLimits: argumentLimits ?? [] } };
  }
  // To anybody who may not use it, a tool that is not in our public catalogue does not exist.
  if (tool.origin !== "catalogued") return { ok: false, layer: "unknown" };
  if (layer === null) return { ok: false, layer: "grant", groups: [group.id] };
  if (layer === "state") return { ok: false, layer, state: state === "off" ? "off" : "pending" };
  return { ok: false, layer };
}
