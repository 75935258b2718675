import "#server-only";
import { isObject } from "#lib/kernel/json.ts";
import { DATA, MAPS } from "./internal/rules/schema-rules.ts";

/** An argument that a header repeats: the header in lower case, where the argument stands, what it is. */
export type HeaderParam = {
  header: string;
  path: readonly string[];
  type: "string" | "integer" | "boolean";
};

const ANNOTATION = "x-mcp-header";
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,128}$/;
const known = new WeakMap<object, readonly HeaderParam[] | null>();

/**
 * The arguments of a tool that headers repeat, by the annotations in its input schema, or null where one of these is not
 * valid: no header name, not of a primitive type, named twice, or at a place that not every call reaches. Such a tool is
 * no tool (MCP 2026-07-28, Streamable HTTP, custom headers).
 */
export function readHeaderParams(inputSchema: unknown): readonly HeaderParam[] | null {
  if (!isObject(inputSchema)) return [];
  const before = known.get(inputSchema);
  if (before !== undefined) return before;
  const params: HeaderParam[] = [];
  const isValid = visit(inputSchema, [], params);
  const result = isValid ? params : null;
  known.set(inputSchema, result);
  return result;
}

/** `path` is null off the chain of `properties`, where nothing may be annotated. */
function visit(node: unknown, path: readonly string[] | null, params: HeaderParam[]): boolean {
  if (Array.isArray(node)) return node.every((one) => visit(one, null, params));
  if (!isObject(node)) return true;
  if (Object.hasOwn(node, ANNOTATION) && !addParam(node, path, params)) return false;
  return Object.entries(node).every(([keyword, value]) => {
    if (DATA.has(keyword) || keyword === ANNOTATION) return true;
    if (!MAPS.has(keyword) || !isObject(value)) return visit(value, null, params);
    const isChain = keyword === "properties" && path !== null;
    return Object.entries(value).every(([name, schema]) =>
      visit(schema, isChain ? [...path, name] : null, params),
    );
  });
}

function addParam(
  { [ANNOTATION]: name, type }: { [member: string]: unknown },
  path: readonly string[] | null,
  params: HeaderParam[],
): boolean {
  if (path === null || path.length === 0 || typeof name !== "string" || !TOKEN.test(name)) return false;
  if (type !== "string" && type !== "integer" && type !== "boolean") return false;
  const header = `mcp-param-${name.toLowerCase()}`;
  if (params.some((param) => param.header === header)) return false;
  params.push({ header, path, type });
  return true;
}
