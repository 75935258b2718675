import "#server-only";
import type { UpstreamSession } from "../open-session.ts";
import type { CheckProblem } from "../schema.ts";
import { LIST_BYTES_MAX, shortenList } from "./quarantine/shorten-list.ts";
import { type SortedTools, sortTools } from "./quarantine/sort-tools.ts";
import { toCheckProblem } from "./to-check-problem.ts";

export type { QuarantinedTool, ToolDefinition } from "./quarantine/sort-tools.ts";
type ReadTools =
  | ({ ok: true } & SortedTools)
  | { ok: false; problem: CheckProblem; status?: number | undefined };

const TOOLS_MAX = 1000;
const LISTED_MAX = 2 * TOOLS_MAX;
const PAGES_MAX = 50;
/** A Trinity's 163 tools are a twentieth of it. The whole list is read for whoever asks for it. */
const LENGTH_MAX = 4 * 1024 * 1024;
const PAGE_TIMEOUT_MS = 20_000;
const TIMEOUT_MS = 60_000;
const LONG = { bytesMax: LIST_BYTES_MAX, shorten: shortenList };

/**
 * Reads the whole list, page by page, and tells what can be used from what is left out: a broken or hostile tool spoils
 * none of the others. Zero tools is a problem of the key, more than a thousand, or megabytes of them, one of the instance.
 */
export async function readTools(session: Pick<UpstreamSession, "request">): Promise<ReadTools> {
  const listed: unknown[] = [];
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  let length = 0;
  let cursor: string | undefined;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const params = JSON.stringify(cursor === undefined ? {} : { cursor });
    const reply = await session.request(
      { method: "tools/list", params },
      { timeoutMs: PAGE_TIMEOUT_MS, signal, long: LONG },
    );
    if (!reply.ok) return { ok: false, problem: toCheckProblem(reply), status: reply.status };
    if (!("result" in reply) || !Array.isArray(reply.result["tools"]))
      return { ok: false, problem: "protocol" };
    length += reply.text.length;
    for (const entry of reply.result["tools"] as unknown[]) listed.push(entry);
    if (length > LENGTH_MAX || listed.length > LISTED_MAX) return { ok: false, problem: "too_many_tools" };
    const next = reply.result["nextCursor"];
    if (typeof next !== "string") break;
    cursor = next;
  }
  if (listed.length === 0) return { ok: false, problem: "no_tools" };
  const sorted = sortTools(listed);
  return sorted.tools.length > TOOLS_MAX ? { ok: false, problem: "too_many_tools" } : { ok: true, ...sorted };
}
