import "#server-only";
import { isObject } from "#lib/kernel/json.ts";
import { classifyTool } from "./classify-tool.ts";
import { type ArgumentLimit, narrowSchema } from "./narrow-schema.ts";
import type { ToolDefinition } from "./schema.ts";

/** A tool as an upstream lists it; members we do not know are carried along untouched. */
export type UpstreamTool = { readonly name: string; readonly [member: string]: unknown };
export type PresentedTool = UpstreamTool & {
  readonly title: string;
  readonly annotations: Readonly<Record<string, unknown>>;
};

/**
 * The tool as we list it: the upstream's definition with our title, our description where we have one, and all four hints
 * (MCP 2025-11-25, server/tools). The input schema, but for limited arguments, and unknown members keep value and order.
 */
export function presentTool(
  tool: UpstreamTool,
  limits: readonly ArgumentLimit[] = [],
  { title, description, hints }: ToolDefinition = classifyTool(tool),
): PresentedTool {
  const theirs = isObject(tool.annotations) ? tool.annotations : {};
  return {
    ...tool,
    ...(isObject(tool["inputSchema"]) ? { inputSchema: narrowSchema(tool["inputSchema"], limits) } : {}),
    title,
    ...(description === null ? {} : { description }),
    annotations: { ...theirs, title, ...hints },
  };
}
