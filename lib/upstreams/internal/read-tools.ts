import "#server-only";
import type { UpstreamSession } from "../open-session.ts";
import { type CheckProblem, isToolName } from "../schema.ts";
import { toCheckProblem } from "./to-check-problem.ts";

/** A tool as the instance lists it, every member as it came. */
export type ToolDefinition = { readonly name: string; readonly [member: string]: unknown };
type ReadTools =
  | { ok: true; tools: ToolDefinition[] }
  | { ok: false; problem: CheckProblem; status?: number | undefined };

const TOOLS_MAX = 1000;
const PAGES_MAX = 50;
/** A Trinity's 163 tools are a twentieth of it. The whole list is read for whoever asks for it. */
const LENGTH_MAX = 4 * 1024 * 1024;
const DEPTH_MAX = 100;
const PAGE_TIMEOUT_MS = 20_000;
const TIMEOUT_MS = 60_000;

/**
 * Reads the whole list, page by page. A name listed twice counts once, one that no app takes not at all; zero tools is a
 * problem of the key.
 */
export async function readTools(session: Pick<UpstreamSession, "request">): Promise<ReadTools> {
  const tools = new Map<string, ToolDefinition>();
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  let length = 0;
  let cursor: string | undefined;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const params = JSON.stringify(cursor === undefined ? {} : { cursor });
    const reply = await session.request(
      { method: "tools/list", params },
      { timeoutMs: PAGE_TIMEOUT_MS, signal },
    );
    if (!reply.ok) return { ok: false, problem: toCheckProblem(reply), status: reply.status };
    if (!("result" in reply) || !Array.isArray(reply.result["tools"]))
      return { ok: false, problem: "protocol" };
    length += reply.text.length;
    if (length > LENGTH_MAX) return { ok: false, problem: "too_many_tools" };
    for (const tool of reply.result["tools"] as unknown[]) {
      if (!isTool(tool) || !isStorable(tool, 0)) return { ok: false, problem: "protocol" };
      if (isToolName(tool.name) && !tools.has(tool.name)) tools.set(tool.name, tool);
    }
    if (tools.size > TOOLS_MAX) return { ok: false, problem: "too_many_tools" };
    const next = reply.result["nextCursor"];
    if (typeof next !== "string") break;
    cursor = next;
  }
  return tools.size === 0 ? { ok: false, problem: "no_tools" } : { ok: true, tools: [...tools.values()] };
}

function isTool(value: unknown): value is ToolDefinition {
  if (typeof value !== "object" || value === null || !("name" in value)) return false;
  return typeof value.name === "string";
}

/** jsonb takes neither NUL nor half a surrogate pair, and nothing of ours walks deeper than this. */
function isStorable(value: unknown, depth: number): boolean {
  if (depth > DEPTH_MAX) return false;
  if (typeof value === "string") return value.isWellFormed() && !value.includes("\0");
  if (typeof value !== "object" || value === null) return true;
  return Object.entries(value).every(
    ([name, member]) => isStorable(name, depth) && isStorable(member, depth + 1),
  );
}
