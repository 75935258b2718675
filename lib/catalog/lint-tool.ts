import "#server-only";
import { isObject, type JsonObject } from "#lib/kernel/json.ts";
import type { Effect } from "./groups.ts";
import { findMixingArgument, isCatchAll } from "./internal/rules/reach-rules.ts";
import {
  hasRootCombinator,
  isDeeperThan,
  refersElsewhere,
  someSchemaWords,
  someText,
} from "./internal/rules/schema-rules.ts";
import {
  givesInstructions,
  givesPraise,
  hasActiveMarkup,
  hasAddress,
  hasHiddenText,
  hasMarkup,
} from "./internal/rules/text-rules.ts";
import { readHeaderParams } from "./read-header-params.ts";
import type { LintCode, LintFinding } from "./schema.ts";
import { HINTS } from "./terms.ts";

/** A tool as apps are told of it: anything at all, where it comes from a list that nobody checked yet. */
export type LintedTool = { readonly [member: string]: unknown };

type Found = { code: LintCode; at?: string };

const NAME_MAX = 64;
const TITLE_MAX = 64;
const DESCRIPTION_MAX = 1_000;
const SCHEMA_BYTES_MAX = 16 * 1024;
const SCHEMA_DEPTH_MAX = 32;

/**
 * What the Connectors Directory would refuse about a tool as it is listed, in a stable order; nothing for a tool it takes
 * (review criteria and directory policy 2 and 5). `effect` is that of the tool's group, where the caller knows it: its
 * hints are then held against that too. Pure; no value of a hostile list makes it throw.
 */
export function lintTool(tool: LintedTool, { effect }: { effect?: Effect } = {}): LintFinding[] {
  const name = typeof tool["name"] === "string" ? tool["name"] : "";
  const found = [
    ...lintName(name),
    ...lintTitle(tool["title"]),
    ...lintHints(tool["annotations"], effect),
    ...lintDescription(tool["description"]),
    ...lintInput(tool["inputSchema"]),
    ...lintResult(tool["outputSchema"]),
    ...lintReach(name, tool["inputSchema"]),
  ];
  return found.map((one) => ({ tool: name, ...one }));
}

function* lintName(name: string): Generator<Found> {
  if (!/^[A-Za-z0-9_.-]+$/.test(name)) yield { code: "name_characters" };
  if (name.length > NAME_MAX) yield { code: "name_long" };
}

function* lintTitle(title: unknown): Generator<Found> {
  if (typeof title !== "string" || title.trim() === "") return yield { code: "title_missing" };
  if (title.length > TITLE_MAX) yield { code: "title_long" };
  if (hasHiddenText(title) || hasMarkup(title) || /[\t\n\r]/.test(title)) yield { code: "title_hidden" };
}

function* lintHints(annotations: unknown, effect: Effect | undefined): Generator<Found> {
  const hints: JsonObject = isObject(annotations) ? annotations : {};
  const missing = HINTS.filter((hint) => typeof hints[hint] !== "boolean");
  yield* missing.map((at): Found => ({ code: "hint_missing", at }));
  const { readOnlyHint, destructiveHint, openWorldHint } = hints;
  if (readOnlyHint === true && destructiveHint === true) yield { code: "hints_contradict" };
  if (effect === undefined || missing.length > 0) return;
  if (readOnlyHint !== (effect === "read")) yield { code: "hints_effect", at: "readOnlyHint" };
  const isDestructiveWrong =
    effect === "destructive" ? destructiveHint !== true : effect !== "external" && destructiveHint === true;
  if (isDestructiveWrong) yield { code: "hints_effect", at: "destructiveHint" };
  if (effect === "external" && openWorldHint !== true) yield { code: "hints_effect", at: "openWorldHint" };
}

function* lintDescription(description: unknown): Generator<Found> {
  if (typeof description !== "string" || description.trim() === "") {
    return yield { code: "description_missing" };
  }
  if (description.length > DESCRIPTION_MAX) yield { code: "description_long" };
  if (givesInstructions(description)) yield { code: "description_instructs" };
  if (givesPraise(description)) yield { code: "description_praises" };
  if (hasHiddenText(description)) yield { code: "description_hidden" };
  if (hasMarkup(description)) yield { code: "description_markup" };
  if (hasAddress(description)) yield { code: "description_address" };
}

function* lintInput(schema: unknown): Generator<Found> {
  if (!isObject(schema) || schema["type"] !== "object") return yield { code: "input_no_object" };
  if (hasRootCombinator(schema)) yield { code: "input_combined" };
  if (isDeeperThan(schema, SCHEMA_DEPTH_MAX)) return yield { code: "input_deep" };
  if (isLarge(schema)) yield { code: "input_large" };
  if (refersElsewhere(schema)) yield { code: "input_reference" };
  if (readHeaderParams(schema) === null) yield { code: "input_header" };
  if (someText(schema, hasHiddenText)) yield { code: "input_hidden" };
  if (someSchemaWords(schema, hasActiveMarkup)) yield { code: "input_markup" };
}

function* lintResult(schema: unknown): Generator<Found> {
  if (schema === undefined) return;
  if (!isObject(schema) || schema["type"] !== "object") return yield { code: "result_no_object" };
  if (hasRootCombinator(schema)) yield { code: "result_combined" };
  if (isDeeperThan(schema, SCHEMA_DEPTH_MAX)) return yield { code: "result_deep" };
  if (isLarge(schema)) yield { code: "result_large" };
  if (refersElsewhere(schema)) yield { code: "result_reference" };
}

function* lintReach(name: string, schema: unknown): Generator<Found> {
  const mixing = findMixingArgument(schema);
  if (mixing !== null) yield { code: "tool_mixed", at: mixing };
  if (isCatchAll(name, schema)) yield { code: "tool_catch_all" };
}

/** Only for what is known not to be deep: deeper things overflow the stack of whoever writes them out. */
function isLarge(schema: JsonObject): boolean {
  return Buffer.byteLength(JSON.stringify(schema)) > SCHEMA_BYTES_MAX;
}
