import "#server-only";
import { findDefinition } from "#lib/catalog/find-definition.ts";
import { isObject, type JsonObject } from "#lib/kernel/json.ts";
import type { Visit } from "../visit.ts";
import { type Answer, callMcp } from "./call-mcp.ts";
import { findExample } from "./find-example.ts";
import { type ListedTool, listTools } from "./list-tools.ts";

export type ExampleRun = {
  tool: ListedTool;
  prompt: string | null;
  answer: Answer;
  text: string;
  isError: boolean;
};
export type Examples = { runs: ExampleRun[]; without: string[]; leftAlone: string[] };

/**
 * Calls every listed tool with the input we document for it, one after the other. Tools that change something are left
 * alone unless the visit says otherwise, so that the reviewer finds everything as it was; only a prompt we publish is
 * always tried.
 */
export function runExamples(visit: Visit): Promise<Examples> {
  return visit.fact("examples", async () => {
    const examples: Examples = { runs: [], without: [], leftAlone: [] };
    for (const tool of await listTools(visit)) {
      const example = findExample(tool.name);
      if (example === null) examples.without.push(tool.name);
      else if (visit.options.runsEveryTool || readsOnly(tool) || isPublished(tool, example.prompt)) {
        examples.runs.push(await runExample(visit, tool, example));
      } else examples.leftAlone.push(tool.name);
    }
    return examples;
  });
}

async function runExample(
  visit: Visit,
  tool: ListedTool,
  example: { prompt: string | null; arguments: JsonObject },
): Promise<ExampleRun> {
  const answer = await callTool(visit, tool.name, example.arguments);
  return { tool, prompt: example.prompt, ...answer };
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

/** A prompt of ours that a person may try at any time: it destroys nothing. */
function isPublished({ name }: ListedTool, prompt: string | null): boolean {
  return prompt !== null && findDefinition(name)?.group.endsWith(".destructive") === false;
}
