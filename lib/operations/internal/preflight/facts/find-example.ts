import "#server-only";
import type { JsonObject } from "#lib/kernel/json.ts";

export type Example = { prompt: string | null; arguments: JsonObject };

const EXAMPLES: Readonly<Record<string, Example>> = {
  list_agents: { prompt: "Which agents do we have, and what is each for?", arguments: {} },
  list_tags: { prompt: "How are our agents tagged?", arguments: {} },
  list_agent_schedules: {
    prompt: "When does the report writer run next?",
    arguments: { agent_name: "report-writer" },
  },
  chat_with_agent: {
    prompt: "Ask the quote desk what 12 brackets cost.",
    arguments: { agent_name: "quote-desk", message: "What do 12 brackets cost?" },
  },
};

/** The input we document for a tool, with the prompt that leads to it; null where there is none. */
export function findExample(name: string): Example | null {
  return EXAMPLES[name] ?? null;
}
