import "#server-only";
import type { JsonObject } from "#lib/kernel/json.ts";
import { readChoices, readProperties } from "./schema-rules.ts";

const SWITCH = /^(?:http_?)?(?:method|verb|action|operation|op|command|mode)$/i;
const READING =
  /^(?:check|count|describe|fetch|find|get|head|info|inspect|list|lookup|options|peek|preview|query|read|retrieve|search|show|status|view)$/;
const WRITING =
  /^(?:add|append|archive|cancel|clear|close|commit|create|delete|destroy|disable|drop|edit|enable|execute|import|insert|kill|merge|move|open|patch|post|publish|purge|push|put|reject|remove|rename|replace|reset|restart|restore|revoke|run|save|send|set|start|stop|submit|trigger|update|upload|upsert|write)$/;

/**
 * The argument by which one tool both reads and changes, as its first words say, or null. The directory wants two tools
 * instead (review criteria).
 */
export function findMixingArgument(schema: unknown): string | null {
  const found = readProperties(schema).find(([name, property]) => {
    if (!SWITCH.test(name)) return false;
    const verbs = readChoices(property).map(toFirstWord);
    return verbs.some((verb) => READING.test(verb)) && verbs.some((verb) => WRITING.test(verb));
  });
  return found?.[0] ?? null;
}

const ANYTHING =
  /^(?:(?:call|invoke|execute|run)_?(?:api|any|anything|endpoint|tool|method|function|graphql|sql|query|code|shell|bash|python|javascript)|(?:api|http|rest|raw)_?(?:call|request|query)|graphql|eval|exec|shell|bash|curl|fetch_url)$/i;
const PLACE = /^(?:path|url|uri|endpoint|route|resource_?path)$/i;
const TOOL_NAME = /^(?:tool|function|method)_?name$/i;
const ARGUMENTS = /^(?:arguments|args|params|parameters|input|payload|body|data)$/i;

/** Whether one tool stands for all of an interface: a method and a place, another tool's name and arguments, or by its name. */
export function isCatchAll(name: string, schema: unknown): boolean {
  if (ANYTHING.test(name)) return true;
  const properties = readProperties(schema);
  const has = (pattern: RegExp, isSo: (property: JsonObject) => boolean = () => true) =>
    properties.some(([argument, property]) => pattern.test(argument) && isSo(property));
  if (has(/^(?:http_?)?(?:method|verb)$/i) && has(PLACE)) return true;
  return has(TOOL_NAME, (property) => readChoices(property).length === 0) && has(ARGUMENTS);
}

function toFirstWord(choice: string): string {
  return (/^[A-Z]+(?![a-z])|^[A-Z]?[a-z]+/.exec(choice.trim())?.[0] ?? "").toLowerCase();
}
