import "#server-only";
import { TOOL_DEPTH_MAX } from "#lib/catalog/judge-listed-tool.ts";
import type { QuarantineReason } from "#lib/catalog/schema.ts";
import { readElements, readMembers, writeMembers } from "#lib/kernel/json-members.ts";
import { isTooDeep } from "#lib/kernel/json.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";

/** A tool of hundreds of arguments is a tenth of it. */
const TOOL_LENGTH_MAX = 128 * 1024;
/** Whoever lists more than a thousand tools is told so; beyond this nothing is told apart any more. */
const ELEMENTS_MAX = 5_000;
const MEMBERS_MAX = 100;
const TOOL_MEMBERS_MAX = 10_000;
const NAME_TEXT_MAX = 2_000;
/** Message, result and list stand around a tool. */
const DEPTH_AROUND = 3;

/** How much of an answer with a list is read: enough for one absurd tool beside all the others. */
export const LIST_BYTES_MAX = 16 * 1024 * 1024;

/** What stands in the list in the place of a tool that was cut: no tool looks like that. */
export type CutTool = readonly [QuarantineReason, string];

/**
 * The text of an answer to `tools/list` with every tool that is too long or too deep cut down to its name, so that one of
 * them does not make all of it unreadable. Only looks for where values end, and keeps nothing; what is no such answer, or
 * no JSON, is what it was.
 */
export function shortenList(text: string): string {
  try {
    const message = readMembers(text, MEMBERS_MAX);
    const result = message && readMembers(message.get("result") ?? "", MEMBERS_MAX);
    const tools = result && readElements(result.get("tools") ?? "", ELEMENTS_MAX);
    if (!tools) return text;
    const depthMax = Math.min(TOOL_DEPTH_MAX, getConfig().mcp.depthMax - DEPTH_AROUND);
    const kept = tools.map((tool) => shortenTool(tool, depthMax));
    if (kept.every((tool, index) => tool === tools[index])) return text;
    const shortened = writeMembers(new Map(result).set("tools", `[${kept.join(",")}]`));
    return writeMembers(new Map(message).set("result", shortened));
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}

function shortenTool(text: string, depthMax: number): string {
  if (text.length > TOOL_LENGTH_MAX) return cut(text, "too_large");
  if (text.length > 2 * depthMax && isTooDeep(text, depthMax)) return cut(text, "too_deep");
  return text;
}

function cut(text: string, reason: QuarantineReason): string {
  const name = readMembers(text, TOOL_MEMBERS_MAX)?.get("name") ?? "";
  const isName = name.startsWith('"') && name.length <= NAME_TEXT_MAX;
  const tool: CutTool = [reason, isName ? (JSON.parse(name) as string) : ""];
  return JSON.stringify(tool);
}
