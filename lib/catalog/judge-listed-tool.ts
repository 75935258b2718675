import "#server-only";
import { isObject, type JsonObject } from "#lib/kernel/json.ts";
import { findDefinition } from "./find-definition.ts";
import { isDeeperThan, refersElsewhere, someSchemaWords, someText } from "./internal/rules/schema-rules.ts";
import { hasActiveMarkup, hasHiddenText } from "./internal/rules/text-rules.ts";
import { presentTool, type UpstreamTool } from "./present-tool.ts";
import { readHeaderParams } from "./read-header-params.ts";
import type { QuarantineReason } from "./schema.ts";

/** Nothing of ours walks deeper than this. */
export const TOOL_DEPTH_MAX = 100;

/**
 * Why a tool an instance lists cannot be taken, or null: it is not made as MCP has it, would make an app refuse the whole
 * list, sends whoever reads it somewhere else, or shows a person something else than a model. Of a tool we know the
 * instance's own title and description do not matter, since nobody is shown them. Its name is not looked at.
 */
export function judgeListedTool(tool: UpstreamTool): QuarantineReason | null {
  if (isDeeperThan(tool, TOOL_DEPTH_MAX)) return "too_deep";
  if (someText(tool, isUnstorable)) return "hidden_text";
  const { inputSchema, outputSchema } = tool as JsonObject;
  if (!isMade(tool)) return "malformed";
  if (!isInputSchema(inputSchema) || !(outputSchema === undefined || isObject(outputSchema)))
    return "bad_schema";
  if (readHeaderParams(inputSchema) === null) return "bad_header";
  if (refersElsewhere(inputSchema) || refersElsewhere(outputSchema)) return "network_ref";
  const shown: JsonObject = presentTool(tool);
  if (someText(shown, hasHiddenText)) return "hidden_text";
  if (showsMarkup(shown)) return "markup";
  return null;
}

/** jsonb takes neither NUL nor half a surrogate pair. */
function isUnstorable(text: string): boolean {
  return text.includes("\0") || !text.isWellFormed();
}

function isMade(tool: UpstreamTool): boolean {
  const { description, icons, _meta } = tool as JsonObject;
  if (findDefinition(tool.name) === null && !(description === undefined || typeof description === "string")) {
    return false;
  }
  if (!(icons === undefined || (Array.isArray(icons) && icons.every(isIcon)))) return false;
  return _meta === undefined || isObject(_meta);
}

function isIcon(icon: unknown): boolean {
  return isObject(icon) && typeof icon["src"] === "string" && !hasActiveMarkup(icon["src"]);
}

/** What the official clients insist on: with one that is anything else they refuse the list (MCP 2025-11-25, schema). */
function isInputSchema(schema: unknown): boolean {
  if (!isObject(schema) || schema["type"] !== "object") return false;
  const { properties, required } = schema;
  if (!(properties === undefined || (isObject(properties) && Object.values(properties).every(isObject))))
    return false;
  return (
    required === undefined || (Array.isArray(required) && required.every((one) => typeof one === "string"))
  );
}

function showsMarkup({ description, inputSchema, outputSchema }: JsonObject): boolean {
  if (typeof description === "string" && hasActiveMarkup(description)) return true;
  return [inputSchema, outputSchema].some((schema) => someSchemaWords(schema, hasActiveMarkup));
}
