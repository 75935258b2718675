import "#server-only";
import { findDefinition } from "#lib/catalog/find-definition.ts";
import type { ToolExample } from "#lib/catalog/schema.ts";
import { isObject, type JsonObject } from "#lib/kernel/json.ts";
import type { Visit } from "../visit.ts";
import { type Answer, callMcp } from "./call-mcp.ts";
import { type ListedTool, listTools } from "./list-tools.ts";

export type ExampleRun = {
  tool: ListedTool;
  prompt: string;
  answer: Answer;
  text: string;
  isError: boolean;
};
export type Examples = { runs: ExampleRun[]; without: string[]; leftAlone: string[] };

/**
 * Calls every listed tool with the input we document for it, one after the other. Tools that change something are left
 * alone unless the visit says otherwise, so that the reviewer finds everything as it was.
 */
export function runExamples(visit: Visit): Promise<Examples> {
  return visit.fact("examples", async () => {
    const examples: Examples = { runs: [], without: [], leftAlone: [] };
    for (const tool of await listTools(visit)) {
      const example = findDefinition(tool.name)?.example ?? null;
      if (example === null) {
        if (!isRuledOut(tool.name)) examples.without.push(tool.name);
      } else if (visit.options.runsEveryTool || readsOnly(tool)) {
        examples.runs.push(await runExample(visit, tool, example));
      } else examples.leftAlone.push(tool.name);
    }
    return examples;
  });
}

/** Whether a tool is one that we do not offer at a directory's address; that it is listed has a check of its own. */
export function isRuledOut(name: string): boolean {
  const verdict = findDefinition(name)?.verdict;
  return verdict === "exclude" || verdict === "self";
}

async function runExample(
  visit: Visit,
  tool: ListedTool,
  { prompt, input }: ToolExample,
): Promise<ExampleRun> {
  return { tool, prompt, ...(await callTool(visit, tool.name, { ...input })) };
}

/** One call, with the text of its answer. */
export async function callTool(
  visit: Visit,
  name: string,
  args: JsonObject,
): Promise<{ answer: Answer; text: string; isError: boolean }> {
  const answer = await callMcp(visit, "tools/call", { name, arguments: args });
  const content = answer.result?.["content"];
  const blocks = Array.isArray(content) ? (content as unknown[]) : [];
  const text = blocks
    .flatMap((block) => (isObject(block) && typeof block["text"] === "string" ? [block["text"]] : []))
    .join("\n");
  return {
    answer,
    text,
    isError: answer.result?.["isError"] !== false && answer.result?.["isError"] !== undefined,
  };
}

function readsOnly({ annotations }: ListedTool): boolean {
  return isObject(annotations) && annotations["readOnlyHint"] === true;
}
