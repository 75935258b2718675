import "#server-only";
import { isObject, type JsonObject } from "#lib/kernel/json.ts";
import { NotTried } from "../check.ts";
import type { Visit } from "../visit.ts";
import { callMcp } from "./call-mcp.ts";

export type ListedTool = { name: string; [member: string]: unknown };

const PAGES_MAX = 50;

/** Every tool the reviewer's Claude is told of; NotTried where the list does not come. */
export function listTools(visit: Visit): Promise<ListedTool[]> {
  return visit.fact("tools", async () => {
    const tools: ListedTool[] = [];
    let params: JsonObject = {};
    for (let page = 0; page < PAGES_MAX; page += 1) {
      const { result } = await callMcp(visit, "tools/list", params);
      const listed = result?.["tools"];
      if (!Array.isArray(listed)) throw new NotTried("The list of tools did not come. Mend point 11 first.");
      tools.push(...listed.filter(isTool));
      const cursor = result?.["nextCursor"];
      if (typeof cursor !== "string") break;
      params = { cursor };
    }
    return tools;
  });
}

const isTool = (value: unknown): value is ListedTool => isObject(value) && typeof value["name"] === "string";
