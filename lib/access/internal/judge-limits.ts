import "#server-only";
import { type ArgumentLimit, findArgumentKind } from "#lib/catalog/narrow-schema.ts";
import type { StoredLimit } from "../store.ts";

const AGENT_TOOL = "chat_with_agent";
const AGENT_ARGUMENT = "agent_name";
const AGENT_TOOL_PREFIX = "chat_with_";

type Limited = { toolName: string; inputSchema: unknown; limits: readonly StoredLimit[] };

/**
 * The limits a call of this tool has to keep, one an argument: of several for one argument all hold. Null when no call
 * can keep them: no value is left, the tool has no such argument any more, or it is a `chat_with_<slug>` of an agent
 * that `chat_with_agent` may not name.
 */
export function judgeLimits({ toolName, inputSchema, limits }: Limited): ArgumentLimit[] | null {
  const judged = new Map<string, ArgumentLimit>();
  for (const { tool, argument, allowed } of limits) {
    if (tool !== toolName && tool === AGENT_TOOL && argument === AGENT_ARGUMENT) {
      if (!allowed.some((agent) => toAgentTool(agent) === toolName)) return null;
      continue;
    }
    const kind = findArgumentKind(inputSchema, argument);
    // What chat_with_agent is limited in besides its agent holds for its variants where they have it.
    if (kind === null && tool !== toolName) continue;
    if (kind === null) return null;
    const before = judged.get(argument)?.allowed ?? allowed;
    const both = before.filter((value) => allowed.includes(value));
    if (both.length === 0) return null;
    judged.set(argument, { argument, kind, allowed: both });
  }
  return [...judged.values()];
}

/** Those of an organisation's limits that say something about this tool. */
export function limitsOf(toolName: string, limits: readonly StoredLimit[]): StoredLimit[] {
  const isAgentTool = toolName.startsWith(AGENT_TOOL_PREFIX);
  return limits.filter(({ tool }) => tool === toolName || (isAgentTool && tool === AGENT_TOOL));
}

/** The tool an instance makes for an exposed agent of that name: its letters and digits, small, joined by `_`. */
function toAgentTool(agent: string): string {
  const slug = agent
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "_")
    .replaceAll(/^_+|_+$/g, "");
  return `${AGENT_TOOL_PREFIX}${slug}`;
}
