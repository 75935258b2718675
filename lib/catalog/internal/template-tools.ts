import "#server-only";
import type { DefinitionRow } from "./definition-row.ts";
import { ASKS_OUTSIDE, READS } from "./hints.ts";

export const TEMPLATE_TOOLS: readonly DefinitionRow[] = [
  {
    name: "get_agent_requirements",
    title: "Agent guide",
    group: "templates.read",
    hints: READS,
    description: "Returns the instance's guide to what an agent's files have to contain.",
    example: { prompt: "What do an agent's files have to contain?", input: {} },
  },
  {
    name: "ask_trinity",
    title: "Ask Trinity docs",
    group: "templates.read",
    hints: ASKS_OUTSIDE,
    description:
      "Answers a question about how Trinity works from its documentation. The question is sent to Trinity's maker, outside this instance.",
    verdict: "review",
    reason: "Sends the question to an outside service.",
  },
  {
    name: "list_templates",
    title: "List templates",
    group: "templates.read",
    hints: READS,
    description: "Lists the templates agents can be created from.",
    example: { prompt: "Which templates can I create an agent from?", input: {} },
  },
];
